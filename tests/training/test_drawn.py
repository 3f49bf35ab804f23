"""Strokes drawn as pictures of pens, pencils and scans."""

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.ink import Ink
from rekognize.training.drawn import drawn_glyph, picture


@pytest.mark.parametrize("label", sorted(STROKES))
def test_drawn_pictures_keep_their_character(label):
    references = [
        glyph_of_ink(wider(label, 2.0**times)).pixels for times in np.arange(-1, 1.2, 0.2)
    ]
    alike = 0
    for number in range(12):
        glyph = drawn_glyph((number, ink_of(label)))
        if glyph is not None:
            alike += min(np.abs(glyph.pixels - r).sum() / r.sum() for r in references) < 0.5
    assert alike >= 7  # the others are cut, or keep a line or a speck


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


def wider(label, times):
    return Ink([stroke * np.array((times, 1), np.float32) for stroke in ink_of(label).strokes])


def test_picture_of_nothing_is_paper():
    assert picture(Ink([]), np.random.default_rng(0)).min() == 255
