"""How high each class is written, learnt and applied."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rekognize.alphabets import BASE, INDEX
from rekognize.bundle import SizeModel, fit_size_model


def heights_of(small=0.6, tall=1.0, strays=0.0, count=200):
    """Labelled heights: small letters low, all others as high as capitals."""
    rng = np.random.default_rng(1)
    label = np.repeat(np.arange(62), count)
    height = np.where(label >= INDEX["a"], small, tall) * np.exp(rng.normal(0, 0.1, len(label)))
    height[rng.random(len(label)) < strays] = 20.0
    return height.astype(np.float32), np.eye(62, dtype=np.bool_)[label]


def test_heights_are_learnt():
    model = fit_size_model(*heights_of(), "made up")

    assert model.center[INDEX["o"]] == pytest.approx(np.log(0.6), abs=0.05)
    assert model.center[INDEX["O"]] == pytest.approx(0, abs=0.05)
    assert model.spread[INDEX["O"]] == pytest.approx(0.1, rel=0.3)
    assert model.data == "made up: 12400 heights"


def test_strays_hardly_move_it():
    model = fit_size_model(*heights_of(strays=0.1), "made up")

    assert model.center[INDEX["O"]] == pytest.approx(0, abs=0.05)


def test_height_tells_small_from_tall():
    model = fit_size_model(*heights_of(), "made up")

    small, tall = model.likelihood(np.array([0.6, 1.0], np.float32))

    assert small[INDEX["o"]] > 5 * small[INDEX["O"]]
    assert tall[INDEX["O"]] > 5 * tall[INDEX["o"]]


@given(st.floats(0, 1e6, width=32))
def test_no_height_rules_a_class_out(height):
    model = fit_size_model(*heights_of(), "made up")

    likelihood = model.likelihood(np.array([height], np.float32))

    assert np.isfinite(likelihood).all()
    assert likelihood.min() > 0.01


def test_unknown_height_says_nothing():
    model = fit_size_model(*heights_of(), "made up")

    assert (model.likelihood(np.array([np.nan], np.float32)) == 1).all()


def test_unusable_heights_are_left_out():
    heights, targets = heights_of()
    both = targets.copy()
    both[targets[:, INDEX["o"]], INDEX["O"]] = True
    unknown = heights.copy()
    unknown[targets[:, INDEX["7"]]] = np.nan

    assert fit_size_model(heights, both, "o is never sure") is None
    assert fit_size_model(unknown, targets, "no 7") is None


def test_model_has_a_height_for_every_class():
    with pytest.raises(ValidationError):
        SizeModel(center=(0.0,) * 61, spread=(0.1,) * len(BASE), strays=0.05, data="")
