"""Pen strokes are read in the page as the server reads them."""

import os
import random
from pathlib import Path

import numpy as np
import pytest
from benchmarks.drawings import STROKES, document_of, ink_of

from rekognize import Guides, Ink, Recognizer, WritingArea
from rekognize.alphabets import ALPHABETS
from rekognize.datasets.archives import read_unipen_archive
from rekognize.datasets.catalogue import default_roots, find
from rekognize.datasets.held_out import held_out_mask
from tests.web.conftest import skip_or_fail
from tests.web.local.node import ask_locally
from tests.web.local.parity import assert_alike

MANY = 500


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load()


def assert_read_alike(recognizer, inks):
    """Every drawing, in the alphabets by turns."""
    names = [list(ALPHABETS)[i % len(ALPHABETS)] for i in range(len(inks))]
    local = ask_locally(
        [
            {"document": document_of(ink), "alphabet": name}
            for ink, name in zip(inks, names, strict=True)
        ]
    )
    for answer, ink, name in zip(local, inks, names, strict=True):
        assert_alike(answer, recognizer.recognize(ink, alphabet=name), name)


def test_five_hundred_drawings_of_ours(recognizer):
    source = random.Random(11)
    labels = list(STROKES)
    sides = (28, 90, 280.0, 333.3, 1000)
    inks = [ink_of(labels[i % len(labels)], source, sides[i % len(sides)]) for i in range(MANY)]
    assert_read_alike(recognizer, inks)


def test_drawings_of_several_characters(recognizer):
    source = random.Random(12)
    inks = []
    for _ in range(60):
        first, second = (ink_of(source.choice(list(STROKES)), source) for _ in range(2))
        moved = (first.box[2] - second.box[0] + source.uniform(-0.1, 0.5) * 280, 0)
        inks.append(Ink([*first.strokes, *(path + np.array(moved) for path in second.strokes)]))
    assert 20 < sum(recognizer.recognize(ink).several for ink in inks) < 55
    assert_read_alike(recognizer, inks)


@pytest.mark.data
def test_five_hundred_drawings_of_people_never_trained_on(recognizer):
    data = os.environ.get("REKOGNIZE_DATA")
    root = find("unipen/train", default_roots(Path(data) if data else None))
    if root is None:
        skip_or_fail("the data sets are not there")
    samples = read_unipen_archive(root / "unipen-train.npz")
    rows = np.random.default_rng(4).permutation(np.flatnonzero(held_out_mask(samples)))
    assert_read_alike(recognizer, [samples.ink(int(i)) for i in rows[:MANY]])


def test_guide_lines_weigh_alike(recognizer):
    """Rings and others on lines of several heights; unknown heights say nothing."""
    inks = [ink_of(label, random.Random(7)) for label in sorted(STROKES)]
    heights = (0.4, 0.7, 1.0, 2.5)
    asked = [
        Ink(ink.strokes, guides=Guides(base=280, capital=280 - 280 * height))
        for ink in inks
        for height in heights
    ]
    documents = [
        {"strokes": document_of(ink)["strokes"], "guides": {"base": 280, "capital": 280 - 280 * h}}
        for ink in inks
        for h in heights
    ]
    local = ask_locally([{"document": each, "alphabet": "letters"} for each in documents])
    for answer, ink in zip(local, asked, strict=True):
        assert_alike(answer, recognizer.recognize(ink, alphabet="letters"), "letters")
        assert answer["answer"]["capital_heights"] > 0


def test_odd_drawings(recognizer):
    area = WritingArea(50, 40, x=-10, y=5)
    inks = [
        Ink([]),
        Ink([[(5, 5)]]),
        Ink([[(5, 5), (5, 5)]], area),
        Ink([[(0, 0), (100, 0)]]),
        Ink([[(0, 0), (0, 1e-3)]], area),
        Ink([[(-1e6, 1e6), (1e6, -1e6)], [(0, 0)]]),
        Ink([[(x * 7 % 50, x * 13 % 40) for x in range(400)]], area),
        Ink([[(0.5, 0.5), (1.5, 2.5), (2.5, 0.5)]]),
    ]
    assert_read_alike(recognizer, inks)


def test_the_writing_area_is_told(recognizer):
    ink = ink_of("R", random.Random(2))
    ink = Ink(ink.strokes, WritingArea(300, 280, x=-20, y=10))
    document = {"strokes": [stroke.tolist() for stroke in ink.strokes]}
    document["area"] = {"width": 300, "height": 280, "x": -20, "y": 10}
    ((local),) = ask_locally([{"document": document}])
    glyph = recognizer.recognize(ink).glyph
    assert local["answer"]["relative_height"] == pytest.approx(glyph.relative_height)
    assert local["answer"]["relative_place"] == pytest.approx(glyph.relative_place)


@pytest.mark.parametrize(
    ("alphabet", "prior"),
    [
        ("alphanumeric", {"O": 3, "0": 1, "Q": 0.5}),
        ("letters-nocase", {"O": 3, "q": 1}),
        ("digits", {"0": 1e12, "O": 5}),
    ],
)
def test_a_prior_weighs_as_the_server_weighs_it(recognizer, alphabet, prior):
    ink = ink_of("0", random.Random(5))
    (local,) = ask_locally(
        [{"document": document_of(ink), "alphabet": alphabet, "prior": prior, "top": 3}]
    )
    assert_alike(local, recognizer.recognize(ink, alphabet, top=3, prior=prior), alphabet)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"alphabet": "runes"}, "received runes"),
        ({"prior": {"§": 1}}, "for §"),
        ({"prior": {"A": -1}}, "received -1"),
        ({"alphabet": "digits", "prior": {"A": 1}}, "above 0"),
    ],
)
def test_what_cannot_be_asked_is_refused(question, words):
    (local,) = ask_locally([{"document": {"strokes": [[[0, 0], [1, 1]]]}} | question])
    assert words in local["error"]
