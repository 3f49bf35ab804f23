import csv
import io
import sys
import tracemalloc
from base64 import b64encode
from contextlib import closing

import numpy as np
import orjson
import pytest
from PIL import Image

from rekognize.datasets.folders import read_folder
from rekognize.errors import (
    Conflict,
    InvalidData,
    InvalidRequest,
    MissingData,
    MissingExtra,
    RekognizeError,
)
from rekognize.feedback.chosen import Chosen
from rekognize.feedback.drawing import kept_picture, picture_of
from rekognize.feedback.export import csv_lines, json_lines, write_folder, write_parquet
from rekognize.feedback.imports import read_exported
from rekognize.feedback.records import Record, read_records, write_records
from rekognize.feedback.spreadsheet import guarded, unguarded
from rekognize.feedback.take import State
from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.ink import InkDocument
from rekognize.storage import open_database
from tests.server.drawn import strokes_of
from tests.storage.rows import row

PICTURE = kept_picture(np.random.default_rng(0).integers(0, 256, (512, 512), np.uint8))


def rows():
    """Records of every kind, some of them hostile."""
    strokes = orjson.dumps(strokes_of("7"))
    yield row(
        0, glyph_version=None, key="=cmd|' /C calc'!A0", drawing=strokes, label="7", answer="7"
    )
    yield row(1, key="'=1+1 apostrophe", answer=None, label="not-a-character")
    yield row(2, state=State.ACCEPTED, decided=row(3).created, decided_by='@Ann, "x"\nb')
    yield row(
        3,
        media_type="image/png",
        drawing=PICTURE,
        label="a",
        glyph=bytes(range(256)) * 3 + bytes(16),
    )
    yield row(
        4,
        alphabet="letters-nocase",
        label="A",
        given="A",
        candidates=[["A", 1 / 3]],
        confidence=1 / 3,
    )
    yield row(5, alphabet="letters-nocase", label="a", given="A")
    yield row(6, label="A", given="A", drawing=b'{"strokes":[[[5,5]]]}')
    for number in range(7, 260):
        yield row(number, state=State.REJECTED, label="Z", given="Z")


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        with opened.writing() as session:
            session.add_all(rows())
        yield opened


def export(database, target):
    records = read_records(database, Chosen())
    if target.suffix == ".parquet":
        write_parquet(records, target)
    elif target.suffix:
        lines = {".csv": csv_lines, ".jsonl": json_lines}[target.suffix]
        target.write_bytes(b"".join(lines(records)))
    else:
        write_folder(records, target)


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl", "all.parquet", "folder"])
def test_a_round_trip_loses_nothing(database, tmp_path, name):
    export(database, tmp_path / name)
    kept = list(read_records(database, Chosen()))
    assert len(kept) == 260
    with closing(open_database(f"sqlite:///{tmp_path / 'other.db'}")) as other:
        assert write_records(other, read_exported(tmp_path / name)) == (260, 0)
        assert list(read_records(other, Chosen())) == kept
        assert write_records(other, read_exported(tmp_path / name)) == (0, 260)
        assert len(list(read_records(other, Chosen(State.REJECTED)))) == 253


def without_version(path):
    """Make a file what was exported before glyphs had their version beside them."""
    if path.suffix == ".csv":
        # The version is the last cell, a digit or nothing.
        lines = path.read_bytes().splitlines()
        path.write_bytes(b"".join(line.rpartition(b",")[0] + b"\r\n" for line in lines))
    elif path.suffix == ".jsonl":
        rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        for each in rows:
            del each["glyph_version"]
        path.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in rows))
    else:
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(parquet.read_table(path).drop_columns(["glyph_version"]), path)


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl", "all.parquet"])
def test_what_was_exported_before_glyphs_had_a_version_is_read(tmp_path, name):
    with closing(open_database(f"sqlite:///{tmp_path / 'a.db'}")) as database:
        with database.writing() as session:
            session.add_all([row(1), row(2)])
        export(database, tmp_path / name)
        kept = list(read_records(database, Chosen()))
    without_version(tmp_path / name)
    read = list(read_exported(tmp_path / name))
    assert read == [record.model_copy(update={"glyph_version": None}) for record in kept]


def test_a_spreadsheet_finds_no_formula(database, tmp_path):
    export(database, tmp_path / "all.csv")
    text = (tmp_path / "all.csv").read_bytes().decode()
    before = csv.field_size_limit(10_000_000)
    table = list(csv.reader(io.StringIO(text, newline="")))
    csv.field_size_limit(before)
    assert table[1][1] == "'=cmd|' /C calc'!A0"
    assert not [cell for line in table for cell in line if cell[:1] in "=+-@\t\r" and cell]


