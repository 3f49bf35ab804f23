"""Whether a confidence of 90 % is right in 90 of 100 cases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData

BINS: Final = 15
"""Bins of confidence, as in Guo et al., "On Calibration of Modern Neural Networks" (2017)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The samples answered with a confidence in ``(low, high]``.

    Attributes:
        low: lower edge.
        high: upper edge.
        count: how many samples.
        confidence: their mean confidence, NaN of none.
        accuracy: share of them answered right, NaN of none.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidences can be taken at their word; all NaN of no samples.

    Attributes:
        ece: expected calibration error, the mean gap between confidence and accuracy, in [0, 1].
        brier: mean squared distance of the probabilities from the truth, in [0, 2] (Brier, 1950).
        nll: mean negative log-likelihood of the true label, in nats.
        bins: the reliability diagram.
    """

    ece: float
    brier: float
    nll: float
    bins: tuple[Bin, ...]


def measure_calibration(
    targets: NDArray[np.intp], probabilities: NDArray[np.float32], bins: int = BINS
) -> Calibration:
    """Compare confidences with what came true.

    Args:
        targets: int (N,), each sample's true label, 0..K-1.
        probabilities: float (N, K), rows sum to one.
        bins: how many equal bins of the best label's confidence.

    Raises:
        InvalidData: the arrays do not fit each other.
    """
    count = len(targets)
    if probabilities.ndim != 2 or len(probabilities) != count:
        raise InvalidData(
            f"{count} targets need probabilities of shape ({count}, labels), "
            f"received {probabilities.shape}"
        )
    probabilities = probabilities.astype(np.float64)
    rows = np.arange(count)
    confidence = probabilities.max(axis=1, initial=0.0)
    right = probabilities.argmax(axis=1) == targets if count else np.zeros(0, np.bool_)
    diagram = _bins(confidence, right, bins)
    if not count:
        return Calibration(math.nan, math.nan, math.nan, diagram)
    true = probabilities[rows, targets]
    brier = (np.square(probabilities).sum(axis=1) - 2 * true + 1).mean()
    gaps = (abs(b.confidence - b.accuracy) * b.count / count for b in diagram if b.count)
    return Calibration(
        ece=sum(gaps),
        brier=float(brier),
        nll=float(-np.log(np.maximum(true, 1e-12)).mean()),
        bins=diagram,
    )


def _bins(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int) -> tuple[Bin, ...]:
    place = np.clip(np.ceil(confidence * bins).astype(np.intp) - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    confidences = np.bincount(place, weights=confidence, minlength=bins)
    hits = np.bincount(place, weights=right, minlength=bins)
    return tuple(
        Bin(
            low=i / bins,
            high=(i + 1) / bins,
            count=int(counts[i]),
            confidence=float(confidences[i] / counts[i]) if counts[i] else math.nan,
            accuracy=float(hits[i] / counts[i]) if counts[i] else math.nan,
        )
        for i in range(bins)
    )
