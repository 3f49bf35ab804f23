"""MNIST in its four official files: 60,000 + 10,000 digits (LeCun et al., 1998)."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from rekognize.alphabets import ALPHABETS
from rekognize.datasets.idx import read_pair
from rekognize.datasets.samples import Samples, targets_of_indices, unknown

Part = Literal["train", "test"]

STEMS: Final = MappingProxyType({"train": "train", "test": "t10k"})
"""How the official file names spell each part."""


def read_mnist(folder: Path, part: Part) -> Samples:
    """One part of MNIST from a folder with its official files, gzipped or not.

    Raises:
        MissingData: a file is not there.
        InvalidData: a file is damaged or is not MNIST's.
    """
    stem = STEMS[part]
    images, labels = read_pair(folder, f"{stem}-images-idx3-ubyte", f"{stem}-labels-idx1-ubyte")
    name = f"mnist/{part}"
    digits = ALPHABETS["digits"]
    return Samples(
        name=name,
        images=images,
        targets=targets_of_indices(name, labels, digits.labels, digits),
        writer=unknown(len(images)),
        source=np.full(len(images), "mnist"),
    )
