"""Whether what is no character is told from what is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData

SPARED: Final = 0.01
"""Share of true characters that may be refused where the rate of refusals is told."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """How well things are refused that are no characters.

    Attributes:
        auroc: how often a character scores above a thing, ties half, in [0, 1].
        refused: share of the things refused by the threshold that refuses :data:`SPARED` of the
            characters.
        threshold: that threshold.
        refused_by_card: share of the things that the bundle's own threshold refuses.
        characters_refused_by_card: share of the characters that it refuses.
        count: how many things.
        characters: how many characters.
    """

    auroc: float
    refused: float
    threshold: float
    refused_by_card: float
    characters_refused_by_card: float
    count: int
    characters: int


def measure_rejection(
    characters: NDArray[np.floating], things: NDArray[np.floating], card_threshold: float
) -> Rejection:
    """Compare the character scores of characters with those of things.

    Args:
        characters: float (N,), scores in 0..1, -1 where no ink was found: such are refused by
            every threshold.
        things: float (M,), the same of what is no character.
        card_threshold: the bundle's own threshold.

    Raises:
        InvalidData: one of the two is empty.
    """
    if not len(characters) or not len(things):
        raise InvalidData(
            f"characters and things are needed to tell them apart, "
            f"received {len(characters)} and {len(things)}"
        )
    threshold = float(np.quantile(characters, SPARED, method="lower"))
    return Rejection(
        auroc=auroc(characters, things),
        refused=float((things < threshold).mean()),
        threshold=threshold,
        refused_by_card=float((things < card_threshold).mean()),
        characters_refused_by_card=float((characters < card_threshold).mean()),
        count=len(things),
        characters=len(characters),
    )


def auroc(above: NDArray[np.floating], below: NDArray[np.floating]) -> float:
    """How often a score of the first kind exceeds one of the second, ties half: in [0, 1].

    The area under the receiver operating characteristic (Hanley and McNeil, 1982).
    """
    ordered = np.sort(below)
    lower = np.searchsorted(ordered, above, "left")
    upper = np.searchsorted(ordered, above, "right")
    return float((lower + upper).mean() / 2 / len(below))
