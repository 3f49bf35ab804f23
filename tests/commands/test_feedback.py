import json
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow
from tests.server.drawn import strokes_of
from tests.storage.rows import row


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A database with three records, named by the environment."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setenv("REKOGNIZE_DATABASE", url)
    with closing(open_database(url)) as database:
        with database.writing() as session:
            drawing = orjson.dumps(strokes_of("7"))
            session.add_all(row(number, drawing=drawing, shape=str(number)) for number in range(3))
        yield database


NAMES = [f"{number:032x}" for number in range(3)]


def state(database, number):
    with database.reading() as session:
        found = session.get(FeedbackRow, NAMES[number])
        return found and (found.state, found.label, found.decided_by)


def test_listing_and_deciding(rekognize, kept):
    listed = rekognize("feedback", "list")
    assert [line.split("\t")[:4] for line in listed.out.splitlines()] == [
        [name, "pending", "9", "q"] for name in NAMES
    ]
    assert len(rekognize("feedback", "list", "-n", "2").out.splitlines()) == 2
    twice = rekognize("feedback", "accept", NAMES[0], NAMES[0], "--by", "ann")
    assert (twice.code, twice.out) == (0, "1 accepted\n")
    assert rekognize("feedback", "reject", NAMES[1], "--by", "ann").code == 0
    assert rekognize("feedback", "relabel", "B", NAMES[2], "--by", "bob").code == 0
    assert [state(kept, number) for number in range(3)] == [
        ("accepted", "9", "ann"),
        ("rejected", "9", "ann"),
        ("accepted", "B", "bob"),
    ]
    assert rekognize("feedback", "list").out == ""
    assert len(rekognize("feedback", "list", "--state", "accepted", "--label", "B").out) > 32
    assert len(rekognize("feedback", "list", "--state", "all").out.splitlines()) == 3
    assert rekognize("feedback", "delete", *NAMES[:2]).out == "2 deleted\n"
    assert state(kept, 0) is None


@pytest.mark.usefixtures("kept")
def test_showing(rekognize, tmp_path):
    picture = tmp_path / "drawing.png"
    shown = rekognize("feedback", "show", NAMES[0], "--picture", picture)
    assert json.loads(shown.out)["given"] == "9"
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("accept", "none"), 4),
        (("show", "none"), 4),
        (("relabel", "xy", NAMES[0]), 2),
        (("list", "--state", "maybe"), 2),
        (("list", "--since", "soon"), 2),
        (("list", "--since", "0001-01-01T00:00+05:00"), 2),
        (("export", "-", "--format", "parquet"), 2),
        (("export", "x.png"), 2),
        (("import", "nowhere.csv"), 4),
    ],
)
def test_what_is_refused_is_one_line(rekognize, kept, arguments, code):
    ended = rekognize("feedback", *arguments)
    assert (ended.code, ended.err.count("\n")) == (code, 1)
    assert state(kept, 0) == ("pending", "9", None)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "folder"])
def test_exporting_and_importing(rekognize, tmp_path, name):
    assert rekognize("feedback", "accept", *NAMES[:2]).code == 0
    told = rekognize("feedback", "export", tmp_path / name).out
    assert told.startswith(("2 records", "2 pictures of 1 classes"))
    assert rekognize("feedback", "export", tmp_path / name).code == 1
    other = f"sqlite:///{tmp_path / 'other.db'}"
    told = rekognize("feedback", "import", tmp_path / name, "--database", other).out
    assert told == "2 records are new, 0 were there before\n"
    assert not list(tmp_path.glob("*.part"))


def test_all_of_it_in_a_pipe(kept, capsysbinary):
    from rekognize.commands import feedback

    feedback.export_feedback(Path("-"), state="all", database=f"sqlite:///{kept.path}")
    lines = capsysbinary.readouterr().out.splitlines()
    assert [orjson.loads(line)["id"] for line in lines] == NAMES
