import gzip
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.datasets.idx import MAX_BYTES, read_idx, read_pair
from rekognize.errors import InvalidData, MissingData

CODES = {"u1": 8, "i1": 9, ">i2": 11, ">i4": 12, ">f4": 13, ">f8": 14}


def idx_bytes(array, code=8):
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, code, array.ndim]) + shape + array.tobytes()


@pytest.mark.parametrize("dtype", CODES)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_type_plain_and_zipped(tmp_path, dtype, zipped):
    array = np.arange(-4 if dtype[-2] != "u" else 0, 8).astype(dtype)[:8].reshape(2, 4)
    data = idx_bytes(array, CODES[dtype])
    path = tmp_path / "numbers"
    path.write_bytes(gzip.compress(data) if zipped else data)
    read = read_idx(path, dimensions=2)
    assert read.dtype.isnative
    np.testing.assert_array_equal(read, array)


def test_an_empty_array_is_read(tmp_path):
    path = tmp_path / "none"
    path.write_bytes(idx_bytes(np.zeros((0, 28, 28), np.uint8)))
    assert read_idx(path).shape == (0, 28, 28)


def test_missing(tmp_path):
    with pytest.raises(MissingData, match="received no file"):
        read_idx(tmp_path / "nowhere")


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("cut", [0, 3, 4, 9, 15, 16, 20, -1])
def test_cut_off(tmp_path, cut, zipped):
    data = idx_bytes(np.ones((2, 3, 4), np.uint8))[:cut]
    path = tmp_path / "cut"
    path.write_bytes(gzip.compress(data) if zipped else data)
    with pytest.raises(InvalidData):
        read_idx(path)


def test_bytes_left_over(tmp_path):
    path = tmp_path / "long"
    path.write_bytes(idx_bytes(np.ones(3, np.uint8)) + b"x")
    with pytest.raises(InvalidData, match="received more"):
        read_idx(path)


def test_a_cut_gzip_stream(tmp_path):
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(idx_bytes(np.ones(999, np.uint8)))[:-9])
    with pytest.raises(InvalidData):
        read_idx(path)


def test_a_header_that_claims_too_much_allocates_nothing(tmp_path):
    path = tmp_path / "huge"
    for sizes in ((2**32 - 1,), (2**31, 2**31, 2**31), (MAX_BYTES - 1,)):
        head = bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)
        for data in (head + b"abc", gzip.compress(head + b"abc")):
            path.write_bytes(data)
            with pytest.raises(InvalidData, match="cut off or its header is wrong"):
                read_idx(path)


def test_wrong_number_of_dimensions(tmp_path):
    path = tmp_path / "flat"
    path.write_bytes(idx_bytes(np.ones(3, np.uint8)))
    with pytest.raises(InvalidData, match=r"3 dimensions is needed, received \(3,\)"):
        read_idx(path, dimensions=3)


@given(data=st.binary(max_size=64), head=st.sampled_from([b"", b"\0\0\x08\x01", b"\x1f\x8b\x08"]))
def test_any_bytes_are_an_array_or_invalid(tmp_path_factory, data, head):
    path = tmp_path_factory.mktemp("idx") / "any"
    path.write_bytes(head + data)
    try:
        array = read_idx(path)
    except InvalidData:
        return
    assert array.nbytes + 4 + 4 * array.ndim == len(head + data)


def test_pairs_must_fit(tmp_path):
    (tmp_path / "images").write_bytes(idx_bytes(np.zeros((2, 28, 28), np.uint8)))
    (tmp_path / "labels").write_bytes(idx_bytes(np.zeros(3, np.uint8)))
    (tmp_path / "small").write_bytes(idx_bytes(np.zeros((2, 27, 28), np.uint8)))
    with pytest.raises(InvalidData, match="2 images need as many labels"):
        read_pair(tmp_path, "images", "labels")
    with pytest.raises(InvalidData, match="28 x 28"):
        read_pair(tmp_path, "small", "labels")
    with pytest.raises(MissingData, match="received neither"):
        read_pair(tmp_path, "images", "nothing")
