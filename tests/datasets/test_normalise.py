"""Whole data sets as glyphs, and what is remembered of them."""

import shutil
from pathlib import Path

import numpy as np

from rekognize import glyphs
from rekognize.datasets.normalise import code_hash, glyphs_of_inks
from rekognize.ink import Ink


def test_the_cache_knows_which_strokes_belong_together(tmp_path):
    down, across = [(5.0, 0.0), (5.0, 9.0)], [(0.0, 5.0), (9.0, 5.0)]

    one = glyphs_of_inks([Ink([down, across])], tmp_path)
    two = glyphs_of_inks([Ink([down]), Ink([across])], tmp_path)
    again = glyphs_of_inks([Ink([down, across])], tmp_path)

    assert (len(one), len(two)) == (1, 2)
    np.testing.assert_array_equal(one, again)
    assert len(list(tmp_path.iterdir())) == 2


def test_glyphs_of_other_code_are_not_used_again(tmp_path, monkeypatch):
    inks = [Ink([[(5.0, 0.0), (5.0, 9.0)]])]
    changed = tmp_path / "changed"
    shutil.copytree(Path(glyphs.__path__[0]), changed)
    (changed / "find.py").write_text("# Ink is found in another way.\n")
    kept = tmp_path / "kept"
    glyphs_of_inks(inks, kept)

    monkeypatch.setattr(glyphs, "__path__", [str(changed)])
    code_hash.cache_clear()
    try:
        glyphs_of_inks(inks, kept)
        glyphs_of_inks(inks, kept)
    finally:
        code_hash.cache_clear()

    assert len(list(kept.iterdir())) == 2
