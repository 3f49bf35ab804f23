import math

import numpy as np
import pytest

from rekognize.evaluation.risk import COVERAGES, risk_coverage


def test_mistakes_among_the_least_sure_cost_least():
    right = np.arange(20) < 15
    sure = np.linspace(1.0, 0.0, 20)
    good, bad = risk_coverage(right, sure), risk_coverage(right, -sure)
    assert good.coverage == COVERAGES
    assert good.risk[COVERAGES.index(0.75)] == 0.0
    assert good.risk[-1] == bad.risk[-1] == pytest.approx(0.25)
    assert bad.risk[COVERAGES.index(0.25)] == 1.0
    assert good.area < 0.25 < bad.area


def test_area_is_the_mean_risk():
    # Kept one by one: risks 0, 1/2, 1/3, 2/4.
    curve = risk_coverage(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.6]))
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_the_order_of_equals_decides_nothing():
    confidence = np.full(6, 0.5)
    first = risk_coverage(np.array([True] * 3 + [False] * 3), confidence)
    last = risk_coverage(np.array([False] * 3 + [True] * 3), confidence)
    assert first == last
    assert first.area == pytest.approx(0.5)


def test_nothing_has_no_risk():
    curve = risk_coverage(np.zeros(0, np.bool_), np.zeros(0))
    assert math.isnan(curve.area)
    assert len(curve.risk) == len(COVERAGES)
