import io
import json
import random

import numpy as np
import pytest
from benchmarks.drawings import STROKES, document_of, ink_of, png_of
from PIL import Image

from rekognize.ink import InkDocument


@pytest.mark.parametrize("label", sorted(STROKES))
def test_variations_stay_on_the_sheet_and_differ(label):
    source = random.Random(1)
    inks = [ink_of(label, source) for _ in range(20)]
    for ink in inks:
        left, top, right, bottom = ink.box
        assert 0 <= left < right <= 280
        assert 0 <= top < bottom <= 280
    assert len({ink.box for ink in inks}) == 20


def test_a_picture_shows_the_strokes():
    ink = ink_of("7", side=100.0)
    picture = Image.open(io.BytesIO(png_of(ink, 6.0)))
    assert picture.size == (100, 100)
    dark = np.asarray(picture.convert("L")) < 128
    rows, columns = np.nonzero(dark)
    left, top, right, bottom = ink.box
    assert columns.min() == pytest.approx(left - 3, abs=1.5)
    assert rows.max() == pytest.approx(bottom + 3, abs=1.5)
    assert (columns.max(), rows.min()) == (
        pytest.approx(right + 3, abs=1.5),
        pytest.approx(top - 3, abs=1.5),
    )


def test_a_document_holds_the_strokes():
    ink = ink_of("4", random.Random(2))
    again = InkDocument.read(json.dumps(document_of(ink)).encode()).ink()
    assert again.area == ink.area
    assert again.box == ink.box
