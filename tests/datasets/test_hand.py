"""Our own outlines, drawn by an unsteady hand."""

import numpy as np

from rekognize.datasets.hand import drawn, leaning_bar
from rekognize.datasets.outlines import OUTLINES


def test_no_two_are_the_same_and_a_seed_draws_them_again():
    (way,) = OUTLINES["R"]
    first, second = (drawn(way, rng) for rng in [np.random.default_rng(1)] * 2)
    again = drawn(way, np.random.default_rng(1))

    assert all(np.array_equal(a, b) for a, b in zip(first.strokes, again.strokes, strict=True))
    assert not np.array_equal(first.strokes[0], second.strokes[0])


def test_bars_lean_far_and_stay_bars():
    rng = np.random.default_rng(0)
    leaning = []
    for _ in range(300):
        (stroke,) = leaning_bar(rng).strokes
        x, y = stroke[0] - stroke[-1]
        leaning.append(np.degrees(np.arctan2(x, -y)))
        way = np.hypot(*np.diff(stroke, axis=0).T).sum()
        assert way < 1.5 * np.hypot(x, y)
    assert -60 < min(leaning) < -25
    assert 45 < max(leaning) < 80
