import io
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.datasets.npz import read_npz
from rekognize.errors import InvalidData, MissingData


def archive(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(f"{name}.npy", data)
    return path


def npy(array):
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12, dtype=np.int16).reshape(3, 4),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.array(["a", "bc"]),
        np.array(3),
        np.zeros((0, 28, 28), np.uint8),
    ],
)
def test_arrays_come_back(tmp_path, array):
    path = tmp_path / "a.npz"
    np.savez(path, x=array)
    np.testing.assert_array_equal(read_npz(path, ["x"])["x"], array)


def test_no_pickle_is_opened(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was opened",))

    path = archive(tmp_path / "a.npz", x=npy(np.array([Bomb()], object)))
    with pytest.raises(InvalidData, match="must hold numbers or text"):
        read_npz(path, ["x"])


def test_missing(tmp_path):
    with pytest.raises(MissingData):
        read_npz(tmp_path / "nowhere.npz", ["x"])
    path = archive(tmp_path / "a.npz", y=npy(np.zeros(3)))
    with pytest.raises(InvalidData, match=r"'x' is needed, received y\.npy"):
        read_npz(path, ["x"])


@pytest.mark.parametrize("claimed", ["(999999999999999,)", "(4,)", "(-3,)", "(2, 2)"])
def test_a_header_that_lies(tmp_path, claimed):
    data = npy(np.zeros(3, np.uint8)).replace(b"(3,)", claimed.encode())
    with pytest.raises(InvalidData):
        read_npz(archive(tmp_path / "a.npz", x=data), ["x"])


@given(data=st.binary(max_size=200))
def test_any_bytes_are_no_archive(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("npz") / "a.npz"
    path.write_bytes(data)
    with pytest.raises(InvalidData):
        read_npz(path, ["x"])


@given(cut=st.integers(0, 300), flip=st.integers(0, 10_000), value=st.integers(0, 255))
def test_a_damaged_archive_is_read_or_invalid(tmp_path_factory, cut, flip, value):
    folder = tmp_path_factory.mktemp("npz")
    data = bytearray(archive(folder / "a.npz", x=npy(np.arange(50))).read_bytes())
    data[flip % len(data)] = value
    path = folder / "b.npz"
    path.write_bytes(data[: len(data) - cut])
    with suppress(InvalidData):
        read_npz(path, ["x"])
    path = archive(folder / "c.npz", x=npy(np.arange(50))[:-cut] if cut else b"")
    if cut:
        with pytest.raises(InvalidData):
            read_npz(path, ["x"])


@given(
    header=st.text(
        st.sampled_from("{}()[]'descr:|u1<f8O,shape fortran_orderTrueFalse0123\n"), max_size=80
    )
)
def test_any_header_is_read_or_invalid(tmp_path_factory, header):
    text = header.encode()
    data = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + b"abc"
    path = archive(tmp_path_factory.mktemp("npz") / "a.npz", x=data)
    with pytest.raises(InvalidData):
        read_npz(path, ["x"])
