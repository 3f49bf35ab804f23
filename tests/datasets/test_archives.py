import numpy as np
import pytest

from rekognize.alphabets import BASE
from rekognize.datasets.archives import (
    read_handwriting,
    read_nist,
    read_quickdraw,
    read_unipen_archive,
)
from rekognize.errors import InvalidData

IMAGES = np.zeros((3, 28, 28), np.uint8)


def allowed(samples):
    return ["".join(BASE[i] for i in np.flatnonzero(row)) for row in samples.targets]


def nist(path, y62, y47, y36):
    fields = {"y62": y62, "y47": y47, "y36": y36}
    size = len(y62)
    np.savez(
        path,
        images=np.zeros((size, 28, 28), np.uint8),
        source=np.full(size, "emnist"),
        **{name: np.array(values, np.int8) for name, values in fields.items()},
    )
    return path


def test_nist_labels_are_what_all_three_allow(tmp_path):
    # a known fully; c known up to its ByMerge group; e known up to case; t known by 47 alone
    path = nist(tmp_path / "n.npz", [36, -1, -1, -1], [36, 12, -1, 46], [10, 12, 14, -1])
    samples = read_nist(path)
    assert allowed(samples) == ["a", "Cc", "Ee", "t"]
    assert samples.source.tolist() == ["emnist"] * 4


@pytest.mark.parametrize(
    ("y62", "y47", "y36"),
    [([-1], [-1], [-1]), ([36], [10], [10]), ([62], [-1], [-1]), ([-1], [47], [-1])],
)
def test_nist_labels_unknown_contradicting_or_out_of_range(tmp_path, y62, y47, y36):
    with pytest.raises(InvalidData):
        read_nist(nist(tmp_path / "n.npz", y62, y47, y36))


def test_handwriting(tmp_path):
    path = tmp_path / "h.npz"
    np.savez(
        path,
        images=IMAGES,
        y62=np.array([0, 10, 61], np.int8),
        source=np.array(["x", "x", "y"]),
        writer=np.array(["x/1", "x/2", ""]),
    )
    samples = read_handwriting(path)
    assert allowed(samples) == ["0", "A", "z"]
    assert samples.writer.tolist() == ["x/1", "x/2", ""]


def unipen(path, **changes):
    fields = {
        "points": np.array([[0, 0], [5, 9], [1, 1], [2, 2], [3, 3]], np.int16),
        "stroke_start": np.array([0, 2, 3, 5], np.int32),
        "sample_start": np.array([0, 1, 3], np.int32),
        "label": np.array(["1", "b"]),
        "writer": np.array(["p/a", "p/b"]),
        "relative_height": np.array([1.0, np.nan], np.float32),
    }
    np.savez(path, **(fields | changes))
    return path


def test_unipen(tmp_path):
    samples = read_unipen_archive(unipen(tmp_path / "u.npz"))
    assert allowed(samples) == ["1", "b"]
    assert [s.tolist() for s in samples.ink(0).strokes] == [[[0, 0], [5, 9]]]
    assert [len(s) for s in samples.ink(-1).strokes] == [1, 2]
    with pytest.raises(IndexError):
        samples.ink(2)


@pytest.mark.parametrize(
    "changes",
    [
        {"label": np.array(["1", "?"])},
        {"label": np.array(["1"])},
        {"label": np.array([1, 2])},
        {"stroke_start": np.array([0, 2, 3, 6])},
        {"stroke_start": np.array([0, 3, 2, 5])},
        {"stroke_start": np.array([[0, 5]])},
        {"sample_start": np.array([1, 2, 3])},
        {"sample_start": np.array([0.0, 1.0, 3.0])},
        {"sample_start": np.array([], np.int32)},
        {"points": np.zeros((5, 3), np.int16)},
        {"points": np.array(["a", "b"])},
        {"relative_height": np.zeros(3, np.float32)},
        {"relative_height": np.array(["x", "y"])},
    ],
)
def test_unipen_arrays_that_do_not_fit(tmp_path, changes):
    with pytest.raises(InvalidData):
        read_unipen_archive(unipen(tmp_path / "u.npz", **changes))


def test_quickdraw(tmp_path):
    path = tmp_path / "q.npz"
    np.savez(path, images=IMAGES, label=np.array(["cat", "cat", "star"]))
    assert read_quickdraw(path).kind.tolist() == ["cat", "cat", "star"]
    for images, labels in ((IMAGES, ["cat"]), (np.uint8(7), ["cat"]), (IMAGES * 1.0, ["cat"] * 3)):
        np.savez(path, images=images, label=np.array(labels))
        with pytest.raises(InvalidData):
            read_quickdraw(path)
