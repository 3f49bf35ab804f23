"""Strokes drawn as pictures of pens, pencils and scans."""

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.datasets.hand import stretched
from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.ink import Ink
from rekognize.training.drawn import drawn_glyph, picture


@pytest.mark.parametrize("label", sorted(STROKES))
def test_drawn_pictures_keep_their_character(label):
    references = [
        glyph_of_ink(stretched(ink_of(label), 2.0**times)).pixels
        for times in np.linspace(-1, 1, 41)
    ]
    alike = 0
    for number in range(60):
        glyph = drawn_glyph((number, ink_of(label)))
        if glyph is not None:
            alike += min(np.abs(glyph.pixels - r).sum() / r.sum() for r in references) < 0.5
    assert alike >= 40  # the others are cut, or keep a line or a speck


def test_every_other_picture_is_narrower_or_wider():
    widths = []
    for number in range(200):
        glyph = glyph_of_image(picture(ink_of("0"), np.random.default_rng(number)))
        if glyph is not None:
            rows, columns = np.nonzero(glyph.pixels > 0.5)
            widths.append(np.ptp(columns) / np.ptp(rows))
    as_written = np.median(widths)
    changed = np.abs(np.log(np.array(widths) / as_written)) > 0.15
    assert 0.3 < changed.mean() < 0.6
    assert (np.array(widths) < 0.75 * as_written).any()
    assert (np.array(widths) > 1.25 * as_written).any()


def test_picture_of_nothing_is_paper():
    assert picture(Ink([]), np.random.default_rng(0)).min() == 255
