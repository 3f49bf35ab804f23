"""Wherever, however large and with whatever pen one draws, the answer stays."""

import math
import os
import random
from pathlib import Path

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.alphabets import BASE
from rekognize.datasets.archives import read_unipen_archive
from rekognize.datasets.catalogue import default_roots, find
from rekognize.datasets.held_out import held_out_mask
from rekognize.ink import Ink, draw
from rekognize.recognizer import Recognizer

SIDE = 1000
WANTED = 0.99


def canvas(ink, height, pen, x, y, inverted):
    """A canvas of 1000 x 1000 pixels with the ink at that size and place, uint8."""
    left, top, right, bottom = ink.box
    pen_width = height * SIDE * pen
    scale = (height * SIDE - pen_width) / max(right - left, bottom - top)
    room = np.array(
        [SIDE - pen_width - (right - left) * scale, SIDE - pen_width - (bottom - top) * scale]
    )
    corner = room * (x, y) + pen_width / 2
    moved = [(stroke - (left, top)) * scale + corner for stroke in ink.strokes]
    picture = draw(Ink(moved), SIDE, SIDE, pen_width)
    return 255 - picture if inverted else picture


def share_kept(recognizer, labelled, tries, alphabet):
    """Share of changed drawings that keep the right answer of the centred one, and how many."""
    source = random.Random(11)
    kept = count = 0
    for label, ink in labelled:
        centred = recognizer.recognize(canvas(ink, 0.5, 0.05, 0.5, 0.5, False), alphabet, top=1)
        if centred.candidates[0].label != label:
            continue
        for _ in range(tries):
            changed = canvas(
                ink,
                math.exp(source.uniform(math.log(0.12), 0)),
                math.exp(source.uniform(math.log(0.01), math.log(0.1))),
                source.random(),
                source.random(),
                source.random() < 0.5,
            )
            answer = recognizer.recognize(changed, alphabet, top=1)
            count += 1
            kept += bool(answer.candidates) and answer.candidates[0].label == label
    return kept / count, count


def test_our_own_drawings_keep_their_answer():
    drawings = [(label, ink_of(label)) for label in sorted(STROKES)]

    share, count = share_kept(Recognizer.load(), drawings, tries=12, alphabet="alphanumeric-nocase")

    assert count > 150
    assert share >= WANTED


@pytest.mark.data
def test_drawings_of_people_never_trained_on_keep_their_answer():
    data = os.environ.get("REKOGNIZE_DATA")
    roots = default_roots(Path(data) if data else None)
    root = find("unipen/train", roots)
    if root is None and os.environ.get("CI") != "true":
        pytest.skip("the data sets are not there")
    samples = read_unipen_archive(root / "unipen-train.npz")
    rows = np.random.default_rng(3).permutation(np.flatnonzero(held_out_mask(samples)))
    inks = [(BASE[samples.targets[i].argmax()], samples.ink(int(i))) for i in rows[:600]]
    whole = [
        (label, ink) for label, ink in inks if max(np.ptp(np.concatenate(ink.strokes), axis=0)) > 0
    ]

    share, count = share_kept(Recognizer.load(), whole, tries=4, alphabet="alphanumeric")

    assert count > 1500
    assert share >= WANTED
