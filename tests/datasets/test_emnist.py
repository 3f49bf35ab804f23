import gzip
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.alphabets import ALPHABETS, BASE
from rekognize.datasets.emnist import SPLITS, read_emnist, read_mapping
from rekognize.errors import InvalidData


def write_idx(path, array):
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(head + array.tobytes()))


def write_split(folder, split, labels, part="train"):
    stored = np.zeros((len(labels), 28, 28), np.uint8)
    stored[:, 3, 20] = 255  # transposed: upright it is row 20, column 3
    write_idx(folder / f"emnist-{split}-{part}-images-idx3-ubyte.gz", stored)
    labels = np.array(labels, np.uint8)
    write_idx(folder / f"emnist-{split}-{part}-labels-idx1-ubyte.gz", labels)


def allowed(samples):
    return ["".join(BASE[i] for i in np.flatnonzero(row)) for row in samples.targets]


@pytest.mark.parametrize(
    ("split", "labels", "expected"),
    [
        ("byclass", [0, 10, 36, 61], ["0", "A", "a", "z"]),
        ("bymerge", [9, 10, 12, 36, 37, 38, 46], ["9", "A", "Cc", "a", "b", "d", "t"]),
        ("balanced", [12, 46], ["Cc", "t"]),
        ("letters", [1, 26], ["Aa", "Zz"]),
        ("digits", [0, 9], ["0", "9"]),
        ("mnist", [3], ["3"]),
    ],
)
@pytest.mark.parametrize("part", ["train", "test"])
def test_every_split(tmp_path, split, labels, expected, part):
    write_split(tmp_path, split, labels, part)
    samples = read_emnist(tmp_path, split, part)
    assert allowed(samples) == expected
    assert samples.name == f"emnist/{split}-{part}"


def test_images_are_turned_upright(tmp_path):
    write_split(tmp_path, "digits", [5])
    images = read_emnist(tmp_path, "digits", "train").images
    assert images[0, 20, 3] == 255
    assert np.count_nonzero(images) == 1


@pytest.mark.parametrize(("split", "label"), [("letters", 0), ("letters", 27), ("balanced", 47)])
def test_labels_of_another_split(tmp_path, split, label):
    write_split(tmp_path, split, [label])
    with pytest.raises(InvalidData, match="labels must be"):
        read_emnist(tmp_path, split, "train")


@pytest.mark.parametrize("split", SPLITS)
def test_the_mapping_must_be_the_splits(tmp_path, split):
    alphabet, first = ALPHABETS[SPLITS[split].alphabet], SPLITS[split].first_label
    write_split(tmp_path, split, [first])
    lines = [
        " ".join(map(str, (first + i, *map(ord, members))))
        for i, (_, members) in enumerate(alphabet.groups)
    ]
    path = tmp_path / f"emnist-{split}-mapping.txt"
    path.write_text("\n".join(lines) + "\n")
    assert len(read_emnist(tmp_path, split, "train")) == 1
    path.write_text("\n".join(lines[1:]))
    with pytest.raises(InvalidData, match="mapping must be the split's own"):
        read_emnist(tmp_path, split, "train")


@given(text=st.text(st.sampled_from("0123456789 \n-x\xe9"), max_size=40))
def test_any_mapping_is_read_or_invalid(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("mapping") / "m.txt"
    path.write_text(text)
    try:
        mapping = read_mapping(path)
    except InvalidData:
        return
    assert all(set(characters) <= set(BASE) for characters in mapping.values())
