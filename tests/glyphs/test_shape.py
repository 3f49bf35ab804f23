"""Ink's edges: one in a fine picture, three where its pixels are coarse."""

import numpy as np
import pytest
from benchmarks.drawings import ink_of
from PIL import Image

from rekognize.glyphs import glyph_of_image
from rekognize.glyphs.shape import (
    FRAME,
    change_to_standard_width,
    coverage,
    relative_contrast,
    signed_distance,
    soft_coverage,
)
from rekognize.ink import draw


def ring(hole):
    """A ring of ten pixels with a hole of four, whose contrast is a share of the ink's."""
    picture = np.full((28, 28), 255, np.uint8)
    picture[9:19, 9:19] = 0
    picture[12:16, 12:16] = round(255 * (1 - hole))
    return picture


def middle(hole):
    return float(glyph_of_image(ring(hole)).pixels[13:15, 13:15].mean())


def test_a_loop_is_the_darker_the_more_nearly_it_is_filled():
    middles = [middle(hole) for hole in (0.1, 0.4, 0.6, 0.9)]
    assert middles[0] < 0.25
    assert middles[3] > 0.95
    assert np.diff(middles).min() > 0.2


def test_a_fine_picture_has_one_edge():
    frame = np.zeros((FRAME, FRAME), np.float32)
    frame[20:92, 40:49] = frame[83:92, 40:80] = 200
    relative = relative_contrast(frame, 200.0)
    distance = signed_distance(relative > 0.5)
    change = change_to_standard_width(distance)
    np.testing.assert_allclose(
        soft_coverage(relative, distance + change, change), coverage(distance + change), atol=1e-6
    )


def test_ink_without_an_inner_edge_covers_less():
    relative = np.zeros((FRAME, FRAME), np.float32)
    relative[40:60, 40:60] = 0.6
    distance = signed_distance(relative > 0.5)
    covered = soft_coverage(relative, distance, np.float32(0))
    assert covered.max() == pytest.approx(2 / 3)
    assert covered.min() == 0


@pytest.mark.parametrize("label", "R4AZ")
def test_sizes_from_the_frames_own_upwards_give_the_same_glyph(label):
    sheet = draw(ink_of(label, None, 480.0), 480, 480, 30.0)
    fine = glyph_of_image(sheet)
    for side in (240, 120):
        coarse = np.asarray(Image.fromarray(sheet).resize((side, side), Image.Resampling.BOX))
        assert np.abs(glyph_of_image(coarse).pixels - fine.pixels).mean() < 0.02
