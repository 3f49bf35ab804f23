import numpy as np
import pytest

from rekognize.alphabets import ALPHABETS, label_sets
from rekognize.datasets.samples import Samples, case_blind, class_counts, unknown
from rekognize.errors import InvalidData

BALANCED = ALPHABETS["balanced"]


def samples(**changes):
    fields = {
        "name": "x",
        "images": np.arange(2 * 784, dtype=np.uint16).astype(np.uint8).reshape(2, 28, 28),
        "targets": label_sets(["A", "C"], BALANCED),
        "writer": np.array(["w", ""]),
        "source": np.array(["s", "t"]),
    }
    return Samples(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"images": np.zeros((2, 28, 27), np.uint8)},
        {"images": np.zeros((2, 28, 28), np.float32)},
        {"targets": np.zeros((2, 62), np.bool_)},
        {"targets": np.ones((2, 61), np.bool_)},
        {"targets": np.ones((2, 62), np.uint8)},
        {"writer": unknown(3)},
        {"source": unknown(1)},
    ],
)
def test_arrays_that_do_not_fit(changes):
    with pytest.raises(InvalidData, match="received"):
        samples(**changes)


def test_select_by_mask_and_by_index():
    both = samples()
    assert both.select(np.array([False, True])).source.tolist() == ["t"]
    turned = both.select(np.array([1, 0]))
    np.testing.assert_array_equal(turned.images, both.images[::-1])
    np.testing.assert_array_equal(turned.targets, both.targets[::-1])


def test_counts_by_label_set():
    assert class_counts(label_sets(["C", "A", "C", "a", "0"], BALANCED)) == {
        "0": 1,
        "A": 1,
        "a": 1,
        "Cc": 2,
    }


def test_case_blind_classes():
    targets = label_sets(["9", "A", "C", "a"], BALANCED)
    several = np.ones((1, 62), np.bool_)
    assert case_blind(np.concatenate((targets, several))).tolist() == [9, 10, 12, 10, -1]
