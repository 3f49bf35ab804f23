"""Samples that were answered wrong, kept to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_EACH: Final = 6
"""Samples kept of each true label and wrong answer."""
_MOST: Final = 1000
"""Samples kept of one evaluation."""


@dataclass(frozen=True, slots=True, eq=False)
class Misread:
    """One sample answered wrong.

    Attributes:
        true: its label.
        answered: the best candidate.
        confidence: of that candidate, in [0, 1].
        pixels: uint8 (28, 28), what the network saw, ink 255.
    """

    true: str
    answered: str
    confidence: float
    pixels: NDArray[np.uint8]


def misread_samples(
    labels: Sequence[str],
    targets: NDArray[np.intp],
    probabilities: NDArray[np.float32],
    has_ink: NDArray[np.bool_],
    pixels: NDArray[np.uint8],
) -> tuple[Misread, ...]:
    """The surest wrong answers first, a few of each kind; samples without ink are none.

    Args:
        labels: of the alphabet, K of them.
        targets: int (N,), each sample's true label.
        probabilities: float (N, K).
        has_ink: bool (N,).
        pixels: uint8 (N, 28, 28).
    """
    answered = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    wrong = np.flatnonzero(has_ink & (answered != targets))
    kept: list[Misread] = []
    times: Counter[tuple[int, int]] = Counter()
    for row in wrong[np.argsort(-confidence[wrong], kind="stable")]:
        kind = (int(targets[row]), int(answered[row]))
        if times[kind] == _EACH:
            continue
        times[kind] += 1
        true, answer = (labels[i] for i in kind)
        kept.append(Misread(true, answer, float(confidence[row]), pixels[row]))
        if len(kept) == _MOST:
            break
    return tuple(kept)
