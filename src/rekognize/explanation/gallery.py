"""The gallery: some drawings that the standard model learnt from, to find the nearest among.

Drawn for this project, since no image of a data set may come along; ``training.gallery`` makes it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.alphabets import BASE
from rekognize.glyphs import SIDE

_FILE: Final = "gallery.png"


@cache
def gallery() -> NDArray[np.float32]:
    """Glyphs of every base class in order, ink 1.0: float32 (62, K, 28, 28).

    The picture has a row for each class, black on white.
    """
    with (resources.files(__package__) / _FILE).open("rb") as file, Image.open(file) as sheet:
        ink = 1.0 - np.asarray(sheet, np.float32) / 255.0
    return ink.reshape(len(BASE), SIDE, -1, SIDE).swapaxes(1, 2)
