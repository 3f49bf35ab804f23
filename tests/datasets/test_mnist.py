import gzip
import struct

import numpy as np
import pytest

from rekognize.alphabets import INDEX
from rekognize.datasets.mnist import read_mnist
from rekognize.errors import InvalidData


def write_idx(path, array):
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(head + array.tobytes()))


@pytest.mark.parametrize(("part", "stem"), [("train", "train"), ("test", "t10k")])
def test_official_files(tmp_path, part, stem):
    images = np.arange(3 * 784, dtype=np.uint32).astype(np.uint8).reshape(3, 28, 28)
    write_idx(tmp_path / f"{stem}-images-idx3-ubyte.gz", images)
    write_idx(tmp_path / f"{stem}-labels-idx1-ubyte.gz", np.array([7, 0, 9], np.uint8))
    samples = read_mnist(tmp_path, part)
    assert samples.name == f"mnist/{part}"
    np.testing.assert_array_equal(samples.images, images)
    assert [np.flatnonzero(t).tolist() for t in samples.targets] == [
        [INDEX["7"]],
        [INDEX["0"]],
        [INDEX["9"]],
    ]
    assert samples.writer.tolist() == ["", "", ""]


def test_a_label_that_is_no_digit(tmp_path):
    write_idx(tmp_path / "train-images-idx3-ubyte.gz", np.zeros((1, 28, 28), np.uint8))
    write_idx(tmp_path / "train-labels-idx1-ubyte.gz", np.array([10], np.uint8))
    with pytest.raises(InvalidData, match=r"labels must be 0\.\.9, received 10 at index 0"):
        read_mnist(tmp_path, "train")
