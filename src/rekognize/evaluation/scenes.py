"""A character as people photograph it: on paper of every kind, with what lies around the paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from rekognize.evaluation.pens import pen_picture
from rekognize.ink import Ink

Shade: TypeAlias = NDArray[np.float64]
"""Reflected light, float64 (S, S), 0 black to 255 white, before a lamp falls on it."""

_SIDE: Final = 400
_PAPER: Final = 225.0


def photograph(ink: Ink, scene: str, number: int) -> NDArray[np.uint8]:
    """A photograph of a character, uint8 (400, 400).

    Args:
        ink: at least one stroke.
        scene: one of :data:`SCENES`.
        number: of the sample, which alone decides the randomness.
    """
    rng = np.random.default_rng((number, 7))
    return _taken(SCENES[scene](ink, rng), rng)


def _taken(shade: Shade, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Through a lens, under a lamp at one side, with the sensor's noise, saved as JPEG."""
    soft = _blurred(shade, rng.uniform(0.5, 1.5))
    angle = rng.uniform(0.0, 2.0 * np.pi)
    down, across = np.mgrid[-1 : 1 : _SIDE * 1j, -1 : 1 : _SIDE * 1j]
    along = (across * np.cos(angle) + down * np.sin(angle)) / np.sqrt(8.0) + 0.5
    darkest = rng.uniform(0.5, 0.95)
    seen = soft * (darkest + (1.0 - darkest) * along)
    seen += rng.normal(0.0, rng.uniform(1.0, 6.0), seen.shape)
    stream = io.BytesIO()
    _image(seen).save(stream, "JPEG", quality=int(rng.integers(40, 90)))
    return np.asarray(Image.open(stream))


def _written(
    ink: Ink,
    rng: np.random.Generator,
    pen: tuple[float, float] = (0.04, 0.09),
    size: tuple[float, float] = (0.3, 0.6),
    grey: tuple[float, float] = (20.0, 90.0),
    place: tuple[float, float] = (0.3, 0.7),
) -> Shade:
    """Dark ink on light paper; each range is drawn from evenly."""
    x, y = rng.uniform(*place, 2)
    picture = pen_picture(ink, rng.uniform(*pen), rng.uniform(*size), _SIDE, (x, y))
    dark = rng.uniform(*grey)
    shade: Shade = dark + (_PAPER - dark) * (picture / 255.0)
    return shade


def plain(ink: Ink, rng: np.random.Generator) -> Shade:
    """A pen on white paper."""
    return _written(ink, rng)


def pencil(ink: Ink, rng: np.random.Generator) -> Shade:
    """A pencil: thin, pale, uneven on the paper's tooth."""
    shade = _written(ink, rng, pen=(0.02, 0.05), grey=(120.0, 170.0))
    tooth = np.clip(rng.normal(0.0, 0.35, shade.shape), -0.6, 0.6)
    return shade + (_PAPER - shade) * tooth


def marker(ink: Ink, rng: np.random.Generator) -> Shade:
    """A marker, 12 to 20 % of the character's height."""
    return _written(ink, rng, pen=(0.12, 0.2))


def blackboard(ink: Ink, rng: np.random.Generator) -> Shade:
    """Chalk on a board that was wiped."""
    chalk = (_PAPER - _written(ink, rng, pen=(0.06, 0.1), grey=(0.0, 0.0))) / _PAPER
    tooth: Shade = np.where(rng.random(chalk.shape) > 0.25, 255.0, 0.0)
    chalk *= _blurred(tooth, 0.7) / 255.0
    smear = np.asarray(rng.normal(128.0, 80.0, chalk.shape), np.float64)
    board: Shade = rng.uniform(30.0, 70.0) + _blurred(smear, 8.0) - 128.0
    return board * (1.0 - chalk) + rng.uniform(180.0, 240.0) * chalk


def whiteboard(ink: Ink, rng: np.random.Generator) -> Shade:
    """A lamp mirrored in a whiteboard."""
    shade = _written(ink, rng, grey=(40.0, 90.0)) * 0.9
    down, across = np.mgrid[:_SIDE, :_SIDE]
    x, y = rng.uniform(0.0, _SIDE, 2)
    wide = _SIDE * rng.uniform(0.08, 0.2)
    spot: Shade = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2.0 * wide**2))
    return shade + rng.uniform(60.0, 140.0) * spot


def ruled_paper(ink: Ink, rng: np.random.Generator) -> Shade:
    """Printed lines every fifth to half of the picture, askew by up to 4 degrees."""
    pitch, width = _SIDE * rng.uniform(0.2, 0.5), int(rng.integers(1, 4))
    return _on_lines(_written(ink, rng), rng, pitch, width, (0.2, 0.5), crossed=False)


def squared_paper(ink: Ink, rng: np.random.Generator) -> Shade:
    """Pale squares, a fourth to a half of the character's height."""
    pitch, width = _SIDE * rng.uniform(0.08, 0.16), int(rng.integers(1, 3))
    return _on_lines(_written(ink, rng), rng, pitch, width, (0.15, 0.35), crossed=True)


def box(ink: Ink, rng: np.random.Generator) -> Shade:
    """A printed box around the character, askew by up to 3 degrees."""
    form = Image.new("L", (_SIDE, _SIDE), 255)
    left, top, right, bottom = _SIDE * rng.uniform(0.05, 0.18, 4)
    corners = (left, top, _SIDE - right, _SIDE - bottom)
    ImageDraw.Draw(form).rectangle(corners, outline=0, width=int(rng.integers(2, 6)))
    shade = _written(ink, rng, size=(0.5, 0.5), place=(0.5, 0.5))
    return _printed(shade, form.rotate(rng.uniform(-3, 3), fillcolor=255), rng.uniform(0.4, 0.9))


