"""Whether a drawing holds more than one character: parts as high as each other, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.box import Box

_Boxes: TypeAlias = NDArray[np.intp] | NDArray[np.float64]

_AS_HIGH: Final = 0.3
"""A column of ink is as high as a character when it reaches this share of the highest one: a small
letter beside a capital is, a dot or a comma is hardly ever..."""

_BESIDE: Final = 0.5
"""...and it stands beside that one when this share of the lower one's height lies at its side."""

_APART: Final = 0.08
"""Columns are apart when the gap is at least this share of the higher one's height: less is a pen
that was lifted."""

_AWAY: Final = 0.25
"""Strokes so far apart belong to two characters, whatever their shape. Of 20,000 characters of
UNIPEN's training writers 15 have such a gap, most of them mislabelled."""

_AWAY_ON_PAPER: Final = 0.3
"""The same of a picture's parts, where a pale stroke may be torn. docs/several.md counts them."""


@dataclass(frozen=True, slots=True)
class Company:
    """What stands beside the character.

    Attributes:
        beside: ink as high as a character stands too far away to belong to it, be it left out of
            what was taken for the character or not.
        parted: what was taken for the character stands in several columns, each as high as one.
            An H without its bar does so too: whether it is one, only its shape tells.
        columns: boxes of the columns, from left to right, in the unit of what was looked at; none
            where neither is so.
    """

    beside: bool
    parted: bool
    columns: tuple[Box, ...] = ()


ALONE: Final = Company(beside=False, parted=False)
"""Nothing but one character, as far as its parts tell."""


def company_of(boxes: NDArray[np.intp], kept: NDArray[np.bool_]) -> Company:
    """Who stands in a picture with the parts that were taken for its character.

    Args:
        boxes: whole numbers (N, 4), left, top, right, bottom of each part that is ink, no speck
            and no ruled line.
        kept: bool (N,), the parts that make up the character.
    """
    if len(boxes) < 2:
        return ALONE
    columns = columns_of(boxes)
    ours = [bool(kept[column].any()) for column in columns]
    beside = not all(ours) or len(columns_of(boxes[kept], _AWAY_ON_PAPER)) > 1
    parted = sum(ours) > 1
    if not (beside or parted):
        return ALONE
    return Company(beside, parted, _places(boxes, columns, columns_of(boxes, _AWAY_ON_PAPER)))


def company_of_strokes(boxes: NDArray[np.float64]) -> Company:
    """Whether strokes are one character's.

    Args:
        boxes: float (N, 4), left, top, right, bottom of each stroke.
    """
    if len(boxes) < 2 or (boxes[:, 1] == boxes[:, 3]).all():  # dots have no height to measure by
        return ALONE
    near, far = columns_of(boxes), columns_of(boxes, _AWAY)
    beside, parted = len(far) > 1, len(near) > 1
    if not (beside or parted):
        return ALONE
    return Company(beside, parted, _places(boxes, near, far))


def _places(
    boxes: _Boxes, near: list[NDArray[np.intp]], far: list[NDArray[np.intp]]
) -> tuple[Box, ...]:
    """Boxes around the columns; of low pieces, around those that are columns together."""
    return tuple(_around(boxes[rows]) for rows in (near if len(near) > 1 else far))


def _around(boxes: _Boxes) -> Box:
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = boxes[:, 2:].max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def columns_of(boxes: _Boxes, apart: float = _APART) -> list[NDArray[np.intp]]:
    """Which parts of the ink stand in one column each, as characters in a row do.

    Parts that are above one another or all but touch belong to one column: the dot of an i, a
    broken stroke. Columns that are not as high as the highest, or not beside it, are left out:
    commas, dots, specks.

    Args:
        boxes: (N, 4), left, top, right, bottom of each part.
        apart: the least gap between columns, as a share of the highest part's height.

    Returns:
        For each column from left to right the rows of ``boxes`` that make it up.
    """
    if not len(boxes):
        return []
    order = np.argsort(boxes[:, 0], kind="stable")
    gap = apart * (boxes[:, 3] - boxes[:, 1]).max()
    columns: list[list[int]] = []
    right = -np.inf
    for row in order:
        if boxes[row, 0] - right >= gap or not columns:
            columns.append([])
        columns[-1].append(int(row))
        right = max(right, boxes[row, 2])
    rows = [np.array(column, np.intp) for column in columns]
    top = np.array([boxes[column, 1].min() for column in rows])
    bottom = np.array([boxes[column, 3].max() for column in rows])
    high = bottom - top
    tallest = int(high.argmax())
    shared = np.minimum(bottom, bottom[tallest]) - np.maximum(top, top[tallest])
    whole = (high >= _AS_HIGH * high[tallest]) & (shared >= _BESIDE * high)
    return [column for column, keep in zip(rows, whole, strict=True) if keep]
