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


def test_pale_strokes_alone_are_the_papers():
    contrast = 255 - written()
    contrast[::20] = np.maximum(contrast[::20], 75)
    levels = levels_of(contrast)
    assert levels.low == pytest.approx(0.35 * 255)
    assert levels.is_printed


def test_pale_strokes_are_ink_where_others_are_stronger_and_stronger():
    contrast = np.zeros((120, 120), np.uint8)
    for row, strength in enumerate(np.linspace(255, 55, 9)):
        contrast[12 * row + 4 : 12 * row + 8, 20:100] = strength
    levels = levels_of(contrast)
    assert levels.low == pytest.approx(0.2 * 255)
    assert not levels.is_printed


@pytest.mark.parametrize("label", "R4AZ")
def test_a_stroke_that_fades_is_read_to_its_end(label):
    whole = glyph_of_image(written(label))
    down, across = np.mgrid[0:1:160j, 0:1:160j]
    for pressure in (down, across, 1 - down, 1 - across):
        faded = 255 - (255.0 - written(label)) * (0.1 + 0.9 * pressure)  # 0.27 at the far end
        glyph = glyph_of_image(faded.astype(np.uint8))
        assert glyph.box == pytest.approx(whole.box, abs=4)
        assert np.abs(glyph.pixels - whole.pixels).mean() < 0.03


@pytest.mark.parametrize("label", "R4AZ")
def test_rulings_beside_a_pen_of_one_strength_stay_out(label):
    clean = glyph_of_image(written(label))
    for pale in (0.22, 0.26, 0.3):
        ruled = written(label).copy()
        ruled[8::24] = np.minimum(ruled[8::24], round(255 - 255 * pale))
        glyph = glyph_of_image(ruled)
        assert glyph.box == pytest.approx(clean.box, abs=2)
        assert np.abs(glyph.pixels - clean.pixels).mean() < 0.03


@pytest.mark.parametrize("label", "R4AZ")
def test_what_shines_through_beside_a_pen_of_one_strength_stays_out(label):
    clean = glyph_of_image(written(label))
    behind = 255 - 0.28 * (255.0 - written("M", height=130)[:, ::-1])
    glyph = glyph_of_image(np.minimum(written(label), behind).astype(np.uint8))
    assert glyph.box == pytest.approx(clean.box, abs=2)
    assert np.abs(glyph.pixels - clean.pixels).mean() < 0.03


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