def sheet_on_table(ink: Ink, rng: np.random.Generator) -> Shade:
    """A small sheet, askew, on a dark table."""
    half, angle = _SIDE * rng.uniform(0.31, 0.42), rng.uniform(-0.3, 0.3)
    cos, sin = np.cos(angle) * half, np.sin(angle) * half
    outline = Image.new("L", (_SIDE, _SIDE), 0)
    around = ((-cos + sin, -sin - cos), (cos + sin, sin - cos), (cos - sin, sin + cos))
    corners = [(_SIDE / 2 + x, _SIDE / 2 + y) for x, y in (*around, (-cos - sin, -sin + cos))]
    ImageDraw.Draw(outline).polygon(corners, fill=255)
    shade = _written(ink, rng, size=(0.25, 0.45), place=(0.5, 0.5))
    return _laid_on(shade, _blurred(np.asarray(outline, np.float64), 1.0) / 255.0, rng)


def corner_of_table(ink: Ink, rng: np.random.Generator) -> Shade:
    """The sheet ends within the picture, somewhere at its edge."""
    angle = rng.uniform(0.0, 2.0 * np.pi)
    down, across = np.mgrid[:_SIDE, :_SIDE] - _SIDE / 2
    inside = across * np.cos(angle) + down * np.sin(angle) > -_SIDE * rng.uniform(0.42, 0.5)
    shade = _written(ink, rng, size=(0.3, 0.45))
    return _laid_on(shade, _blurred(inside * 255.0, 1.0) / 255.0, rng)


def hand(ink: Ink, rng: np.random.Generator) -> Shade:
    """A hand that holds the sheet at its lower right corner."""
    outline = Image.new("L", (_SIDE, _SIDE), 0)
    left, top = _SIDE * rng.uniform((0.75, 0.7), (0.85, 0.8))
    ImageDraw.Draw(outline).ellipse((left, top, 1.5 * _SIDE, 1.4 * _SIDE), fill=255)
    skin = _blurred(np.asarray(outline, np.float64), 3.0) / 255.0
    shade = _written(ink, rng, size=(0.3, 0.45), place=(0.2, 0.5))
    return shade * (1.0 - skin) + rng.uniform(90.0, 160.0) * skin


def neighbour(ink: Ink, rng: np.random.Generator) -> Shade:
    """The beginning of the next character at the right edge: the same one once more."""
    shade = _written(ink, rng, size=(0.5, 0.5), place=(0.5, 0.5))
    start = int(_SIDE * rng.uniform(0.62, 0.7))
    both: Shade = shade.copy()
    both[:, start:] = np.minimum(both[:, start:], shade[:, : _SIDE - start])
    return both


def show_through(ink: Ink, rng: np.random.Generator) -> Shade:
    """What is written on the other side shines through."""
    other = _written(ink, rng, grey=(190.0, 190.0), place=(0.1, 0.9))[:, ::-1]
    return np.minimum(_written(ink, rng), other)


SCENES: Final[Mapping[str, Callable[[Ink, np.random.Generator], Shade]]] = MappingProxyType(
    {
        "plain": plain,
        "pencil": pencil,
        "marker": marker,
        "blackboard": blackboard,
        "whiteboard": whiteboard,
        "ruled paper": ruled_paper,
        "squared paper": squared_paper,
        "box": box,
        "sheet on a table": sheet_on_table,
        "edge of a table": corner_of_table,
        "hand": hand,
        "neighbour": neighbour,
        "show-through": show_through,
    }
)
"""Every scene by name."""


def _on_lines(
    shade: Shade,
    rng: np.random.Generator,
    pitch: float,
    width: int,
    strength: tuple[float, float],
    *,
    crossed: bool,
) -> Shade:
    """Over printed lines, which hide nothing of the pen."""
    form = Image.new("L", (2 * _SIDE, 2 * _SIDE), 255)
    pen = ImageDraw.Draw(form)
    for place in np.arange(rng.uniform(0.0, pitch), 2 * _SIDE, pitch):
        pen.line((0, place, 2 * _SIDE, place), fill=0, width=width)
        if crossed:
            pen.line((place, 0, place, 2 * _SIDE), fill=0, width=width)
    askew = form.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=255)
    middle = (_SIDE // 2, _SIDE // 2, _SIDE // 2 + _SIDE, _SIDE // 2 + _SIDE)
    return _printed(shade, askew.crop(middle), rng.uniform(*strength))


def _printed(shade: Shade, form: Image.Image, strength: float) -> Shade:
    print_ = 1.0 - np.asarray(form, np.float64) / 255.0
    return np.minimum(shade, _PAPER * (1.0 - strength * print_))


def _laid_on(shade: Shade, sheet: Shade, rng: np.random.Generator) -> Shade:
    """On a dark table with a grain; ``sheet`` is 1.0 where the paper is."""
    grain = np.asarray(rng.normal(128.0, 60.0, shade.shape), np.float64)
    table: Shade = rng.uniform(30.0, 120.0) + _blurred(grain, 2.0) - 128.0
    return shade * sheet + table * (1.0 - sheet)


def _blurred(shade: Shade, radius: float) -> Shade:
    return np.asarray(_image(shade).filter(ImageFilter.GaussianBlur(radius)), np.float64)


def _image(shade: Shade) -> Image.Image:
    return Image.fromarray(np.asarray(np.rint(shade.clip(0.0, 255.0)), np.uint8))
