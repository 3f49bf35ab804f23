"""Whether one of two models is really better on the same samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models on the same samples.

    Attributes:
        gained: samples that only the second read right.
        lost: samples that only the first read right.
        points: accuracy of the second less that of the first, in percentage points.
        p_value: how probable a difference at least this large would be between equally good
            models: McNemar's exact two-sided test (1947).
    """

    gained: int
    lost: int
    points: float
    p_value: float

    @property
    def p_better(self) -> float:
        """How probable it would be between equally good models that the second gains so much.

        The one-sided test: it asks whether the second is better, not whether they differ.
        """
        return _at_most(self.lost, self.gained + self.lost)


def compare(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Difference:
    """Compare which samples two models read right.

    Args:
        first: bool (N,), whether the first model was right on each sample; N at least 1.
        second: bool (N,), the same of the second.

    Raises:
        InvalidData: they are not of the same samples.
    """
    if first.shape != second.shape or not len(first):
        raise InvalidData(
            f"two models are compared on the same samples, received {len(first)} and {len(second)}"
        )
    gained, lost = int((second & ~first).sum()), int((first & ~second).sum())
    points = 100.0 * (gained - lost) / len(first)
    return Difference(gained, lost, points, _two_sided(gained, lost))


def _two_sided(gained: int, lost: int) -> float:
    """Probability that fair coins fall as unevenly, whichever way."""
    return min(1.0, 2.0 * _at_most(min(gained, lost), gained + lost))


def _at_most(most: int, count: int) -> float:
    """Probability that of so many fair coins at most so few show heads."""
    whole = math.lgamma(count + 1) - count * math.log(2)
    return sum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(count - k + 1)) for k in range(most + 1)
    )
