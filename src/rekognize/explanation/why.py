"""Which ink decided: parts of it are taken away, and the network is asked again.

Occlusion (Zeiler & Fergus, 2014) rather than gradients or class activation maps: it needs nothing
but the network's answers, so it holds for every bundle whatever its layers, it says what it means
("without this ink the odds would be so much lower"), and it resolves more than the 4 x 4 maps
whose average the shipped network ends in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import Alphabet
from rekognize.glyphs import SIDE

Probabilities = Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""float32 (N, 28, 28) -> probabilities (N, 62) times the prior, and character scores (N,)."""

_SPOT: Final = 3.0
"""Radius in glyph pixels of what is taken away for the map: one and a half times a stroke."""

_STEP: Final = 2
"""Glyph pixels from one spot to the next."""

_RADII: Final = (2.0, 3.0, 4.0, 5.5, 7.0)
"""Radii of the spots that are tried to turn one character into another."""

_LEAST_INK: Final = 0.5
"""Ink, in whole glyph pixels, that a spot must take away to be tried."""

_TINY: Final = 1e-30


@dataclass(frozen=True, slots=True, eq=False)
class Erasure:
    """A round spot without whose ink the drawing would be read as another character.

    Attributes:
        row: of its centre, in glyph pixels.
        column: of its centre.
        radius: in glyph pixels.
        ink: ink it takes away, as a share of all.
        label: the answer then.
        confidence: of that answer.
    """

    row: float
    column: float
    radius: float
    ink: float
    label: str
    confidence: float

    def erase(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """The glyph without that ink."""
        spot = _spots(np.array([[self.row, self.column]]), self.radius)[0]
        return np.asarray(pixels * (1.0 - spot))


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """Which ink decided.

    Attributes:
        answer: float32 (28, 28): by how much the log-odds of the answer fall when the ink around
            a pixel is taken away; negative where that ink speaks against it.
        rival: the same for the second-best label.
        erasure: the smallest spot found that changes the answer, None when no spot tried does.
    """

    answer: NDArray[np.float32]
    rival: NDArray[np.float32]
    erasure: Erasure | None


def find_why(
    pixels: NDArray[np.float32],
    alphabet: Alphabet,
    labels: tuple[int, int],
    probabilities: Probabilities,
    threshold: float,
) -> Why:
    """Which ink decided for a glyph's answer.

    Args:
        pixels: float32 (28, 28), the glyph.
        alphabet: answered in.
        labels: numbers of the answer and of the second-best among the alphabet's labels.
        probabilities: asks the network.
        threshold: least character score of what counts as a character.
    """
    centres = _centres(pixels)
    whole, _ = probabilities(pixels[None])
    spots = _spots(centres, _SPOT)
    without, _ = probabilities(pixels * (1.0 - spots))
    drops = _log_odds(whole, alphabet) - _log_odds(without, alphabet)
    weights = spots / np.maximum(spots.sum(axis=0), _TINY)
    answer, rival = (
        np.tensordot(drops[:, label], weights, 1).astype(np.float32) for label in labels
    )
    return Why(answer, rival, _erasure(pixels, alphabet, labels[0], probabilities, threshold))


def _erasure(
    pixels: NDArray[np.float32],
    alphabet: Alphabet,
    answer: int,
    probabilities: Probabilities,
    threshold: float,
) -> Erasure | None:
    """The spot of the smallest radius that changes the answer; of several, that of least ink."""
    centres = _centres(pixels)
    for radius in _RADII:
        left = pixels * (1.0 - _spots(centres, radius))
        taken = 1.0 - left.sum(axis=(1, 2)) / max(float(pixels.sum()), _TINY)
        weighted, scores = probabilities(left)
        shares, _ = alphabet.share_out(weighted)
        changed = (shares.argmax(axis=1) != answer) & (scores >= threshold)
        if changed.any():
            best = int(np.where(changed, taken, np.inf).argmin())
            label = int(shares[best].argmax())
            return Erasure(
                row=float(centres[best, 0]),
                column=float(centres[best, 1]),
                radius=radius,
                ink=float(taken[best]),
                label=alphabet.labels[label],
                confidence=float(shares[best, label]),
            )
    return None


def _centres(pixels: NDArray[np.float32]) -> NDArray[np.float64]:
    """Centres of the spots that take ink away, float64 (N, 2), rows and columns."""
    grid = np.arange(_STEP / 2, SIDE, _STEP)
    centres = np.stack(np.meshgrid(grid, grid, indexing="ij"), axis=-1).reshape(-1, 2)
    taken = np.tensordot(_spots(centres, _RADII[0]), pixels, 2)
    return np.asarray(centres[taken >= _LEAST_INK])


def _spots(centres: NDArray[np.float64], radius: float) -> NDArray[np.float32]:
    """Round spots with an edge one pixel soft: float32 (N, 28, 28), 1.0 within."""
    middle = np.arange(SIDE) + 0.5
    rows = middle[:, None] - centres[:, 0, None, None]
    columns = middle - centres[:, 1, None, None]
    distance = np.hypot(rows, columns)
    return np.clip(radius + 0.5 - distance, 0.0, 1.0).astype(np.float32)


def _log_odds(weighted: NDArray[np.float32], alphabet: Alphabet) -> NDArray[np.float64]:
    """Logarithm of each label's odds against the alphabet's others: (N, 62) -> (N, K)."""
    mass = weighted.astype(np.float64)
    own = mass @ alphabet.membership
    # Not the sum less the label's own: what is left of 1 would be lost in rounding.
    others = mass @ (alphabet.member_mask[:, None] - alphabet.membership)
    return np.asarray(np.log(own + _TINY) - np.log(others + _TINY))
