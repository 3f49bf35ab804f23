from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.alphabets import BASE
from rekognize.datasets.unipen import read_unipen
from rekognize.errors import InvalidData, MissingData

# A page as a provider wrote it: y upwards, pen-up ways between, i with a delayed dot.
PAGE = """.VERSION 1.0
.COMMENT made for the test
  .PEN_DOWN in a comment's indented line is no keyword
.DATA_SOURCE lab
.WRITER_ID anna
.COORD X Y T
.HIERARCHY WORD CHARACTER
.X_POINTS_PER_INCH 100
.Y_POINTS_PER_INCH 200
.PEN_DOWN
10 400 0
10 200 10
.PEN_UP
.PEN_UP
15 300 20
.PEN_DOWN
30 300 30 30 200 40
.PEN_DOWN
50 400 50
60 400 60
50 200 70
51 200 80
.PEN_DOWN
30 350 90
.SEGMENT CHARACTER 0 OK "1"
.SEGMENT CHARACTER 2,4 ? "i"
.SEGMENT CHARACTER 3:0-3:2 GOOD "7"
.SEGMENT CHARACTER 3 BAD "A"
.SEGMENT CHARACTER 3 bad "B"
.SEGMENT CHARACTER 3 OK "\\""
.SEGMENT WORD 0-4 OK "1 i7"
"""


def write(folder, text, name="page.dat"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("latin-1"))
    return path


def labels(samples):
    return "".join(BASE[i] for i in samples.targets.argmax(axis=1))


def shape(samples, index):
    return [stroke.tolist() for stroke in samples.ink(index).strokes]


def test_a_page(tmp_path):
    samples = read_unipen(write(tmp_path, PAGE))
    assert labels(samples) == "1i7"
    # y counts half as fine as x and upwards: 200 units are 100, and the top comes first
    assert shape(samples, 0) == [[[0, 0], [0, 1000]]]
    assert shape(samples, 1) == [[[0, pytest.approx(1000 / 3)], [0, 1000]], [[0, 0]]]
    assert shape(samples, 2) == [[[0, 0], [100, 0], [0, 1000]]]
    assert samples.writer.tolist() == ["lab/anna"] * 3
    np.testing.assert_allclose(samples.relative_height, [1.0, 0.75, 1.0])


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings(tmp_path, ending):
    samples = read_unipen(write(tmp_path, PAGE.replace("\n", ending)))
    assert labels(samples) == "1i7"


def test_which_way_y_points(tmp_path):
    down = ".PEN_DOWN\n0 0 0 9\n.SEGMENT CHARACTER 0 OK {}\n"
    upright = [[[0, 0], [0, 1000]]]
    seven = write(tmp_path, down.format('"7"'))
    other = write(tmp_path, down.format('"S"'), "s.dat")
    assert shape(read_unipen(seven), 0) == upright
    assert shape(read_unipen(seven, y_axis="up"), 0) == [[[0, 1000], [0, 0]]]
    assert shape(read_unipen(other), 0) == [[[0, 1000], [0, 0]]]
    assert shape(read_unipen(other, y_axis="down"), 0) == upright


def test_includes_count_on_and_stay_within_their_folder(tmp_path):
    write(tmp_path, ".WRITER_ID eva\n.PEN_DOWN\n0 9 0 0\n.PEN_DOWN\n1 1 5 1\n", "inc/apb/ink.dat")
    text = '.INCLUDE apb/ink.dat\n.PEN_DOWN\n3 3 4 4\n.SEGMENT CHARACTER 0-1 ? "T"\n'
    path = write(tmp_path, text, "data/page.dat")
    samples = read_unipen(path, include=tmp_path / "inc")
    assert [len(stroke) for stroke in shape(samples, 0)] == [2, 2]
    assert samples.writer.tolist() == ["eva"]
    with pytest.raises(MissingData):
        read_unipen(path)
    for name in ("../data/page.dat", "/etc/hostname", "a\0b"):
        with pytest.raises(InvalidData, match="within its include folder"):
            read_unipen(write(tmp_path, f".INCLUDE {name}\n", "inc/x.dat"))
    with pytest.raises(InvalidData, match="deep"):
        read_unipen(write(tmp_path, ".INCLUDE y.dat\n", "inc/y.dat"))


