"""How high each class is written: what tells o from O and s from S where lines were there."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from rekognize.alphabets import BASE

Height = Annotated[float, Field(gt=-10, lt=10)]
Spread = Annotated[float, Field(ge=0.01, lt=10)]

_LOWEST: Final = -3.0
_HIGHEST: Final = 1.5
"""Log heights beyond these count as these: a dot has no height at all."""

_STRAYS: Final = 0.05


class SizeModel(BaseModel):
    """Log of the height in capital heights, normally distributed for each class, with strays.

    Attributes:
        center: of each of the 62 base classes, in their order.
        spread: standard deviation of each.
        strays: share that is spread evenly, whatever was written: a height alone never rules a
            class out.
        data: what it was fitted on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    center: Annotated[tuple[Height, ...], Field(min_length=len(BASE), max_length=len(BASE))]
    spread: Annotated[tuple[Spread, ...], Field(min_length=len(BASE), max_length=len(BASE))]
    strays: Annotated[float, Field(gt=0, lt=1)]
    data: str

    def likelihood(self, heights: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each class is written at each height, float32 (N, 62).

        Multiplied with the probabilities that the shape alone gives: within a class, shape and
        height are taken as independent.

        Args:
            heights: float32 (N,), in capital heights; NaN where unknown, which gives 1.0.
        """
        known = np.isfinite(heights)
        log = np.log(np.where(known, heights, 1.0).clip(np.exp(_LOWEST), np.exp(_HIGHEST)))
        center, spread = (np.array(each, np.float32) for each in (self.center, self.spread))
        normal = np.exp(-0.5 * ((log[:, None] - center) / spread) ** 2) / spread
        density = (1 - self.strays) * normal / np.sqrt(2 * np.pi) + self.strays / (
            _HIGHEST - _LOWEST
        )
        return np.where(known[:, None], density, 1.0).astype(np.float32)


def fit_size_model(
    heights: NDArray[np.float32], targets: NDArray[np.bool_], data: str
) -> SizeModel | None:
    """The size model of labelled heights; None when there are not two heights of every class.

    Medians, because heights are measured against a writer's own capitals, and some are off by
    far: the standard deviation is 1.48 median distances from the median (Hampel, 1974).

    Args:
        heights: float32 (N,), in capital heights; NaN or 0 where unknown.
        targets: bool (N, 62), label sets; rows with more than one class are left out.
        data: what the heights are, for the card.
    """
    usable = np.isfinite(heights) & (heights > 0) & (targets.sum(axis=1) == 1)
    label = targets[usable].argmax(axis=1)
    log = np.log(heights[usable])
    if np.bincount(label, minlength=len(BASE)).min() < 2:
        return None
    center = np.array([np.median(log[label == c]) for c in range(len(BASE))])
    distance = np.abs(log - center[label])
    spread = 1.4826 * np.array([np.median(distance[label == c]) for c in range(len(BASE))])
    return SizeModel(
        center=tuple(round(float(c), 4) for c in center),
        spread=tuple(round(max(float(s), 0.05), 4) for s in spread),
        strays=_STRAYS,
        data=f"{data}: {int(usable.sum())} heights",
    )
