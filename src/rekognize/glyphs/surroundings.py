"""What a photograph shows beside the sheet: the table under it, a hand, a thumb at the corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cc3d
import mahotas
import numpy as np
from numpy.typing import NDArray

_SMALLEST: Final = 48
"""Pixels of a picture's shorter side below which it is no photograph of more than a character."""

_THICK: Final = 0.035
"""What is deeper than this share of the picture's longer side may be no stroke..."""

_HUGGING: Final = 0.85
"""...if this share of it lies within its own thickness of the picture's edges."""

_SHEET: Final = 0.1
"""A sheet is deeper than this share of the picture's longer side..."""

_RECTANGULAR: Final = 0.85
"""...and fills this share of the smallest rectangle around it, be it askew."""

_MARGIN: Final = 0.012
"""Width, as a share of the longer side, of the soft edge that is taken for surroundings too."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What lies around what is written.

    Attributes:
        mask: bool (H, W), its pixels; never all of them.
        thickness: in pixels, of the table, of the hand or of the sheet.
    """

    mask: NDArray[np.bool_]
    thickness: float


def surroundings(
    contrast: NDArray[np.uint8], share: float, even_light: bool
) -> Surroundings | None:
    """What lies around what is written, as far as a contrast picture shows it.

    Either what stands out, is thick and hugs the edges, a table or a hand; or, where a rectangle
    in the middle stands out, a sheet, all around that. Whether it is no character, only what is
    found without it can tell: a fat marker in a tight cut is thick and at the edges as well.

    Args:
        contrast: uint8 (H, W), paper 0.
        share: of the strongest contrast, from which on something stands out.
        even_light: whether the paper is, as on a canvas, which shows no sheet on a table.
    """
    side = max(contrast.shape)
    if min(contrast.shape) < _SMALLEST:
        return None
    ink: NDArray[np.bool_] = contrast > max(share * int(contrast.max()), 1.0)
    depth = np.sqrt(mahotas.distance(ink))
    if depth.max() <= _THICK * side:
        return None
    around = _at_edge(ink, depth > _THICK * side)
    if around.any():
        thickness = 2.0 * float(depth[around].max())
        if not _hugs_edges(around, thickness):
            return None
    elif not even_light and depth.max() > _SHEET * side:
        around = _at_edge(~ink, ~ink)
        thickness = 2.0 * float(depth.max())
        if not _is_rectangular(~around):
            return None
    else:
        return None
    margin = max(2.0, _MARGIN * side)
    grown: NDArray[np.bool_] = mahotas.distance(~around) <= margin * margin
    return None if grown.all() else Surroundings(grown, thickness)


def _at_edge(mask: NDArray[np.bool_], where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The connected parts of a mask that reach the picture's edges and hold some of ``where``."""
    labels = cc3d.connected_components(mask.view(np.uint8), connectivity=8)
    edges = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    parts = np.intersect1d(edges, labels[where])
    chosen: NDArray[np.bool_] = np.isin(labels, parts[parts > 0])
    return chosen


def _hugs_edges(mask: NDArray[np.bool_], thickness: float) -> bool:
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    away = np.minimum(np.minimum(rows, height - 1 - rows), np.minimum(columns, width - 1 - columns))
    return bool((away <= thickness).mean() >= _HUGGING)


def _is_rectangular(mask: NDArray[np.bool_]) -> bool:
    """Whether a mask fills a rectangle, turned by whole threes of degrees."""
    rows, columns = np.nonzero(mask)
    angles = np.radians(np.arange(0, 90, 3))
    smallest = min(
        float(np.ptp(columns * cos + rows * sin) + 1)
        * float(np.ptp(rows * cos - columns * sin) + 1)
        for cos, sin in zip(np.cos(angles), np.sin(angles), strict=True)
    )
    return rows.size >= _RECTANGULAR * smallest


def painted_over(grey: NDArray[np.uint8], hidden: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """A picture with the plane that fits the rest of it best where something is to be hidden.

    Args:
        grey: uint8 (H, W).
        hidden: bool (H, W), not everything.
    """
    rows, columns = np.indices(grey.shape).astype(np.float64)
    terms = np.stack((np.ones(grey.shape), rows, columns), axis=-1)
    weights = np.linalg.lstsq(terms[~hidden], grey[~hidden].astype(np.float64), rcond=None)[0]
    plane = np.rint(terms @ weights).clip(0, 255).astype(np.uint8)
    return np.where(hidden, plane, grey)
