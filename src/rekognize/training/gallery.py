"""Making the gallery: ``python -m rekognize.training.gallery FILE.png``.

It holds our own outlines as the standard model was trained on them; not what was held out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.alphabets import BASE
from rekognize.glyphs import SIDE
from rekognize.training.pool import OF_EACH_OUTLINE, Reading
from rekognize.training.recipe import Recipe

_OF_EACH: Final = 8


def make_gallery(recipe: Recipe, cache: Path | None = None) -> NDArray[np.uint8]:
    """The first outlines of each class that a recipe trains on: uint8 (62, 8, 28, 28), ink 255."""
    outlines = Reading(Path(), cache, recipe.data.validation, recipe.split_seed).outlines()
    count = len(BASE) * OF_EACH_OUTLINE
    drawn = outlines.glyphs[:count].reshape(len(BASE), -1, *outlines.glyphs.shape[1:])
    held_out = outlines.validation[:count].reshape(len(BASE), -1)
    return np.stack([glyphs[~out][:_OF_EACH] for glyphs, out in zip(drawn, held_out, strict=True)])


def sheet(glyphs: NDArray[np.uint8]) -> Image.Image:
    """A row for each class, black on white: (62, K, 28, 28) as a picture."""
    rows, across = glyphs.shape[:2]
    return Image.fromarray(255 - glyphs.swapaxes(1, 2).reshape(rows * SIDE, across * SIDE))


if __name__ == "__main__":
    sheet(make_gallery(Recipe.read("standard"))).save(sys.argv[1], "PNG", optimize=True)
