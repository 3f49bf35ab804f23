import numpy as np
import pytest

from rekognize.errors import InvalidData
from rekognize.evaluation.rejection import auroc, measure_rejection


def test_auroc_is_the_share_of_pairs_in_order():
    rng = np.random.default_rng(4)
    above, below = rng.integers(0, 9, 40) / 9, rng.integers(0, 6, 30) / 9
    pairs = above[:, None] - below[None, :]
    assert auroc(above, below) == pytest.approx(((pairs > 0) + (pairs == 0) / 2).mean())
    assert auroc(np.array([0.9, 0.8]), np.array([0.1])) == 1.0
    assert auroc(np.array([0.5]), np.array([0.5])) == 0.5


def test_one_in_a_hundred_characters_is_the_price():
    characters = np.linspace(0.5, 1.0, 201)
    things = np.array([0.1, 0.4, 0.5, 0.506, 0.9, -1.0])
    result = measure_rejection(characters, things, card_threshold=0.45)
    assert (characters < result.threshold).mean() <= 0.01
    assert result.refused == pytest.approx(4 / 6)
    assert result.refused_by_card == pytest.approx(3 / 6)
    assert result.characters_refused_by_card == 0.0
    assert (result.count, result.characters) == (6, 201)


def test_both_kinds_are_needed():
    with pytest.raises(InvalidData, match="received 0 and 1"):
        measure_rejection(np.zeros(0), np.zeros(1), 0.5)
