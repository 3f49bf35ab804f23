"""Characters of people never trained on, written on the page again."""

import os
from pathlib import Path

import numpy as np
import pytest

from rekognize.datasets.archives import read_unipen_archive
from rekognize.datasets.catalogue import default_roots, find
from rekognize.datasets.held_out import held_out_mask
from rekognize.recognizer import Recognizer
from tests.web.conftest import skip_or_fail

COUNT = 200
SIDE = 1000
"""Longer side of a drawing in the archive."""

WRITE = """([strokes, scale]) => {
    const pad = document.querySelector("#pad");
    const { left, top, width, height } = pad.getBoundingClientRect();
    pad.setPointerCapture = () => {};
    const tell = (kind, [x, y]) => pad.dispatchEvent(new PointerEvent(kind, {
        pointerType: "pen", pointerId: 5, buttons: 1, cancelable: true,
        clientX: left + (0.1 + scale * x) * width, clientY: top + (0.1 + scale * y) * height,
    }));
    for (const stroke of strokes) {
        tell("pointerdown", stroke[0]);
        for (const point of stroke.slice(1)) tell("pointermove", point);
        tell("pointerup", stroke.at(-1));
    }
}"""


@pytest.fixture(scope="module")
def inks():
    data = os.environ.get("REKOGNIZE_DATA")
    root = find("unipen/train", default_roots(Path(data) if data else None))
    if root is None:
        skip_or_fail("the data sets are not there")
    samples = read_unipen_archive(root / "unipen-train.npz")
    rows = np.random.default_rng(4).permutation(np.flatnonzero(held_out_mask(samples)))
    return [samples.ink(int(row)) for row in rows[:COUNT]]


@pytest.mark.data
def test_the_page_answers_as_the_recognizer_does(sheet, inks):
    recognizer = Recognizer.load()
    differ = []
    for ink in inks:
        expected = recognizer.recognize(ink, alphabet="alphanumeric")
        strokes = [stroke.tolist() for stroke in ink.strokes]
        sheet.page.evaluate(WRITE, [strokes, 0.8 / SIDE])
        answer = sheet.last_question().response().json()
        if answer["label"] != expected.label:
            differ.append((expected.candidates[:2], answer["candidates"][:2]))
        sheet.page.keyboard.press("Escape")
    # The page leaves out points less than a pixel apart: a toss-up may fall the other way.
    assert len(differ) <= COUNT // 100, differ
