"""The benchmark of forms that data sets lack, and what the shipped models must read of them."""

import numpy as np
import pytest
from benchmarks.forms import KNOWN, UNSEEN, read_bars, read_ways

from rekognize.alphabets import BASE
from rekognize.datasets.hand import leaning_bar
from rekognize.datasets.outlines import drawn_so
from rekognize.recognizer import Recognizer


@pytest.fixture(scope="module", params=["standard", "tiny"])
def recognizer(request):
    return Recognizer.load(request.param)


def shares(recognizer, ways):
    """Mean shares read right and taken for a character."""
    figures = np.array([figure[:2] for figure in read_ways(recognizer, ways, of_each=10)])
    return figures.mean(axis=0)


def test_no_training_has_the_unseen_ways():
    for allowed, way in UNSEEN:
        assert set(allowed) <= set(BASE)
        assert drawn_so(way) == ()


def test_every_kind_of_way_is_read(recognizer):
    read, taken = shares(recognizer, KNOWN)
    assert read > 0.96
    assert taken > 0.97
    read, taken = shares(recognizer, UNSEEN)
    assert read > 0.95
    assert taken > 0.97


def test_a_bar_that_leans_is_read_as_one(recognizer):
    rng = np.random.default_rng(9)
    read = read_bars(recognizer, [leaning_bar(rng) for _ in range(300)])
    assert read["alphanumeric"][0] > 0.97
    assert read["digits"][0] > 0.98
    assert read["capitals"][0] > 0.8
    assert read["capitals"][1] < 0.2
