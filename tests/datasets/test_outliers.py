"""What is no character."""

import numpy as np
from benchmarks.drawings import ink_of

from rekognize.datasets.outliers import held_out_kind, scribble, several
from rekognize.datasets.strokes import StrokeSamples
from rekognize.glyphs import glyph_of_ink


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
    assert [kind for kind in kinds[:12] if held_out_kind(kind)] == ["kind 1", "kind 11"]
