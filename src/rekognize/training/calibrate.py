"""Honest confidences: a temperature for each alphabet, and the least score of a character.

Fitted on the pool's validation part alone, never on a test set.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import ALPHABETS, Alphabet
from rekognize.bundle import Calibration

REFUSED: Final = 0.01
"""Share of the validation characters that the threshold refuses."""

_TEMPERATURES: Final = np.geomspace(0.4, 4.0, 93)


def calibrate(
    logits: NDArray[np.float32],
    character: NDArray[np.float32],
    targets: NDArray[np.bool_],
    log_prior: NDArray[np.float32],
) -> Calibration:
    """Temperatures and threshold from the network's outputs on the validation part.

    Args:
        logits: float32 (N, 62).
        character: float32 (N,), character logits.
        targets: bool (N, 62), label sets; a row without any class is no character.
        log_prior: float32 (N, 62), log class prior of the source that each picture comes from.
    """
    real = targets.any(axis=1)
    scores = 1.0 / (1.0 + np.exp(-character[real].astype(np.float64)))
    return Calibration(
        temperature={
            name: _temperature(logits[real], targets[real], log_prior[real], alphabet)
            for name, alphabet in ALPHABETS.items()
        },
        character_threshold=float(np.quantile(scores, REFUSED)) if len(scores) else 0.5,
        data=f"validation part of the training pool: {int(real.sum())} characters by writers, "
        f"or pictures where writers are unknown, that were not trained on",
    )


def _temperature(
    logits: NDArray[np.float32],
    targets: NDArray[np.bool_],
    log_prior: NDArray[np.float32],
    alphabet: Alphabet,
) -> float:
    """The temperature of the least negative log-likelihood (Guo et al., 2017).

    Each picture is judged under the class prior of its own source, as the network was trained:
    probabilities that hold under the priors at hand hold under any other. 1.0 when there is
    nothing to fit on.
    """
    groups = alphabet.membership > 0
    # Rows whose label is settled in this alphabet: all classes allowed belong to one group.
    within = np.logical_not((targets[:, None, :] & ~groups.T[None]).any(axis=2))
    rows = np.flatnonzero(within.sum(axis=1) == 1)
    if not len(rows):
        return 1.0
    label = within[rows].argmax(axis=1)
    best, least = 1.0, np.inf
    for temperature in _TEMPERATURES:
        scaled = logits[rows] / np.float32(temperature) + log_prior[rows]
        inside, _ = alphabet.share_out(np.exp(scaled - scaled.max(axis=1, keepdims=True)))
        total = float(-np.log(np.maximum(inside[np.arange(len(rows)), label], 1e-12)).sum())
        if total < least:
            best, least = float(temperature), total
    return best