@pytest.mark.parametrize("text", ["", "a", "=1", "'=1", "''=1", "'", "'a", "-1", "+", "@x", "\tx"])
def test_guarding_can_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t")


def test_training_reads_the_folder(database, tmp_path):
    pictures, without = write_folder(read_records(database, Chosen()), tmp_path / "out")
    # Without: no character, and a letter whose case nobody told.
    assert without == 2
    samples = read_folder(tmp_path / "out")
    found = {label: list(samples.labels).count(label) for label in samples.labels}
    assert found == dict(pictures) == {"7": 1, "9": 1, "a": 2, "A": 1, "Z": 253}
    # What training sees of the picture is what the model saw of the strokes.
    place = list(samples.labels).index("7")
    read = glyph_of_image(samples.picture(place))
    drawn = glyph_of_ink(InkDocument.read(orjson.dumps(strokes_of("7"))).ink())
    assert np.abs(read.pixels - drawn.pixels).mean() < 0.02
    names = [path.name.lower() for path in (tmp_path / "out").iterdir()]
    assert len(names) == len(set(names))
    with pytest.raises(Conflict):
        write_folder(iter(()), tmp_path / "out")


def test_a_folder_that_cannot_be_written_is_told(database, tmp_path):
    (tmp_path / "file").write_text("no folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "new"):
        with pytest.raises(RekognizeError, match="cannot write the folder"):
            write_folder(read_records(database, Chosen()), folder)


def test_pictures_of_drawings():
    picture = Image.open(io.BytesIO(picture_of(b'{"strokes":[[[5,5]]]}', "application/json")))
    assert np.asarray(picture).min() == 0
    wide = b'{"strokes":[[[0,0],[9000,0]]],"area":{"width":9000,"height":900}}'
    assert Image.open(io.BytesIO(picture_of(wide, "application/json"))).size == (280, 28)
    assert picture_of(PICTURE, "image/png") == PICTURE


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.jsonl", b'{"id": 1}\n', InvalidData),
        ("a.jsonl", b"no json", InvalidData),
        ("a.csv", b"id,label\n1,2\n", InvalidData),
        ("a.csv", b"\xff\xfe", InvalidData),
        ("a.parquet", b"PAR1 not", InvalidData),
        ("a.txt", b"", InvalidRequest),
        ("folder", None, MissingData),
    ],
)
def test_what_is_no_export(tmp_path, name, content, error):
    path = tmp_path / name
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(error, match=r"received|line|Parquet|columns"):
        list(read_exported(path))


def test_a_forged_record_is_refused(database, tmp_path):
    export(database, tmp_path / "all.jsonl")
    line = orjson.loads((tmp_path / "all.jsonl").read_bytes().splitlines()[0])
    for change in (
        {"label": "\u00e4"},
        {"glyph": "AAAA"},
        {"glyph_version": 0},
        {"glyph_version": 2**40},
        {"state": "?"},
        {"id": "../x"},
        {"alphabet": "runes"},
        {"alphabet": "runes", "given": "not-a-character", "label": "not-a-character"},
        {"created": "0001-01-01T00:00:00+05:00"},
        {"drawing": b64encode(b'{"strokes":[]}').decode()},
        {"drawing": b64encode(b'{"strokes":[[[0,0],[1,1,1]]]}').decode()},
        {"drawing": "AAAA", "media_type": "image/png"},
    ):
        (tmp_path / "forged.jsonl").write_bytes(orjson.dumps(line | change))
        with pytest.raises(InvalidData, match=r"forged.jsonl, line 1"):
            list(read_exported(tmp_path / "forged.jsonl"))


@pytest.mark.parametrize("candidates", [5, [5], None])
def test_a_forged_column_is_refused(tmp_path, candidates):
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = [
        arrow.array([candidates if name == "candidates" else "x"]) for name in Record.model_fields
    ]
    path = tmp_path / "forged.parquet"
    parquet.write_table(arrow.table(columns, list(Record.model_fields)), path)
    with pytest.raises(InvalidData, match=r"forged.parquet, row 1"):
        list(read_exported(path))


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"rekognize\[parquet\]"):
        write_parquet(iter(()), tmp_path / "a.parquet")


def test_memory_stays_flat(tmp_path):
    with closing(open_database(f"sqlite:///{tmp_path / 'a.db'}")) as database:
        with database.writing() as session:
            session.add_all(row(n, drawing=bytes(100_000)) for n in range(400))
        tracemalloc.start()
        size = sum(map(len, json_lines(read_records(database, Chosen()))))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size > 50_000_000
    assert most < size / 2
