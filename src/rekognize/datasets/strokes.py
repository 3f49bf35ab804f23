"""Characters as pen strokes, stored flat and handed out one by one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.samples import check_labels
from rekognize.errors import InvalidData
from rekognize.ink import Ink


@dataclass(frozen=True, eq=False)
class StrokeSamples:
    """Isolated characters as pen strokes.

    Points of all strokes lie behind each other; two arrays of offsets say which belong to which
    stroke and which strokes to which sample.

    Attributes:
        name: the source, such as ``"unipen/train"``.
        points: (P, 2) numbers, x to the right and y down, in any unit.
        stroke_start: int (S + 1,), stroke ``s`` is ``points[stroke_start[s]:stroke_start[s+1]]``.
        sample_start: int (N + 1,), sample ``i`` is the strokes ``sample_start[i]`` up to
            ``sample_start[i+1]``.
        targets: bool (N, 62), the base classes that each label allows; at least one a row.
        writer: str (N,), who wrote it, "" where unknown.
        relative_height: float32 (N,), height of the ink / median height of that writer's capitals
            and digits, NaN where unknown.

    Raises:
        InvalidData: the arrays do not fit each other.
    """

    name: str
    points: NDArray[np.int16] | NDArray[np.float32]
    stroke_start: NDArray[np.intp]
    sample_start: NDArray[np.intp]
    targets: NDArray[np.bool_]
    writer: NDArray[np.str_]
    relative_height: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise InvalidData(
                f"{self.name}: points must be (P, 2), received shape {self.points.shape}"
            )
        _check_offsets(self.name, "stroke_start", self.stroke_start, len(self.points))
        strokes = len(self.stroke_start) - 1
        _check_offsets(self.name, "sample_start", self.sample_start, strokes)
        check_labels(self.name, len(self), self.targets, self.writer)
        if self.relative_height.shape != (len(self),):
            raise InvalidData(
                f"{self.name}: {len(self)} samples need as many relative heights, "
                f"received an array of shape {self.relative_height.shape}"
            )

    @property
    def provider(self) -> NDArray[np.str_]:
        """Str (N,), who collected it: UNIPEN's writers are named "provider/name"."""
        provider: NDArray[np.str_] = np.char.partition(self.writer, "/")[:, 0]
        return provider

    def __len__(self) -> int:
        return len(self.sample_start) - 1

    def ink(self, index: int) -> Ink:
        """The strokes of one sample; negative indices count from the end.

        Raises:
            IndexError: there is no such sample.
            InvalidInk: it has more strokes or points than an :class:`Ink` holds.
        """
        if not -len(self) <= index < len(self):
            raise IndexError(f"{self.name} has {len(self)} samples, received index {index}")
        first, last = self.sample_start[index % len(self)], self.sample_start[index % len(self) + 1]
        edges = self.stroke_start[first : last + 1]
        return Ink(self.points[a:b].astype(np.float32) for a, b in pairwise(edges))

    def select(self, chosen: NDArray[np.bool_]) -> StrokeSamples:
        """Some of the samples, in their order; ``chosen`` is bool (N,)."""
        strokes, points = np.diff(self.sample_start), np.diff(self.stroke_start)
        chosen_strokes = np.repeat(chosen, strokes)
        return StrokeSamples(
            self.name,
            self.points[np.repeat(chosen_strokes, points)],
            np.concatenate([[0], points[chosen_strokes].cumsum()]),
            np.concatenate([[0], strokes[chosen].cumsum()]),
            self.targets[chosen],
            self.writer[chosen],
            self.relative_height[chosen],
        )

    def digest(self) -> str:
        """SHA-256 of strokes, labels and writers, hexadecimal."""
        digest = hashlib.sha256()
        offsets = (self.stroke_start, self.sample_start)
        for part in (self.points, *offsets, self.targets, self.writer):
            digest.update(f"{part.dtype.str}{part.shape}".encode() + part.tobytes())
        return digest.hexdigest()


def _check_offsets(name: str, field: str, offsets: NDArray[np.intp], end: int) -> None:
    if offsets.ndim != 1 or not np.issubdtype(offsets.dtype, np.integer) or len(offsets) == 0:
        raise InvalidData(
            f"{name}: {field} must be a list of at least one offset, "
            f"received {offsets.dtype} {offsets.shape}"
        )
    if offsets[0] != 0 or offsets[-1] != end or (np.diff(offsets) < 0).any():
        raise InvalidData(
            f"{name}: {field} must rise from 0 to {end}, "
            f"received {offsets[0]} to {offsets[-1]}, or offsets out of order"
        )
