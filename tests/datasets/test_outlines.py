"""Our own outlines of all characters."""

import numpy as np

from rekognize.alphabets import BASE
from rekognize.datasets.outlines import OUTLINES, alike, bar, drawn_by_outline
from rekognize.glyphs import glyph_of_ink
from rekognize.recognizer import Recognizer


def test_there_is_one_of_every_class_and_likeness_is_mutual():
    assert list(OUTLINES) == list(BASE)
    assert set(alike("o")) == {"0", "O", "o"}
    assert set(alike("q")) == {"q"}
    for label in BASE:
        assert label in alike(label)
        assert all(label in alike(other) for other in alike(label))


def test_the_shipped_model_reads_them():
    rng = np.random.default_rng(0)
    labels = [label for label in BASE for _ in range(8)]
    glyphs = [glyph_of_ink(drawn_by_outline(label, rng)).pixels for label in labels]

    logits, scores = Recognizer.load().outputs(np.array(glyphs, np.float32))

    read = [
        BASE[int(row.argmax())] in alike(label) for row, label in zip(logits, labels, strict=True)
    ]
    assert np.mean(read) > 0.93
    assert np.mean(scores > 0.5) > 0.97


def test_no_two_are_the_same_and_a_seed_draws_them_again():
    first, second = (drawn_by_outline("R", rng) for rng in [np.random.default_rng(1)] * 2)
    again = drawn_by_outline("R", np.random.default_rng(1))

    assert all(np.array_equal(a, b) for a, b in zip(first.strokes, again.strokes, strict=True))
    assert not np.array_equal(first.strokes[0], second.strokes[0])


def test_bars_lean_far_and_stay_bars():
    rng = np.random.default_rng(0)
    leaning = []
    for _ in range(300):
        (stroke,) = bar(rng).strokes
        x, y = stroke[0] - stroke[-1]
        leaning.append(np.degrees(np.arctan2(x, -y)))
        way = np.hypot(*np.diff(stroke, axis=0).T).sum()
        assert way < 1.5 * np.hypot(x, y)
    assert -60 < min(leaning) < -25
    assert 45 < max(leaning) < 80
