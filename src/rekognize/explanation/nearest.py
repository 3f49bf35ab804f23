"""Which drawings of the gallery are most like one, as a network sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, INDEX
from rekognize.explanation.gallery import gallery
from rekognize.glyphs import SIDE

Features = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""float32 (N, 28, 28) -> float32 (N, F): what a network makes of glyphs."""

SHOWN: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A drawing of the gallery.

    Attributes:
        label: base class that it was drawn as.
        pixels: float32 (28, 28), ink 1.0.
        similarity: cosine of the angle between its features and the asked drawing's; 1.0 is the
            same direction.
    """

    label: str
    pixels: NDArray[np.float32]
    similarity: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most similar drawings of two labels, the most similar first.

    Attributes:
        answer: of the answer.
        rival: of the second-best label.
    """

    answer: tuple[Example, ...]
    rival: tuple[Example, ...]


class Neighbours:
    """The gallery as one network sees it.

    Args:
        features: asks that network.
    """

    def __init__(self, features: Features) -> None:
        self._features = features
        seen = features(gallery().reshape(-1, SIDE, SIDE))
        self._directions = _directions(seen).reshape(*gallery().shape[:2], -1)

    def find(self, pixels: NDArray[np.float32], members: Sequence[str]) -> tuple[Example, ...]:
        """The drawings of some base classes that are nearest to a glyph, float32 (28, 28)."""
        classes = [INDEX[member] for member in members]
        similarity = self._directions[classes] @ _directions(self._features(pixels[None]))[0]
        found = []
        for place in np.argsort(-similarity, axis=None, kind="stable")[:SHOWN]:
            row, column = np.unravel_index(place, similarity.shape)
            one = classes[int(row)]
            like = float(similarity[row, column])
            found.append(Example(BASE[one], gallery()[one, column], like))
        return tuple(found)


def _directions(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; a row of nothing but 0 stays."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(lengths, 1e-12), np.float32)
