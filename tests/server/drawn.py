"""Request bodies made from drawings."""

import random

from benchmarks.drawings import STROKES, ink_of, png_of

LABELS = tuple(STROKES)


def strokes_of(label, seed=None):
    """The JSON document of a drawing."""
    ink = ink_of(label, None if seed is None else random.Random(seed))
    return {
        "strokes": [stroke.tolist() for stroke in ink.strokes],
        "area": {"width": ink.area.width, "height": ink.area.height},
    }


def picture_of(label, seed=None, pen_width=14):
    """The PNG of a drawing."""
    return png_of(ink_of(label, None if seed is None else random.Random(seed)), pen_width)
