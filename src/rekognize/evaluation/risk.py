"""How wrong the answers are when the least certain ones are left to a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

COVERAGES: Final = tuple(share / 20 for share in range(1, 21))
"""The shares of answers kept at which the curve is told."""


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The risk-coverage curve (El-Yaniv and Wiener, 2010).

    Attributes:
        coverage: shares of the samples that are answered, the surest first.
        risk: share of those answers that are wrong, NaN of none.
        area: mean risk over all coverages, in [0, 1]; smaller is better. NaN of no samples.
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float


def risk_coverage(right: NDArray[np.bool_], confidence: NDArray[np.floating]) -> RiskCoverage:
    """The curve of answers that are right or wrong, each given with a confidence.

    Samples of equal confidence share their mistakes evenly, so that their order decides nothing.

    Args:
        right: bool (N,).
        confidence: float (N,).
    """
    count = len(right)
    if not count:
        return RiskCoverage(COVERAGES, (math.nan,) * len(COVERAGES), math.nan)
    order = np.argsort(-confidence, kind="stable")
    _, group = np.unique(-confidence[order], return_inverse=True)
    wrong = ~right[order]
    shared = (np.bincount(group, wrong) / np.bincount(group))[group]
    risks = np.cumsum(shared) / np.arange(1, count + 1)
    kept = np.maximum(np.ceil(np.array(COVERAGES) * count).astype(np.intp), 1)
    return RiskCoverage(COVERAGES, tuple(risks[kept - 1].tolist()), float(risks.mean()))
