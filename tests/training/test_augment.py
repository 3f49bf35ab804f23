"""Augmentation: bounded, repeatable, nothing at no strength."""

import pytest
import torch

from rekognize.training.augment import augment
from rekognize.training.recipe import Augmentation

pytestmark = pytest.mark.train
STILL = dict.fromkeys(Augmentation.model_fields, 0.0)


def glyphs():
    """A plus sign, four times."""
    picture = torch.zeros(4, 1, 28, 28)
    picture[:, :, 13:15, 5:23] = 1
    picture[:, :, 5:23, 13:15] = 1
    return picture


def changed(seed=1, **strength):
    return augment(
        glyphs(), Augmentation(**(STILL | strength)), torch.Generator().manual_seed(seed)
    )


def test_no_strength_changes_nothing():
    torch.testing.assert_close(changed(), glyphs(), atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", list(Augmentation.model_fields))
def test_each_change_changes_and_stays_in_range(name):
    most = {"rotation": 20, "zoom": 0.3, "shift": 3, "shear": 0.4, "elastic": 1, "stroke_width": 1}

    result = changed(**{name: most[name]})

    assert result.shape == (4, 1, 28, 28)
    assert result.min() >= 0
    assert result.max() <= 1 + 1e-6
    assert (result - glyphs()).abs().mean() > 0.005
    assert (result[0] - result[1]).abs().mean() > 0.001, "each picture changes in its own way"


def test_same_seed_same_change():
    strength = {"rotation": 10, "elastic": 0.5}

    torch.testing.assert_close(changed(7, **strength), changed(7, **strength), rtol=0, atol=0)
    assert (changed(7, **strength) - changed(8, **strength)).abs().max() > 0.1


def test_stroke_width_thickens_and_thins():
    ink = changed(stroke_width=1.0).sum(dim=(1, 2, 3))

    assert ink.max() > glyphs()[0].sum() > ink.min()
