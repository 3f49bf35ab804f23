"""What is no character, and pictures of strokes."""

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.datasets.strokes import StrokeSamples
from rekognize.glyphs import glyph_of_ink
from rekognize.ink import Ink
from rekognize.training.drawn import drawn_glyph, picture
from rekognize.training.outliers import held_out_kind, scribble, several


def test_scribbles_are_dense_and_repeatable():
    first, again = scribble(np.random.default_rng(1)), scribble(np.random.default_rng(1))

    for a, b in zip(first.strokes, again.strokes, strict=True):
        np.testing.assert_array_equal(a, b)
    ink = [glyph_of_ink(scribble(np.random.default_rng(i))).pixels.sum() for i in range(20)]
    letter = glyph_of_ink(ink_of("L")).pixels.sum()
    assert np.median(ink) > 2 * letter


def test_several_stand_side_by_side():
    labels = ["A", "H", "M", "R"]
    inks = [ink_of(label) for label in labels]
    strokes = [stroke for ink in inks for stroke in ink.strokes]
    targets = np.zeros((4, 62), np.bool_)
    targets[:, 10] = True
    samples = StrokeSamples(
        "mine",
        np.concatenate(strokes),
        np.cumsum([0, *map(len, strokes)]),
        np.cumsum([0, *(len(ink.strokes) for ink in inks)]),
        targets,
        np.full(4, ""),
        np.full(4, np.nan, np.float32),
    )

    for seed in range(10):
        left, top, right, bottom = several(samples, np.arange(4), np.random.default_rng(seed)).box
        assert right - left > 1.1 * (bottom - top)


def test_held_out_kinds_are_a_fifth_and_fixed():
    kinds = [f"kind {i}" for i in range(2000)]

    assert 0.15 < np.mean([held_out_kind(kind) for kind in kinds]) < 0.25
    assert held_out_kind("kind 1") == held_out_kind("kind 1")


@pytest.mark.parametrize("label", sorted(STROKES))
def test_drawn_pictures_keep_their_character(label):
    reference = glyph_of_ink(ink_of(label)).pixels
    alike = 0
    for number in range(12):
        glyph = drawn_glyph((number, ink_of(label)))
        if glyph is not None:
            alike += np.abs(glyph.pixels - reference).sum() / reference.sum() < 0.5
    assert alike >= 10


def test_picture_of_nothing_is_paper():
    assert picture(Ink([]), np.random.default_rng(0)).min() == 255
