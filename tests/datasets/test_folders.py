import io
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rekognize.alphabets import BASE
from rekognize.datasets import folders
from rekognize.datasets.folders import class_of_folder, read_folder, read_zip
from rekognize.errors import InvalidData, MissingData


def png(value=128, size=(5, 7)):
    stream = io.BytesIO()
    Image.new("L", size, value).save(stream, "PNG")
    return stream.getvalue()


def make_zip(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("label", BASE)
def test_both_names_of_a_class(label):
    assert class_of_folder(label) == label
    assert class_of_folder(f"U+{ord(label):04X}") == label


@pytest.mark.parametrize("name", ["aa", "", "?", "U+00E9", "U+3", "U+110000", "é", "a_lower"])
def test_no_class(name):
    with pytest.raises(InvalidData, match="received"):
        class_of_folder(name)


def test_a_folder_by_class(tmp_path):
    for name in ("A/1.png", "A/deep/2.PNG", "U+0061/3.png", "7/4.png", "7/.hidden.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png())
    (tmp_path / "7" / "notes.txt").write_text("no picture")
    (tmp_path / ".git").mkdir()
    (tmp_path / "readme.md").write_text("no class")
    found = read_folder(tmp_path)
    assert list(zip(found.files, found.labels, strict=True)) == [
        ("7/4.png", "7"),
        ("A/1.png", "A"),
        ("A/deep/2.PNG", "A"),
        ("U+0061/3.png", "a"),
    ]
    assert found.picture(0).shape == (7, 5)


def test_folders_without_pictures(tmp_path):
    with pytest.raises(MissingData):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(MissingData):
        read_folder(tmp_path)


def test_a_damaged_and_a_huge_picture(tmp_path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A" / "1.png").write_bytes(png()[:40])
    with pytest.raises(InvalidData, match=r"A/1\.png"):
        read_folder(tmp_path).picture(0)
    with (tmp_path / "A" / "1.png").open("wb") as stream:
        stream.truncate(folders.MAX_PICTURE_BYTES + 1)
    with pytest.raises(InvalidData, match="at most"):
        read_folder(tmp_path).picture(0)


def test_a_zip(tmp_path):
    table = 'file,label,boxes\n1.png,26000,"[[1, 2]]"\nsub/0.png,é,\n'
    members = {"0.png": png(), "1.png": png(9), "sub/0.png": png(), "labels.csv": table}
    found = read_zip(make_zip(tmp_path / "cheques.zip", members))
    assert (found.name, list(found.labels)) == ("cheques", ["26000", "é"])
    assert found.columns == {"boxes": ["[[1, 2]]", ""]}
    np.testing.assert_array_equal(found.picture(0), np.full((7, 5), 9, np.uint8))
    assert found.data(0) == png(9)


@pytest.mark.parametrize(
    "table",
    [
        None,
        "",
        "file,label\n",
        "file,text\n0.png,A\n",
        "file,label\n0.png\n",
        "file,label\n0.png,A,B\n",
        "file,label\nother.png,A\n",
        "file,label\n../0.png,A\n",
        "file,label\n/0.png,A\n",
        "file,label\na\\0.png,A\n",
        b"file,label\n0.png,\xff\n",
        'file,label\n0.png,"A\n',
    ],
)
def test_tables_that_are_none(tmp_path, table):
    members = {"0.png": png(), "../0.png": png(), "/0.png": png(), "a\\0.png": png()}
    if table is not None:
        members["labels.csv"] = table
    with pytest.raises(InvalidData):
        read_zip(make_zip(tmp_path / "a.zip", members))


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.png", bytes(folders.MAX_PICTURE_BYTES + 1))
        archive.writestr("labels.csv", "file,label\n0.png,A\n")
    found = read_zip(path)
    with pytest.raises(InvalidData, match="received more"):
        found.picture(0)


def test_no_zip_there(tmp_path):
    with pytest.raises(MissingData):
        read_zip(tmp_path / "nowhere.zip")


@given(data=st.binary(max_size=100))
def test_any_bytes_are_no_zip(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(data)
    with pytest.raises(InvalidData):
        read_zip(path)


@given(place=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 30))
def test_a_damaged_zip_is_read_or_invalid(tmp_path_factory, place, value, cut):
    folder = tmp_path_factory.mktemp("zip")
    members = {"0.png": png(), "labels.csv": "file,label\n0.png,A\n"}
    data = bytearray(make_zip(folder / "a.zip", members).read_bytes())
    data[place % len(data)] = value
    path = folder / "b.zip"
    path.write_bytes(data[: len(data) - cut])
    with suppress(InvalidData):
        read_zip(path).picture(0)
