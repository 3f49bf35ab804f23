import math

import numpy as np
import pytest

from rekognize.errors import InvalidData
from rekognize.evaluation.compare import compare


def outcome(both, lost, gained, neither=0):
    first = np.array([True] * both + [True] * lost + [False] * gained + [False] * neither)
    second = np.array([True] * both + [False] * lost + [True] * gained + [False] * neither)
    return compare(first, second)


def test_points_and_counts():
    difference = outcome(both=90, lost=2, gained=6, neither=2)
    assert (difference.gained, difference.lost) == (6, 2)
    assert difference.points == pytest.approx(4.0)


def test_p_is_the_exact_binomial_one():
    # Eight coins, at most two of one side, either way: 2 * (1 + 8 + 28) / 256.
    assert outcome(5, lost=2, gained=6).p_value == pytest.approx(2 * 37 / 256)
    assert outcome(5, lost=6, gained=2).p_value == pytest.approx(2 * 37 / 256)
    assert outcome(5, lost=4, gained=4).p_value == 1.0
    assert outcome(5, lost=0, gained=0).p_value == 1.0


def test_whether_the_second_is_better_is_asked_of_one_side():
    assert outcome(5, lost=2, gained=6).p_better == pytest.approx(37 / 256)
    assert outcome(5, lost=6, gained=2).p_better == pytest.approx(1 - (1 + 8) / 256)
    assert outcome(5, lost=0, gained=0).p_better == 1.0


def test_thousands_of_disagreements_do_not_overflow():
    p = outcome(0, lost=4000, gained=4200).p_value
    z = (200 - 1) / math.sqrt(8200)
    assert p == pytest.approx(math.erfc(z / math.sqrt(2)), rel=0.02)


def test_other_samples_cannot_be_compared():
    with pytest.raises(InvalidData, match="received 2 and 3"):
        compare(np.ones(2, np.bool_), np.ones(3, np.bool_))