def test_segments_without_delineation_take_what_follows(tmp_path):
    text = (
        '.SEGMENT CHARACTER ? OK "L"\n.PEN_DOWN\n0 9 0 0\n.PEN_DOWN\n0 0 5 0\n'
        '.SEGMENT CHARACTER ? ? "1"\n.PEN_DOWN\n0 9 0 0\n'
        '.START_SET next\n.PEN_DOWN\n7 9 7 0\n.SEGMENT CHARACTER 0 ? "I"\n'
    )
    samples = read_unipen(write(tmp_path, text))
    assert labels(samples) == "L1I"
    assert [len(samples.ink(i).strokes) for i in range(3)] == [2, 1, 1]


def test_several_files_and_none_of_interest(tmp_path):
    page = write(tmp_path, PAGE)
    empty = write(tmp_path, '.PEN_DOWN\n1 2 3 4\n.SEGMENT CHARACTER 0 OK "."\n', "dots.dat")
    assert labels(read_unipen([page, empty, page])) == "1i71i7"
    assert len(read_unipen(empty)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "no keyword at all",
        ".PEN_DOWN\n1 2 3\n",
        ".PEN_DOWN\n1 x\n",
        ".PEN_DOWN\n1 nan\n",
        ".PEN_DOWN\n1 1e7\n",
        ".COORD X T\n",
        ".X_POINTS_PER_INCH 0\n",
        ".X_POINTS_PER_INCH many\n",
        '.SEGMENT CHARACTER 0 OK "A"\n',
        '.PEN_DOWN\n1 2\n.SEGMENT CHARACTER 1 OK "A"\n',
        '.PEN_DOWN\n1 2\n.SEGMENT CHARACTER 0:1 OK "A"\n',
        '.PEN_DOWN\n1 2 3 4\n.SEGMENT CHARACTER 0:1-0:0 OK "A"\n',
        '.PEN_DOWN\n1 2\n.PEN_DOWN\n1 2\n.SEGMENT CHARACTER 1-0 OK "A"\n',
        '.PEN_DOWN\n1 2\n.SEGMENT CHARACTER 0- OK "A"\n',
        '.SEGMENT CHARACTER 0 OK "A\n',
    ],
)
def test_not_in_the_format(tmp_path, text):
    with pytest.raises(InvalidData):
        read_unipen(write(tmp_path, text))


def test_missing(tmp_path):
    with pytest.raises(MissingData):
        read_unipen(tmp_path / "nowhere.dat")


WORDS = st.sampled_from(
    [".PEN_DOWN", ".PEN_UP", ".SEGMENT CHARACTER", ".COORD X Y", ".COORD Y T X", ".START_SET",
     ".INCLUDE", ".X_POINTS_PER_MM", "0", "1-0", "0-1", "0:1-1:0", ",", "?", "OK", '"A"', '"', "1",
     "2.5", "-3", "inf", "\\", "CHARACTER", "\n", "\n", "\n.", "\0", "\xe9"]
)  # fmt: skip


@given(words=st.lists(WORDS, max_size=40))
def test_any_text_is_read_or_invalid(tmp_path_factory, words):
    path = write(tmp_path_factory.mktemp("unipen"), " ".join(words).replace("\n ", "\n"))
    try:
        samples = read_unipen(path)
    except (InvalidData, MissingData):
        return
    for index in range(len(samples)):
        assert samples.ink(index).strokes


@given(data=st.binary(max_size=100))
def test_any_bytes_are_read_or_invalid(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("unipen") / "a.dat"
    path.write_bytes(data)
    with suppress(InvalidData):
        assert len(read_unipen(path)) == 0
