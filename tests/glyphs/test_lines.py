"""Ruled lines through a character, and strokes that look like them."""

import numpy as np
import pytest
from benchmarks.drawings import STROKES
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rekognize.glyphs import glyph_of_image
from rekognize.glyphs.lines import lines_across
from tests.glyphs.test_read import difference, on_canvas

LABELS = sorted(STROKES)


def struck(grey, at, slope, thickness, ink):
    """A canvas with a printed line through it, from the left edge to the right."""
    lined = grey.copy()
    for x in range(grey.shape[1]):
        y = round(at * len(grey) + slope * (x - grey.shape[1] / 2))
        lined[y : y + thickness, x] = np.minimum(lined[y : y + thickness, x], ink)
    return lined


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("slope", [0.0, 0.06, -0.1])
@pytest.mark.parametrize("turned", [False, True])
def test_lines_through_a_character_are_taken_out(label, slope, turned):
    plain = on_canvas(label, height=0.6, pen=0.07)
    lined = struck(plain.T if turned else plain, 0.62, slope, 5, 110)
    found = glyph_of_image(lined.T if turned else lined)
    assert difference(glyph_of_image(plain), found) < 0.35


def test_two_lines_are_taken_out_as_well():
    plain = on_canvas("R", height=0.6, pen=0.07)
    lined = struck(struck(plain, 0.35, 0.0, 4, 90), 0.66, 0.01, 4, 90)
    assert difference(glyph_of_image(plain), glyph_of_image(lined)) < 0.35


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("pen", [0.03, 0.08, 0.15])
def test_no_stroke_of_a_character_is_a_line(label, pen):
    grey = on_canvas(label, height=0.8, pen=pen)
    rows, columns = np.nonzero(grey < 128)
    cut = grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    for picture in (grey, cut, np.pad(cut, ((0, 0), (40, 40)), constant_values=255)):
        assert lines_across(255 - picture, picture < 128) is None


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=80)), st.data())
@settings(max_examples=60, deadline=None)
def test_lines_are_of_the_ink_and_leave_some(ink, data):
    row = data.draw(st.integers(0, len(ink) - 1))
    ink[row] = True
    lines = lines_across(ink.astype(np.uint8) * np.uint8(200), ink)
    if lines is not None:
        assert not (lines & ~ink).any()
        assert (ink & ~lines).any()


def boxed(grey, inset, grey_level, thickness=4):
    """A printed box whose lower side runs through the character's lowest part."""
    rows, columns = np.nonzero(grey < 128)
    side = len(grey)
    top, left, right = (
        rows.min() - side // 10,
        columns.min() - side // 10,
        columns.max() + side // 10,
    )
    bottom = rows.max() - inset
    lines = np.full(grey.shape, 255, np.uint8)
    lines[top : top + thickness, left:right] = lines[bottom : bottom + thickness, left:right] = 0
    lines[top:bottom, left : left + thickness] = lines[top:bottom, right : right + thickness] = 0
    return np.where(lines == 0, np.minimum(grey, grey_level), grey).astype(np.uint8)


@pytest.mark.parametrize("label", "01346AHMRTY")
def test_a_box_that_the_character_touches_is_taken_out(label):
    plain = on_canvas(label, height=0.5, pen=0.08)
    found = glyph_of_image(boxed(plain, 6, 110))
    assert difference(glyph_of_image(plain), found) < 0.4


@pytest.mark.parametrize("label", "01346AHMRTY")
@pytest.mark.parametrize("gap", [-2, 6, 20])
def test_a_line_to_write_on_is_taken_out(label, gap):
    """Touching the character or below it, ending within the picture."""
    plain = on_canvas(label, height=0.5, pen=0.08)
    rows, columns = np.nonzero(plain < 128)
    lined = plain.copy()
    y, margin = rows.max() + gap, len(plain) // 10
    line = np.s_[y : y + 4, columns.min() - margin : columns.max() + margin]
    lined[line] = np.minimum(lined[line], 110)
    assert difference(glyph_of_image(plain), glyph_of_image(lined)) < 0.35
