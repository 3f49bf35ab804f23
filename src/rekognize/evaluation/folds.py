"""Coarser readings of one answer: case ignored, and characters merged that look the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import Alphabet

SAME_PICTURES: Final = (
    "0Oo",
    "1Il",
    *("Cc", "Kk", "Pp", "Ss", "Uu", "Vv", "Ww", "Xx", "Yy", "Zz"),
)
"""Characters that are one picture once their size is gone, in every hand that writes print.

J, M, L and I, whose small forms have a dot, arches or another shape, stay apart from them: EMNIST
merges those too. Folding the 62 base classes leaves 48.
"""

_REPRESENTATIVE: Final = {member: group[0] for group in SAME_PICTURES for member in group}


def same_picture(label: str) -> str:
    """What a label is folded to when characters that look the same are one."""
    return _REPRESENTATIVE.get(label, label)


FOLDS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"ignoring case": str.upper, "same pictures merged": same_picture}
)
"""Each coarser reading by name: what a label becomes."""


def fold_accuracies(
    alphabet: Alphabet,
    targets: NDArray[np.intp],
    probabilities: NDArray[np.float32],
    answered: NDArray[np.bool_],
) -> dict[str, float]:
    """Share of right answers under each of :data:`FOLDS` that merges labels of the alphabet.

    A merged label is as probable as its members together.

    Args:
        alphabet: with K labels.
        targets: int (N,), true labels, 0..K-1; at least one.
        probabilities: float32 (N, K).
        answered: bool (N,), false where there was no answer, which counts as wrong.
    """
    accuracies = {}
    for name, fold in FOLDS.items():
        merged = [fold(label) for label in alphabet.labels]
        names = sorted(set(merged))
        if len(names) == len(merged):
            continue
        place = np.array([names.index(label) for label in merged])
        summed = probabilities @ np.eye(len(names), dtype=np.float32)[place]
        right = (summed.argmax(axis=1) == place[targets]) & answered
        accuracies[name] = float(right.mean())
    return accuracies
