"""What happens to a drawing on its way through paper, lamp, lens and file: at five strengths."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from rekognize.glyphs import glyph_of_image

Picture: TypeAlias = NDArray[np.uint8]
Corruption: TypeAlias = Callable[[Picture, int, np.random.Generator], Picture]
"""A grey picture of dark ink on light paper, uint8 (H, W), a strength 1..5, and randomness."""

STRENGTHS: Final = (1, 2, 3, 4, 5)


def blur(picture: Picture, strength: int, _: np.random.Generator) -> Picture:
    """Out of focus: a Gaussian of 0.6 to 4.5 % of the picture's longer side."""
    radius = (0.006, 0.012, 0.02, 0.03, 0.045)[strength - 1] * max(picture.shape)
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def noise(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """Sensor noise of 6 to 42 grey levels."""
    sigma = (6, 12, 20, 30, 42)[strength - 1]
    return _grey(picture + rng.normal(0.0, sigma, picture.shape))


def jpeg(picture: Picture, strength: int, _: np.random.Generator) -> Picture:
    """Saved as JPEG of quality 50 down to 5."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=(50, 30, 18, 10, 5)[strength - 1])
    return np.asarray(Image.open(stream))


def low_contrast(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """A pale pen: 60 down to 8 % of the contrast, with a little noise."""
    share = (0.6, 0.4, 0.25, 0.15, 0.08)[strength - 1]
    paper = _paper(picture)
    return _grey(paper + (picture - paper) * share + rng.normal(0.0, 1.5, picture.shape))


def fading(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """An uneven hand: strokes here and there have as little as 60 down to 15 % of their contrast.

    The pressure changes smoothly over the sheet and is full somewhere.
    """
    least = (0.6, 0.4, 0.3, 0.22, 0.15)[strength - 1]
    coarse = rng.uniform(0.0, 1.0, (4, 4)).astype(np.float32)
    field = Image.fromarray(coarse).resize(picture.shape[::-1], Image.Resampling.BICUBIC)
    smooth = np.asarray(field, np.float64)
    pressed = (smooth - smooth.min()) / max(float(np.ptp(smooth)), 1e-6)
    paper = _paper(picture)
    return _grey(paper + (picture - paper) * (least + (1.0 - least) * pressed))


def shadow(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """A hand's shadow over about half of the sheet: soft and 15 % dark to sharp and 70 %."""
    depth = (0.15, 0.25, 0.4, 0.55, 0.7)[strength - 1]
    softness = (0.2, 0.15, 0.11, 0.08, 0.05)[strength - 1]
    height, width = picture.shape
    angle = rng.uniform(0.0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    across = x * np.cos(angle) + y * np.sin(angle) - rng.uniform(-0.15, 0.15)
    shade: NDArray[np.float64] = picture * (1.0 - depth / (1.0 + np.exp(-across / softness)))
    return _grey(shade)


def ruled_line(picture: Picture, strength: int, _: np.random.Generator) -> Picture:
    """A printed line: well below the character at first, through its lower quarter at last."""
    left, top, right, bottom = _ink_box(picture)
    above = (-0.3, -0.15, -0.05, 0.1, 0.25)[strength - 1]
    thickness = max(1, round(0.012 * max(picture.shape)))
    below = bottom - above * max(bottom - top, 0.3 * (right - left))
    y = min(below, picture.shape[0] - 1 - thickness)
    paper = _paper(picture)
    grey = round(paper - 0.6 * (paper - float(picture.min())))
    line = Image.new("L", picture.shape[::-1], 255)
    ImageDraw.Draw(line).line((0, y, picture.shape[1], y), fill=grey, width=thickness)
    return np.asarray(ImageChops.darker(Image.fromarray(picture), line))


def cut_edge(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """Cropped so that 2 to 16 % of the character is beyond one of the four edges."""
    share = (0.02, 0.05, 0.08, 0.12, 0.16)[strength - 1]
    left, top, right, bottom = _ink_box(picture)
    turns = int(rng.integers(4))
    # The side to cut is turned to the left, cut there, and turned back.
    turned = np.rot90(picture, turns)
    edges = (left, top, picture.shape[1] - right, picture.shape[0] - bottom)
    start = edges[turns] + share * (bottom - top if turns % 2 else right - left)
    kept = turned[:, min(round(start), turned.shape[1] - 1) :]
    return np.array(np.rot90(kept, -turns))


def rotation(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """Turned by 6 to 30 degrees either way."""
    angle = 6.0 * strength * rng.choice((-1.0, 1.0))
    turned = Image.fromarray(picture).rotate(
        angle, Image.Resampling.BICUBIC, expand=True, fillcolor=round(_paper(picture))
    )
    return np.asarray(turned)


def specks(picture: Picture, strength: int, rng: np.random.Generator) -> Picture:
    """2 to 40 dark specks anywhere, each 0.6 to 2 % of the longer side across."""
    height, width = picture.shape
    dirty = Image.fromarray(picture)
    pen = ImageDraw.Draw(dirty)
    for _ in range((2, 5, 10, 20, 40)[strength - 1]):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        radius = rng.uniform(0.003, 0.01) * max(width, height)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(picture.min()))
    return np.asarray(dirty)


CORRUPTIONS: Final[Mapping[str, Corruption]] = MappingProxyType(
    {
        "blur": blur,
        "noise": noise,
        "JPEG": jpeg,
        "low contrast": low_contrast,
        "fading": fading,
        "shadow": shadow,
        "ruled line": ruled_line,
        "cut edge": cut_edge,
        "rotation": rotation,
        "specks": specks,
    }
)
"""Every corruption by name."""


def corrupt(picture: Picture, name: str, strength: int, number: int) -> Picture:
    """A picture with one of :data:`CORRUPTIONS` done to it.

    Args:
        picture: uint8 (H, W), dark ink on light paper.
        name: of the corruption.
        strength: 1..5, or 0 for the picture as it is.
        number: of the sample, which alone decides the randomness: the same at every strength.
    """
    if not strength:
        return picture
    return CORRUPTIONS[name](picture, strength, np.random.default_rng((number, 62)))


def _grey(values: NDArray[np.floating]) -> Picture:
    return np.asarray(np.rint(np.clip(values, 0.0, 255.0)), np.uint8)


def _paper(picture: Picture) -> float:
    """The paper's grey: the median of the picture's edges."""
    return float(
        np.median(np.concatenate((picture[0], picture[-1], picture[:, 0], picture[:, -1])))
    )


def _ink_box(picture: Picture) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink; of the picture where none is found."""
    glyph = glyph_of_image(picture)
    return glyph.box if glyph else (0.0, 0.0, float(picture.shape[1]), float(picture.shape[0]))
