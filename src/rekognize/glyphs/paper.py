"""Which way the ink stands out, and the paper's own light taken away.

Out comes *contrast*: uint8, 0 on paper, growing with ink, whatever the polarity was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import mahotas
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.glyphs.windows import box_blur, windowed

Number = TypeVar("Number", bound=np.generic)

_THUMBNAIL: Final = 64
"""Side in pixels at which uneven light is estimated: light varies slowly."""

_OPENING: Final = 21
"""Window of the morphological opening, in thumbnail pixels: wider than any stroke."""

_DARKEST: Final = 16.0
"""Grey levels added before logarithms are taken: noise in the dark is not structure."""

_ROUGH: Final = 4.0
"""Roughness, in logarithms of grey levels, below which light tells no polarity: a soft slope."""

_EVEN: Final = 6
"""Grey levels that paper may vary by and still count as even."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of the paper of one picture.

    Attributes:
        dark_ink: true where ink is darker than paper.
        level: grey level of even paper, 0..255.
        light: uneven paper as float32 (h, w) at thumbnail size, None when it is even.
    """

    dark_ink: bool
    level: float
    light: NDArray[np.float32] | None

    def contrast(
        self, picture: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]
    ) -> NDArray[np.float32]:
        """Contrast against the paper of a part of the picture, float32 (height, width), 0..255.

        ``box`` is (left, top, right, bottom) in pixels within the picture, resampled with
        anti-aliasing to ``size`` (width, height).
        """
        whole = box == (0, 0, *picture.size) and size == picture.size
        part = (
            picture
            if whole
            else picture.resize(size, Image.Resampling.BICUBIC, box, reducing_gap=3)
        )
        grey = np.asarray(part, np.float32)
        if self.light is None:
            return self._signed(grey, self.level)
        across = self.light.shape[1] / picture.size[0]
        down = self.light.shape[0] / picture.size[1]
        light = Image.fromarray(self.light).resize(
            size,
            Image.Resampling.BILINEAR,
            (box[0] * across, box[1] * down, box[2] * across, box[3] * down),
        )
        level = np.asarray(light)
        contrast = self._signed(grey, level)
        # Reflected light: where half the light falls, ink has half the contrast.
        return contrast * (self.level / np.maximum(level, 16.0)) if self.dark_ink else contrast

    def _signed(
        self, grey: NDArray[np.float32], level: NDArray[np.float32] | float
    ) -> NDArray[np.float32]:
        return (level - grey if self.dark_ink else grey - level).clip(0.0, 255.0)


def find_paper(grey: NDArray[np.uint8]) -> Paper:
    """Polarity and light of a picture, uint8 (H, W)."""
    factor = max(1, -(-max(grey.shape) // _THUMBNAIL))
    small = np.asarray(Image.fromarray(grey).reduce(factor))
    dark_ink = _ink_is_dark(small)
    border = _border(small)
    if np.ptp(border) <= _EVEN:
        # A canvas, or a scan cut well: no lamp spares the whole border.
        return Paper(dark_ink, float(np.median(border)), None)
    ink_bright = (255 - small if dark_ink else small).astype(np.float32)
    under = _open(ink_bright)
    if under.max() - under.min() > _EVEN:
        # Near the border an opening cannot follow a slope: it is taken away first. Where a
        # shadow's edge makes that worse, the higher of both is nearer to the paper.
        slope = _slope(under)
        under = np.maximum(under, _open(ink_bright - slope) + slope)
    if under.max() - under.min() <= _EVEN:
        return Paper(dark_ink, _paper_level(grey, dark_ink), None)
    light = box_blur(255 - under if dark_ink else under)
    return Paper(dark_ink, float(np.median(light)), light)


def _open(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Morphological opening: erosion, then dilation. Wipes away what is narrower than a window."""
    return windowed(windowed(image, np.minimum, _OPENING), np.maximum, _OPENING)


