import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.errors import InvalidData
from rekognize.evaluation.calibration import measure_calibration


def test_by_hand_with_two_bins():
    targets = np.array([0, 0, 1, 1])
    probabilities = np.array([[0.9, 0.1], [0.7, 0.3], [0.8, 0.2], [0.5, 0.5]], np.float32)
    result = measure_calibration(targets, probabilities, bins=2)
    # A confidence of exactly 0.5 belongs to the lower bin; its answer (0) is wrong.
    low, high = result.bins
    assert (low.count, low.accuracy) == (1, 0.0)
    assert low.confidence == pytest.approx(0.5)
    assert (high.count, high.accuracy) == (3, pytest.approx(2 / 3))
    assert high.confidence == pytest.approx(0.8)
    assert result.ece == pytest.approx(1 / 4 * 0.5 + 3 / 4 * abs(0.8 - 2 / 3), abs=1e-6)
    brier = [0.1**2 * 2, 0.3**2 * 2, 0.8**2 * 2, 0.5**2 * 2]
    assert result.brier == pytest.approx(sum(brier) / 4, abs=1e-6)
    nll = [-math.log(p) for p in (0.9, 0.7, 0.2, 0.5)]
    assert result.nll == pytest.approx(sum(nll) / 4, abs=1e-6)


def test_answers_that_are_certain_and_right_are_perfect():
    result = measure_calibration(np.array([0, 1]), np.eye(2, dtype=np.float32))
    assert (result.ece, result.brier) == (0.0, 0.0)
    assert result.nll == pytest.approx(0.0)


def test_answers_that_are_certain_and_wrong_are_the_worst_and_finite():
    result = measure_calibration(np.array([1, 0]), np.eye(2, dtype=np.float32))
    assert (result.ece, result.brier) == (1.0, 2.0)
    assert math.isfinite(result.nll)


def test_no_samples_is_not_a_number():
    result = measure_calibration(np.zeros(0, np.intp), np.zeros((0, 3), np.float32))
    assert math.isnan(result.ece)
    assert sum(each.count for each in result.bins) == 0


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(InvalidData, match=r"received \(1, 2\)"):
        measure_calibration(np.array([0, 1]), np.ones((1, 2), np.float32))


@given(st.integers(0, 2**32 - 1), st.integers(1, 200), st.integers(2, 12), st.integers(1, 20))
def test_bins_hold_every_sample_and_figures_keep_their_ranges(seed, count, classes, bins):
    numbers = np.random.default_rng(seed)
    probabilities = numbers.dirichlet(np.ones(classes), count).astype(np.float32)
    targets = numbers.integers(0, classes, count)
    result = measure_calibration(targets, probabilities, bins)
    assert sum(each.count for each in result.bins) == count
    assert 0 <= result.ece <= 1
    assert 0 <= result.brier <= 2
    for each in result.bins:
        if each.count:
            assert each.low - 1e-6 <= each.confidence <= each.high + 1e-6


def test_probabilities_that_tell_the_truth_have_a_small_gap():
    numbers = np.random.default_rng(1)
    drawn = numbers.random((20_000, 1))
    probabilities = numbers.dirichlet((0.3, 0.3, 0.3), 20_000)
    targets = (drawn > probabilities.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    honest = measure_calibration(targets, probabilities.astype(np.float32))
    sharpened = probabilities**3 / (probabilities**3).sum(axis=1, keepdims=True)
    boastful = measure_calibration(targets, sharpened.astype(np.float32))
    assert honest.ece < 0.015 < 0.05 < boastful.ece
    assert honest.nll < boastful.nll
