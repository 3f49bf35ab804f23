"""How much contrast ink must have: on clean, grainy and printed paper, and cut tightly."""

import numpy as np
import pytest
from benchmarks.drawings import ink_of
from PIL import Image, ImageFilter

from rekognize.glyphs import glyph_of_image
from rekognize.glyphs.levels import levels_of
from rekognize.ink import draw


def written(label="R", height=100, side=160, pen=9):
    """A character, 255 where there is paper."""
    picture = np.full((side, side), 255, np.uint8)
    at = (side - height) // 2
    picture[at : at + height, at : at + height] = draw(
        ink_of(label, None, height), height, height, pen
    )
    return picture


def waves(side, pitch=8, slope=0.2):
    """Fine lines all over, 1.0 in their middle."""
    down, across = np.mgrid[0:side, 0:side].astype(float)
    phase = down + slope * across + 2 * np.sin(across / 9)
    return (np.cos(2 * np.pi * phase / pitch) > 0.75).astype(float)


@pytest.mark.parametrize("label", "R4AZ")
@pytest.mark.parametrize("depth", [60, 80, 100])
def test_print_all_over_the_paper_is_no_ink(label, depth):
    clean = glyph_of_image(written(label))
    paper = 235 - depth * waves(160)
    printed = np.minimum(paper, np.where(written(label) < 128, 30, 255)).astype(np.uint8)
    glyph = glyph_of_image(printed)
    assert glyph.box == pytest.approx(clean.box, abs=2)
    assert np.abs(glyph.pixels - clean.pixels).mean() < 0.03


def test_levels_of_plain_paper_are_shares_of_the_strongest_contrast():
    contrast = 255 - written()
    levels = levels_of(contrast)
    assert levels.low == pytest.approx(0.35 * 255)
    assert levels.high == pytest.approx(0.5 * 255)
    assert not levels.is_printed


def test_a_faint_stroke_in_one_corner_is_no_print():
    contrast = np.zeros((120, 120), np.uint8)
    contrast[20:100, 30:36] = 200
    contrast[94:100, 36:100] = 90  # fades from here on
    levels = levels_of(contrast)
    assert not levels.is_printed
    assert levels.low < 90


def test_print_is_told_from_ink_as_far_as_ink_is_darker():
    contrast = (90 * waves(120)).astype(np.uint8)
    contrast[20:100, 56:64] = 200
    levels = levels_of(contrast)
    assert levels.is_printed
    assert 90 < levels.low <= levels.high < 200


@pytest.mark.parametrize("label", "0146")
@pytest.mark.parametrize("blur", [1.0, 1.5])
def test_soft_ink_in_a_tight_cut_is_no_noise(label, blur):
    picture = Image.fromarray(written(label, height=28, side=40, pen=4))
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(blur)))
    rows, columns = np.nonzero(soft < 160)
    cut = soft[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert glyph_of_image(np.ascontiguousarray(cut)) is not None


@pytest.mark.parametrize("sigma", [4, 9, 16])
def test_grain_is_no_ink_in_small_pictures_either(sigma):
    rng = np.random.default_rng(sigma)
    for side in (24, 32, 48):
        paper = rng.normal(200, sigma, (side, side)).clip(0, 255).astype(np.uint8)
        assert glyph_of_image(paper) is None
