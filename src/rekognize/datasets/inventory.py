"""What a data set holds, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.archives import Drawings
from rekognize.datasets.catalogue import DataSet
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.samples import Samples, class_counts


@dataclass(frozen=True, slots=True)
class Inventory:
    """Counts of one data set.

    Attributes:
        size: samples in all.
        classes: samples by label; of pictures of texts, characters in the texts; of drawings,
            drawings by kind. A label known only up to case is named by both: ``"Aa"``.
        sources: samples by collection; empty where there is but the one.
        writers: how many writers are known.
    """

    size: int
    classes: dict[str, int]
    sources: dict[str, int]
    writers: int


def inventory(data: DataSet) -> Inventory:
    """Count what a data set holds."""
    match data:
        case PictureSamples():
            return Inventory(len(data), dict(sorted(Counter("".join(data.labels)).items())), {}, 0)
        case Drawings():
            return Inventory(len(data), _counted(data.kind), {}, 0)
        case _:
            sources = _counted(data.source) if isinstance(data, Samples) else {}
            writers = np.unique(data.writer[data.writer != ""])
            return Inventory(len(data), class_counts(data.targets), sources, len(writers))


def _counted(values: NDArray[np.str_]) -> dict[str, int]:
    names, counts = np.unique(values, return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True)}
