from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.alphabets import ALPHABETS
from rekognize.evaluation.pens import pen_picture
from rekognize.evaluation.shelf import Shelf
from rekognize.evaluation.sweeps import SWEEPS, _corrupted, run_sweep, show_sweep
from rekognize.glyphs import glyph_of_image
from tests.evaluation.data import write_scanned_capitals, write_unipen


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write_unipen(folder)
    write_scanned_capitals(folder)
    return folder


def sweep_of(title):
    (found,) = [each for each in SWEEPS if each.title == title]
    return found


def test_titles_are_distinct_and_alphabets_known():
    assert len({each.title for each in SWEEPS}) == len(SWEEPS) == 24
    assert {each.alphabet for each in SWEEPS} <= set(ALPHABETS)


@pytest.mark.parametrize("pen", [0.02, 0.15])
@pytest.mark.parametrize("size", [0.1, 0.8])
def test_ink_stands_where_it_should_as_large_as_it_should(pen, size):
    for place in ((0.0, 0.0), (1.0, 0.5)):
        picture = pen_picture(ink_of("Z"), pen, size, 280, place)
        rows, columns = np.nonzero(picture < 128)
        box = np.array((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
        assert max(box[2] - box[0], box[3] - box[1]) == pytest.approx(size * 280, abs=3)
        assert (box[0] if place[0] == 0 else 280 - box[2]) == pytest.approx(0, abs=2)


def test_pens_are_as_wide_as_they_say():
    for pen in (0.03, 0.15):
        glyph = glyph_of_image(pen_picture(ink_of("L"), pen, 0.6, 200, (0.5, 0.5)))
        assert glyph.pen_width == pytest.approx(pen * 120 / (1 + pen), rel=0.35)


def test_an_easy_sweep_costs_little_and_a_hard_one_much(root, recognizer):
    shelf = Shelf([root], limit=16)
    (pens,) = run_sweep(sweep_of("UNIPEN held-out writers, pen width"), [recognizer], shelf)
    assert pens.right.shape == (7, 16)
    assert len(pens.accuracies) == len(pens.sweep.conditions)
    assert min(pens.accuracies) > 0.8
    (turned,) = run_sweep(sweep_of("Scanned capitals, rotation"), [recognizer], shelf)
    assert turned.accuracies[0] == 1.0
    assert turned.loss == pytest.approx(100 * (1.0 - min(turned.accuracies)))
    assert turned.loss > 20


def test_only_held_out_writers_are_shown(root):
    shown = show_sweep(sweep_of("UNIPEN held-out writers, blur"), Shelf([root]))
    assert len(shown) == 6
    assert {len(each) for each in shown} == {2 * len(STROKES)}
    assert not (shown[0].pixels == shown[5].pixels).all()


def test_the_cache_knows_samples_and_sweeps_apart(root, tmp_path):
    sweep = replace(sweep_of("Scanned capitals, blur"), show=partial(_corrupted, "blur"))
    first, again = (show_sweep(sweep, Shelf([root], tmp_path)) for _ in range(2))
    assert len(list(tmp_path.iterdir())) == 1
    assert all((a.pixels == b.pixels).all() for a, b in zip(first, again, strict=True))
    show_sweep(sweep_of("Scanned capitals, specks"), Shelf([root], tmp_path))
    assert len(list(tmp_path.iterdir())) == 2
    fewer = show_sweep(sweep, Shelf([root], tmp_path, limit=3))
    assert len(list(tmp_path.iterdir())) == 3
    assert (fewer[4].pixels[1] == first[4].pixels[3]).all()
