"""What is no character, and should be refused: kinds of things that training never draws so.

Scribbles and shapes are made by other rules than those of training (:mod:`rekognize.datasets.
outliers`), several characters are of held-out writers, and the Quick, Draw! kinds are those that
training leaves out. What is random hangs on a thing's number alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from rekognize.alphabets import BASE
from rekognize.datasets.archives import Drawings
from rekognize.datasets.catalogue import load
from rekognize.datasets.normalise import glyphs_by, glyphs_of_images, glyphs_of_inks
from rekognize.datasets.outliers import BORDER, LETTER_LIKE, held_out_kind, several
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidData
from rekognize.evaluation.evaluate import run_network
from rekognize.evaluation.glyph_sets import spread
from rekognize.evaluation.rejection import Rejection, measure_rejection
from rekognize.evaluation.shelf import Shelf
from rekognize.glyphs import Glyph, glyph_of_image, glyph_of_ink
from rekognize.ink import Ink, draw
from rekognize.recognizer import Recognizer

CHARACTERS: Final = "unipen-heldout"
"""The set whose characters the things are told from."""

_PLANE: Final = np.array((1, 1j))
"""Points (x, y) times this are complex numbers."""

_COUNT: Final = 500
_SIDE: Final = 160


@dataclass(frozen=True, slots=True)
class Things:
    """One kind of what is no character.

    Attributes:
        title: what it is.
        glyphs: reads or makes the glyphs, uint8 (N, 28, 28), all paper where no ink is found.
    """

    title: str
    glyphs: Callable[[Shelf], NDArray[np.uint8]]


def run_things(things: Things, recognizers: Iterable[Recognizer], shelf: Shelf) -> list[Rejection]:
    """How well each model tells things from :data:`CHARACTERS`.

    Raises:
        MissingData: the characters or the things are not there.
    """
    characters = shelf.glyphs(CHARACTERS)
    glyphs = things.glyphs(shelf)
    results = []
    for recognizer in recognizers:
        scores = shelf.outputs(CHARACTERS, recognizer).scores
        results.append(
            measure_rejection(
                np.where(characters.has_ink, scores, -1.0),
                np.where(glyphs.any(axis=(1, 2)), run_network(recognizer, glyphs).scores, -1.0),
                recognizer.bundle.card.calibration.character_threshold,
            )
        )
    return results


def _quickdraw(shelf: Shelf) -> NDArray[np.uint8]:
    drawings = load("quickdraw/train", shelf.roots)
    if not isinstance(drawings, Drawings):
        raise InvalidData(f"Quick, Draw! is drawings, received {type(drawings).__name__}")
    kinds = [k for k in np.unique(drawings.kind) if held_out_kind(str(k)) and k not in LETTER_LIKE]
    chosen = np.flatnonzero(np.isin(drawings.kind, kinds))
    images = drawings.images[chosen[spread(len(chosen), shelf.limit)]]
    return glyphs_of_images(np.pad(images, ((0, 0), (BORDER,) * 2, (BORDER,) * 2)), shelf.cache)


def _several(shelf: Shelf) -> NDArray[np.uint8]:
    samples = shelf.samples(CHARACTERS)
    if not isinstance(samples, StrokeSamples):
        raise InvalidData(f"{CHARACTERS} is strokes, received {type(samples).__name__}")
    rng = np.random.default_rng(62)
    everyone = np.arange(len(samples))
    inks = [several(samples, everyone, rng) for _ in range(min(_COUNT, shelf.limit or _COUNT))]
    return glyphs_of_inks(inks, shelf.cache)


def _made(make: Callable[[int], Glyph | None], shelf: Shelf) -> NDArray[np.uint8]:
    """As many of a made-up kind as are judged."""
    numbers = range(min(_COUNT, shelf.limit or _COUNT))
    code = hashlib.blake2b(Path(__file__).read_bytes(), digest_size=8).hexdigest()
    return glyphs_by(make, numbers, f"things-{make.__name__}-{len(numbers)}-{code}", shelf.cache)


def scribble(number: int) -> Glyph | None:
    """A coil, a spiral, hatching, a tangle or a blot, drawn with a pen."""
    rng = np.random.default_rng((number, 1))
    t = np.linspace(0.0, 1.0, 240)
    turns = rng.integers(3, 8)
    wave = np.exp(2j * np.pi * turns * t)
    match number % 5:
        case 0:
            path = rng.uniform(0.2, 0.6) * wave + 3.0 * t
        case 1:
            path = (0.1 + t) * wave
        case 2:
            there_and_back = 2 * np.abs(2 * (turns * t % 1) - 1) - 1
            path = np.stack((t, rng.uniform(0.3, 1.0) * there_and_back), axis=1) @ _PLANE
        case 3:
            waves = np.exp(2j * np.pi * np.outer(t, (-5, -3, -1, 1, 3, 5)))
            path = waves @ (rng.normal(size=(6, 2)) @ _PLANE)
        case _:
            path = rng.uniform(0.5, 1.0) * t * np.exp(50j * np.pi * t)
    return glyph_of_ink(_turned([np.asarray(path, np.complex128)], rng))


def shape(number: int) -> Glyph | None:
    """One of twelve simple drawings by an unsteady hand, drawn as a picture."""
    rng = np.random.default_rng((number, 2))
    names = list(_SHAPES)
    strokes = [_dense(stroke) for stroke in _SHAPES[names[number % len(names)]]]
    unsteady = [s + 0.02 * rng.normal(size=(len(s), 2)) @ _PLANE for s in strokes]
    ink = _turned(unsteady, rng)
    return glyph_of_image(draw(ink, _SIDE, _SIDE, rng.uniform(2.0, 10.0)))


def blank(number: int) -> Glyph | None:
    """A sheet with nothing on it: clean, grainy, or half in shadow."""
    rng = np.random.default_rng((number, 3))
    x = np.linspace(-0.5, 0.5, _SIDE)
    slope = rng.uniform(0.0, 60.0) * x[:, None] + rng.uniform(-60.0, 60.0) * x[None, :]
    soft = 1.0 / (1.0 + np.exp(-(x + rng.uniform(-0.3, 0.3)) / rng.uniform(0.05, 0.3)))
    shade = 1.0 - (number % 3 == 2) * rng.uniform(0.0, 0.5) * soft[None, :]
    grain = rng.normal(0.0, (number % 3 > 0) * rng.uniform(0.5, 8.0), (_SIDE, _SIDE))
    sheet = (rng.uniform(120.0, 250.0) + slope) * shade + grain
    return glyph_of_image(np.asarray(np.clip(sheet, 0, 255), np.uint8))


def printed(number: int) -> Glyph | None:
    """Printed junk: three to nine characters in a row, or a sign that is no character."""
    rng = np.random.default_rng((number, 4))
    if number % 4:
        text = "".join(rng.choice(list(f"{BASE}.,-:/"), rng.integers(3, 10)))
    else:
        text = str(rng.choice(list("@#%&*=+?")))
    font = ImageFont.load_default(float(rng.uniform(14.0, 60.0)))
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
    picture = Image.new("L", (right - left + 24, bottom - top + 24), int(rng.integers(180, 256)))
    ImageDraw.Draw(picture).text(
        (12 - left, 12 - top), text, fill=int(rng.integers(100)), font=font
    )
    return glyph_of_image(np.asarray(picture))


def _turned(strokes: list[NDArray[np.complex128]], rng: np.random.Generator) -> Ink:
    """Paths in the complex plane, turned and stretched at random, on a sheet of paper."""
    points = np.concatenate(strokes)
    turn = np.exp(1j * rng.uniform(-0.25, 0.25))
    stretch = rng.uniform(0.8, 1.25)
    centre = (
        points.real.min() + points.real.max() + 1j * (points.imag.min() + points.imag.max())
    ) / 2
    size = max(np.ptp(points.real), np.ptp(points.imag))
    moved = [(stroke - centre) / size * turn for stroke in strokes]
    scale = rng.uniform(0.5, 0.7) * _SIDE
    return Ink(
        np.stack((s.real * stretch, s.imag), axis=1).astype(np.float32) * scale + _SIDE / 2
        for s in moved
    )


def _dense(stroke: Iterable[complex]) -> NDArray[np.complex128]:
    corners = np.array(list(stroke), np.complex128)
    t = np.arange(len(corners))
    steps = np.linspace(0, len(corners) - 1, 12 * (len(corners) - 1) + 1)
    return np.interp(steps, t, corners.real) + 1j * np.interp(steps, t, corners.imag)


def _ring(centre: complex, radius: float, corners: int = 24, skip: int = 1) -> list[complex]:
    turns = 2j * np.pi * (np.arange(corners + 1) * skip / corners - 0.25)
    return [complex(each) for each in centre + radius * np.exp(turns)]


_SQUARE: Final = [0, 1, 1 + 1j, 1j, 0]

_SHAPES: Final[dict[str, list[list[complex]]]] = {
    "star": [_ring(0, 1, 5, 2)],
    "arrow": [[0, 3], [2.3 - 0.7j, 3, 2.3 + 0.7j]],
    "house": [_SQUARE, [0, 0.5 - 0.6j, 1], [0.4 + 1j, 0.4 + 0.6j, 0.6 + 0.6j, 0.6 + 1j]],
    "face": [_ring(0, 1), _ring(-0.35 - 0.3j, 0.1), _ring(0.35 - 0.3j, 0.1), _ring(0, 0.6)[10:16]],
    "grid": [[k + 0j, k + 3j] for k in range(4)] + [[k * 1j, 3 + k * 1j] for k in range(4)],
    "crossed box": [_SQUARE, [0, 1 + 1j], [1, 1j]],
    "envelope": [[0, 1.6, 1.6 + 1j, 1j, 0], [0, 0.8 + 0.6j, 1.6]],
    "cube": [_SQUARE, [0, 0.4 - 0.4j, 1.4 - 0.4j, 1], [1.4 - 0.4j, 1.4 + 0.6j, 1 + 1j]],
    "flower": [_ring(0, 0.4), *(_ring(0.8 * np.exp(1.2566j * k), 0.4) for k in range(5))],
    "sun": [
        _ring(0, 0.5),
        *([0.7 * np.exp(0.785j * k), 1.1 * np.exp(0.785j * k)] for k in range(8)),
    ],
    "figure": [
        _ring(-1j, 0.3),
        [-0.7j, 0.3j],
        [-0.5 - 0.3j, 0.5 - 0.3j],
        [-0.4 + 1j, 0.3j, 0.4 + 1j],
    ],
    "target": [_ring(0, 1), _ring(0, 0.65), _ring(0, 0.3)],
}

THINGS: Final = (
    Things("Quick, Draw! kinds never trained on", _quickdraw),
    Things("Scribbles", partial(_made, scribble)),
    Things("Shapes", partial(_made, shape)),
    Things("Several characters at once", _several),
    Things("Printed junk", partial(_made, printed)),
    Things("Blank sheets", partial(_made, blank)),
)
"""Every kind, in the order in which it is printed."""
