"""Whole data sets as glyphs, and what is remembered of them."""

import numpy as np

from rekognize.datasets.normalise import glyphs_of_inks
from rekognize.ink import Ink


def test_the_cache_knows_which_strokes_belong_together(tmp_path):
    down, across = [(5.0, 0.0), (5.0, 9.0)], [(0.0, 5.0), (9.0, 5.0)]

    one = glyphs_of_inks([Ink([down, across])], tmp_path)
    two = glyphs_of_inks([Ink([down]), Ink([across])], tmp_path)
    again = glyphs_of_inks([Ink([down, across])], tmp_path)

    assert (len(one), len(two)) == (1, 2)
    np.testing.assert_array_equal(one, again)
    assert len(list(tmp_path.iterdir())) == 2
