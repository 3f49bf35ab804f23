"""Strokes drawn as pictures of pens, pencils and scans."""

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.glyphs import glyph_of_ink
from rekognize.ink import Ink
from rekognize.training.drawn import drawn_glyph, picture


@pytest.mark.parametrize("label", sorted(STROKES))
def test_drawn_pictures_keep_their_character(label):
    reference = glyph_of_ink(ink_of(label)).pixels
    alike = 0
    for number in range(12):
        glyph = drawn_glyph((number, ink_of(label)))
        if glyph is not None:
            alike += np.abs(glyph.pixels - reference).sum() / reference.sum() < 0.5
    assert alike >= 8  # the others are cut, or keep a line or a speck


def test_picture_of_nothing_is_paper():
    assert picture(Ink([]), np.random.default_rng(0)).min() == 255
