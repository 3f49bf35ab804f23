"""Strokes drawn as pictures, as pens, pencils, scanners and cameras would show them.

Strokes reach a glyph on a short way of their own; a picture of the same strokes goes through
thresholds and thinning, which leave their marks. Training sees both.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from rekognize.datasets.hand import stretched
from rekognize.glyphs import Glyph, glyph_of_image
from rekognize.ink import Ink, draw


def picture(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A picture of the ink, uint8 (H, W): random pen, size, place, paper, light, lens and file.

    Every other one is half to twice as wide as it was written.
    """
    if rng.random() < 0.5:
        ink = stretched(ink, 2.0 ** rng.uniform(-1.0, 1.0))
    box = ink.box
    if box is None:
        return np.full((64, 64), 255, np.uint8)
    side = int(rng.integers(40, 200))
    height = side * rng.uniform(0.35, 0.9)
    scale = height / max(box[2] - box[0], box[3] - box[1], 1e-6)
    room = side - np.array((box[2] - box[0], box[3] - box[1])) * scale
    corner = room * rng.uniform(0.1, 0.9, 2) - np.array(box[:2]) * scale
    moved = Ink([stroke * scale + corner.astype(np.float32) for stroke in ink.strokes])
    pen = max(height * np.exp(rng.uniform(np.log(0.015), np.log(0.17))), 0.8)
    image = Image.fromarray(draw(moved, side, side, pen))
    if rng.random() < 0.25:
        image = _print_form(image, rng)
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.015 * side + 0.3)))
    shade = np.asarray(image, np.float32) / 255.0
    if rng.random() < 0.25:
        shade = 1.0 - (1.0 - shade) * _pressure(side, rng)
    paper = rng.uniform(150, 255)
    darkness = rng.uniform(0.3, 1.0)
    grey = paper * (1.0 - darkness * (1.0 - shade))
    if rng.random() < 0.5:
        # Pencil on grain: the paper's tooth takes ink unevenly.
        tooth = np.clip(rng.normal(0.0, 0.25, grey.shape), -0.5, 0.5)
        grey += (paper - grey) * tooth
        grey += rng.normal(0.0, rng.uniform(1.0, 6.0), grey.shape)
    if rng.random() < 0.4:
        grey = _soil(grey, paper * (1.0 - darkness), rng)
    if rng.random() < 0.4:
        grey *= _light(side, rng)
    if rng.random() < 0.15:
        grey = _cut(grey, moved.box or (0.0, 0.0, side, side), rng)
    whole = np.asarray(np.clip(grey, 0, 255), np.uint8)
    kept = rng.random()
    if kept < 0.3:
        return _as_jpeg(whole, int(rng.integers(8, 60)))
    return _in_two_levels(whole, rng) if kept < 0.4 else whole


def _print_form(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Ruled lines or a box, paler than the pen, around or under what is written."""
    side = image.width
    form = Image.new("L", image.size, 255)
    pen = ImageDraw.Draw(form)
    grey, width = int(rng.integers(60, 200)), int(rng.integers(1, 2 + side // 60))
    if rng.random() < 0.5:
        left, top, right, bottom = rng.uniform(-0.05, 0.12, 4) * side
        pen.rectangle((left, top, side - right, side - bottom), outline=grey, width=width)
    else:
        pitch = side * rng.uniform(0.3, 1.0)
        for y in np.arange(rng.uniform(0, pitch), side, pitch):
            pen.line((0, y, side, y), fill=grey, width=width)
    return ImageChops.darker(image, form.rotate(rng.uniform(-2, 2), fillcolor=255))


def _pressure(side: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A hand that presses and lets go along a line over the sheet, 0.2 to 1."""
    angle = rng.uniform(0.0, 2.0 * np.pi)
    down, across = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    along = across * np.cos(angle) + down * np.sin(angle)
    phase = 2.0 * np.pi * (rng.uniform(0.3, 1.5) * along + rng.random())
    least = rng.uniform(0.2, 0.8)
    pressure: NDArray[np.float64] = least + (1.0 - least) * (0.5 + 0.5 * np.cos(phase))
    return pressure


def _soil(grey: NDArray[np.floating], ink: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """With a few specks of dirt."""
    image = Image.fromarray(np.asarray(grey, np.float32))
    pen = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(1, 9))):
        x, y = rng.uniform(0, image.width, 2)
        radius = image.width * rng.uniform(0.002, 0.01)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
    return np.array(image)


def _light(side: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A lamp at one side, or the edge of a shadow, 0..1."""
    angle = rng.uniform(0.0, 2.0 * np.pi)
    down, across = np.mgrid[-0.5 : 0.5 : side * 1j, -0.5 : 0.5 : side * 1j]
    along = across * np.cos(angle) + down * np.sin(angle) + rng.uniform(-0.2, 0.2)
    softness = np.exp(rng.uniform(np.log(0.04), np.log(0.5)))
    light: NDArray[np.float64] = 1.0 - rng.uniform(0.1, 0.6) / (1.0 + np.exp(-along / softness))
    return light


def _cut(
    grey: NDArray[np.floating], box: tuple[float, ...], rng: np.random.Generator
) -> NDArray[np.floating]:
    """Cropped a little too tightly at one edge: up to 12 % of the character is lost."""
    turns = int(rng.integers(4))
    edges = (box[0], box[1], grey.shape[1] - box[2], grey.shape[0] - box[3])
    long = box[3] - box[1] if turns % 2 else box[2] - box[0]
    start = round(max(edges[turns], 0.0) + rng.uniform(0.0, 0.12) * long)
    return np.rot90(np.rot90(grey, turns)[:, start:], -turns)


def _as_jpeg(grey: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(grey)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


def _in_two_levels(grey: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """As a fax or a scanner in black and white sends it."""
    low, high = np.percentile(grey, (1, 99))
    return np.where(grey > low + rng.uniform(0.35, 0.65) * (high - low), 255, 0).astype(np.uint8)


def drawn_glyph(numbered: tuple[int, Ink]) -> Glyph | None:
    """The glyph of a random picture of an ink; the number alone decides the randomness."""
    number, ink = numbered
    return glyph_of_image(picture(ink, np.random.default_rng((number, 28))))