def _slope(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """The plane that fits the inner part of an image best, with a mean of zero."""
    edge = min(_OPENING // 2, (min(image.shape) - 1) // 2)
    inner = image[edge : image.shape[0] - edge, edge : image.shape[1] - edge]
    plane = np.zeros(image.shape, np.float32)
    for axis in (0, 1):
        along = inner.mean(axis=1 - axis)
        x = np.arange(len(along)) - (len(along) - 1) / 2
        rise = float(x @ along / max(float(x @ x), 1.0))
        whole = np.arange(image.shape[axis]) - (image.shape[axis] - 1) / 2
        plane += np.expand_dims(whole * rise, 1 - axis).astype(np.float32)
    return plane


def _ink_is_dark(grey: NDArray[np.uint8]) -> bool:
    border = _border(grey)
    if np.ptp(border) > _EVEN:
        dark = _dark_by_light(grey)
        if dark is not None:
            return dark
    if _is_slope(border):
        # Neither paper nor ink but a slope between: a lamp at one side.
        grey = _without_slope(grey)
        border = _border(grey)
    threshold = _otsu(np.bincount(grey.ravel(), minlength=256))
    bright = float(np.mean(border > threshold))
    if not 0.25 < bright < 0.75:
        return bright >= 0.5
    # A tight cut: ink runs along the border. Paper lies deeper than strokes are thick.
    above = np.pad(grey > threshold, 1, mode="edge")
    depth_bright = float(np.sqrt(mahotas.distance(above)).max())
    depth_dark = float(np.sqrt(mahotas.distance(~above)).max())
    if max(depth_bright, depth_dark) < 1.15 * min(depth_bright, depth_dark):
        return bright >= 0.5
    return depth_bright > depth_dark


def _dark_by_light(grey: NDArray[np.uint8]) -> bool | None:
    """Whether ink is dark, by which polarity leaves the smoother light; None when neither does.

    Taking away what is narrow and dark leaves paper under its lamp or shadow. Taking away what is
    narrow and bright leaves the strokes of dark ink in it, and a shadow does not hide those: its
    edge is in both. Compared in logarithms, in which a shadow has the same weight everywhere.
    """
    if min(grey.shape) <= _OPENING:
        return None
    level = np.log(grey.astype(np.float32) + _DARKEST)
    under_dark, under_bright = _roughness(-_open(-level)), _roughness(_open(level))
    if max(under_dark, under_bright) < _ROUGH:
        return None
    if max(under_dark, under_bright) < 1.2 * min(under_dark, under_bright):
        return None
    return under_dark < under_bright


def _roughness(image: NDArray[np.float32]) -> float:
    """Sum of the absolute second differences along both axes."""
    return float(sum(np.abs(np.diff(image, n=2, axis=axis)).sum() for axis in (0, 1)))


def _is_slope(border: NDArray[np.uint8]) -> bool:
    """Whether much of a border lies between its darkest and its brightest."""
    if np.ptp(border) <= 4 * _EVEN:
        return False
    low, high = np.percentile(border, (2, 98))
    quarter = (high - low) / 4
    between = np.mean((border > low + quarter) & (border < high - quarter))
    return bool(between > 0.25 and quarter > _EVEN)


def _border(image: NDArray[Number]) -> NDArray[Number]:
    """The pixels along the border, deeper than the line of a box that was cut out."""
    depth = max(1, min(image.shape) // 14)
    return np.concatenate(
        (
            image[:depth].ravel(),
            image[-depth:].ravel(),
            image[depth:-depth, :depth].ravel(),
            image[depth:-depth, -depth:].ravel(),
        )
    )


def _without_slope(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the slope that fits the picture's border best: there is paper, mostly."""
    indices: NDArray[np.float64] = np.indices(grey.shape).astype(np.float64)
    rows, columns = indices[0], indices[1]
    terms: list[NDArray[np.float64]] = [np.ones(grey.shape), rows, columns, rows * columns]
    at_border = np.stack([_border(term) for term in terms], axis=1)
    weights = np.linalg.lstsq(at_border, _border(grey).astype(np.float64), rcond=None)[0]
    slope = np.tensordot(weights, np.stack(terms), 1)
    return np.asarray(np.clip(grey - slope + 128, 0, 255), np.uint8)


def _otsu(histogram: NDArray[np.intp]) -> int:
    """Grey level that parts the histogram best (Otsu, 1979): dark is <= the level."""
    weight = np.cumsum(histogram).astype(np.float64)
    moment = np.cumsum(histogram * np.arange(256)).astype(np.float64)
    rest = weight[-1] - weight
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (moment[-1] * weight - moment * weight[-1]) ** 2 / (weight * rest)
    between[~np.isfinite(between)] = -1.0
    return int(between.argmax())


def _paper_level(grey: NDArray[np.uint8], dark_ink: bool) -> float:
    """Median grey of the pixels on the paper's side of the middle."""
    histogram = np.bincount(grey.ravel(), minlength=256)
    threshold = _otsu(histogram)
    side = histogram.copy()
    if dark_ink:
        side[: threshold + 1] = 0
    else:
        side[threshold + 1 :] = 0
    if not side.any():
        side = histogram
    running = np.cumsum(side)
    return float(np.searchsorted(running, running[-1] / 2))
