"""Strokes drawn as pictures, as pens, pencils, scanners and cameras would show them.

Strokes reach a glyph on a short way of their own; a picture of the same strokes goes through
thresholds and thinning, which leave their marks. Training sees both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from rekognize.glyphs import Glyph, glyph_of_image
from rekognize.ink import Ink, draw


def picture(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A picture of the ink, uint8 (S, S): random pen, size, place, paper, blur and grain."""
    box = ink.box
    if box is None:
        return np.full((64, 64), 255, np.uint8)
    side = int(rng.integers(40, 200))
    height = side * rng.uniform(0.35, 0.9)
    scale = height / max(box[2] - box[0], box[3] - box[1], 1e-6)
    room = side - np.array((box[2] - box[0], box[3] - box[1])) * scale
    corner = room * rng.uniform(0.1, 0.9, 2) - np.array(box[:2]) * scale
    moved = Ink([stroke * scale + corner.astype(np.float32) for stroke in ink.strokes])
    pen = max(height * np.exp(rng.uniform(np.log(0.015), np.log(0.15))), 0.8)
    image = Image.fromarray(draw(moved, side, side, pen))
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.015 * side + 0.3)))
    shade = np.asarray(image, np.float32) / 255.0
    paper = rng.uniform(150, 255)
    darkness = rng.uniform(0.3, 1.0)
    grey = paper * (1.0 - darkness * (1.0 - shade))
    if rng.random() < 0.5:
        # Pencil on grain: the paper's tooth takes ink unevenly.
        tooth = np.clip(rng.normal(0.0, 0.25, grey.shape), -0.5, 0.5)
        grey += (paper - grey) * tooth
        grey += rng.normal(0.0, rng.uniform(1.0, 6.0), grey.shape)
    return np.asarray(np.clip(grey, 0, 255), np.uint8)


def drawn_glyph(numbered: tuple[int, Ink]) -> Glyph | None:
    """The glyph of a random picture of an ink; the number alone decides the randomness."""
    number, ink = numbered
    return glyph_of_image(picture(ink, np.random.default_rng((number, 28))))
