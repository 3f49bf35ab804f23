"""The NumPy archives (npz) of prepared data: NIST and other images, strokes, drawings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import ALPHABETS, BASE, label_sets
from rekognize.datasets.npz import read_npz
from rekognize.datasets.samples import Samples, targets_of_indices, unknown
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidData, UnknownAlphabet


def read_nist(path: Path) -> Samples:
    """NIST images labelled as far as known, from ``nist-train.npz``.

    The archive numbers each image's class in three alphabets (62, 47 and 36 classes), -1 where
    unknown. A label set is the intersection of all that is known.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is damaged, an image has no label at all, or labels contradict each other.
    """
    arrays = read_npz(path, ("images", "y62", "y47", "y36", "source"))
    name = "emnist/nist-train"
    images = _images(name, arrays["images"])
    size = len(images)
    targets = np.ones((size, len(BASE)), np.bool_)
    labelled = np.zeros(size, np.bool_)
    for field, alphabet_name in (
        ("y62", "alphanumeric"),
        ("y47", "balanced"),
        ("y36", "alphanumeric-nocase"),
    ):
        numbers = _numbers(name, field, arrays[field], size)
        alphabet = ALPHABETS[alphabet_name]
        known = numbers >= 0
        targets[known] &= targets_of_indices(
            f"{name} {field}", numbers[known], alphabet.labels, alphabet
        )
        labelled |= known
    if not labelled.all():
        raise InvalidData(
            f"{name}: every image needs a class in one of three alphabets, "
            f"received none at index {int(np.argmin(labelled))}"
        )
    return Samples(name, images, targets, unknown(size), _texts(arrays["source"]))


def read_handwriting(path: Path) -> Samples:
    """Images of many small public sets with their writers, from ``handwriting-extra.npz``.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is damaged or a label is out of range.
    """
    arrays = read_npz(path, ("images", "y62", "source", "writer"))
    name = "handwriting-extra"
    alphabet = ALPHABETS["alphanumeric"]
    images = _images(name, arrays["images"])
    numbers = _numbers(name, "y62", arrays["y62"], len(images))
    return Samples(
        name,
        images,
        targets_of_indices(name, numbers, alphabet.labels, alphabet),
        _texts(arrays["writer"]),
        _texts(arrays["source"]),
    )


def read_unipen_archive(path: Path) -> StrokeSamples:
    """Isolated characters as strokes, from ``unipen-train.npz``.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is damaged or a label is no base class.
    """
    arrays = read_npz(
        path, ("points", "stroke_start", "sample_start", "label", "writer", "relative_height")
    )
    name = "unipen/train"
    labels = _texts(arrays["label"])
    try:
        distinct, inverse = np.unique(labels, return_inverse=True)
        targets = label_sets(distinct.tolist(), ALPHABETS["alphanumeric"])[inverse]
    except UnknownAlphabet as error:
        raise InvalidData(f"{name}: {error.message}") from None
    if arrays["points"].dtype not in (np.int16, np.float32):
        raise InvalidData(
            f"{name}: points must be int16 or float32, received {arrays['points'].dtype}"
        )
    return StrokeSamples(
        name,
        arrays["points"],
        _offsets(name, "stroke_start", arrays["stroke_start"]),
        _offsets(name, "sample_start", arrays["sample_start"]),
        targets,
        _texts(arrays["writer"]),
        _heights(name, arrays["relative_height"]),
    )


@dataclass(frozen=True, eq=False)
class Drawings:
    """Pictures of things that are no characters.

    Attributes:
        name: the source.
        images: uint8 (N, 28, 28), ink 255 on paper 0, drawn up to the picture's edges: whoever
            normalises them must leave a border first.
        kind: str (N,), what each shows.
    """

    name: str
    images: NDArray[np.uint8]
    kind: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.images)


def read_quickdraw(path: Path) -> Drawings:
    """Quick, Draw! drawings, from ``quickdraw-train.npz``.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is damaged.
    """
    arrays = read_npz(path, ("images", "label"))
    name = "quickdraw/train"
    images, kind = _images(name, arrays["images"]), _texts(arrays["label"])
    if len(kind) != len(images):
        raise InvalidData(f"{name}: {len(images)} images need as many kinds, received {len(kind)}")
    return Drawings(name, images, kind)


def _images(name: str, array: NDArray[Any]) -> NDArray[np.uint8]:
    if array.dtype != np.uint8 or array.shape[1:] != (28, 28):
        raise InvalidData(
            f"{name}: images must be uint8 (N, 28, 28), received {array.dtype} {array.shape}"
        )
    return array


def _heights(name: str, array: NDArray[Any]) -> NDArray[np.float32]:
    if array.dtype.kind != "f":
        raise InvalidData(f"{name}: relative_height must be fractions, received {array.dtype}")
    return array.astype(np.float32, copy=False)


def _numbers(name: str, field: str, array: NDArray[Any], size: int) -> NDArray[np.int64]:
    if array.shape != (size,) or not np.issubdtype(array.dtype, np.integer):
        raise InvalidData(
            f"{name}: {field} must be {size} whole numbers, received {array.dtype} {array.shape}"
        )
    return array.astype(np.int64)


def _offsets(name: str, field: str, array: NDArray[Any]) -> NDArray[np.intp]:
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer):
        raise InvalidData(
            f"{name}: {field} must be whole numbers, received {array.dtype} {array.shape}"
        )
    return array.astype(np.intp)


def _texts(array: NDArray[Any]) -> NDArray[np.str_]:
    if array.dtype.kind != "U" or array.ndim != 1:
        raise InvalidData(
            f"labels, writers and sources must be lists of text, "
            f"received {array.dtype} {array.shape}"
        )
    return array
