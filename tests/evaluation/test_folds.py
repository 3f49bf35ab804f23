import numpy as np
import pytest

from rekognize.alphabets import BASE, get_alphabet
from rekognize.evaluation.folds import FOLDS, SAME_PICTURES, fold_accuracies, same_picture

ALPHANUMERIC = get_alphabet("alphanumeric")


def answers(*pairs):
    """Targets and probabilities of (true, answered) pairs."""
    probabilities = np.full((len(pairs), 62), 0.001, np.float32)
    for row, (_, answered) in enumerate(pairs):
        probabilities[row, BASE.index(answered)] = 0.9
    return np.array([BASE.index(true) for true, _ in pairs]), probabilities


def test_62_classes_fold_to_36_and_48():
    assert [len({fold(label) for label in BASE}) for fold in FOLDS.values()] == [36, 48]
    merged = "".join(SAME_PICTURES)
    assert len(set(merged)) == len(merged)
    assert same_picture("o") == same_picture("O") == "0"


def test_each_fold_forgives_its_own_mistakes():
    targets, probabilities = answers(("A", "a"), ("0", "o"), ("c", "C"), ("4", "9"), ("m", "M"))
    everywhere = np.ones(5, np.bool_)
    folds = fold_accuracies(ALPHANUMERIC, targets, probabilities, everywhere)
    assert folds == pytest.approx({"ignoring case": 3 / 5, "same pictures merged": 2 / 5})
    none = fold_accuracies(ALPHANUMERIC, targets, probabilities, ~everywhere)
    assert set(none.values()) == {0.0}


def test_members_of_a_merged_label_add_up():
    probabilities = np.zeros((1, 62), np.float32)
    for label, share in (("0", 0.3), ("o", 0.3), ("Q", 0.4)):
        probabilities[0, BASE.index(label)] = share
    targets = np.array([BASE.index("O")])
    folds = fold_accuracies(ALPHANUMERIC, targets, probabilities, np.ones(1, np.bool_))
    assert folds == {"ignoring case": 0.0, "same pictures merged": 1.0}


def test_folds_that_merge_nothing_are_left_out():
    def names(alphabet, labels):
        one = np.ones((1, labels), np.float32)
        return [*fold_accuracies(get_alphabet(alphabet), np.zeros(1, int), one, np.ones(1, bool))]

    assert names("digits", 10) == []
    assert names("capitals", 26) == []
    assert names("alphanumeric-nocase", 36) == ["same pictures merged"]
