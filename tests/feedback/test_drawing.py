import io

import numpy as np
import orjson
from PIL import Image

from rekognize.feedback.drawing import kept_picture, kept_strokes
from rekognize.ink import InkDocument


def test_strokes_lose_their_times_and_nothing_else():
    document = InkDocument.read(
        b'{"strokes": [[[1, 2, 0.1], [3.5, 4, 0.2]]], "area": {"width": 9, "height": 8},'
        b' "guides": {"base": 8, "capital": 1}}'
    )
    kept = kept_strokes(document)
    assert orjson.loads(kept) == {
        "strokes": [[[1, 2], [3.5, 4]]],
        "area": {"width": 9, "height": 8, "x": 0, "y": 0},
        "guides": {"base": 8, "capital": 1},
    }
    assert InkDocument.read(kept).ink().area == document.ink().area


def test_pictures_are_small_and_grey_and_say_nothing_else():
    kept = Image.open(io.BytesIO(kept_picture(np.full((1024, 300), 7, np.uint8))))
    assert (kept.mode, kept.size, kept.info) == ("L", (150, 512), {})
    small = Image.open(io.BytesIO(kept_picture(np.eye(9, dtype=np.uint8))))
    assert (np.asarray(small) == np.eye(9)).all()
