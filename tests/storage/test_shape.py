import random

import numpy as np
from benchmarks.drawings import ink_of

from rekognize.glyphs import glyph_of_ink
from rekognize.ink import Ink
from rekognize.storage.shape import shape_of


def shape(ink):
    return shape_of(np.rint(glyph_of_ink(ink).pixels * 255).astype(np.uint8).tobytes())


def test_it_says_which_blocks_are_inked():
    glyph = np.zeros((28, 28), np.uint8)
    assert shape_of(glyph.tobytes()) == "0" * 13
    glyph[24:, 24:] = 255
    assert shape_of(glyph.tobytes()) == "0" * 12 + "1"
    assert shape_of(bytes([255]) * 784) == "1" + "f" * 12


def test_drawings_that_look_alike_mostly_share_it():
    same = 0
    for number in range(40):
        label = "0123467"[number % 7]
        ink = ink_of(label, random.Random(number))
        moved = Ink([np.asarray(stroke) * 0.9 + 5 for stroke in ink.strokes])
        same += shape(moved) == shape(ink)
        assert shape(ink) != shape(ink_of("AEHMRTZ"[number % 7], random.Random(number)))
    assert same >= 30
