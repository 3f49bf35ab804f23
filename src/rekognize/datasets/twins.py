"""Finding one scan in two data sets: the test image whose twin lies in the training pool.

MNIST and EMNIST were both cut from NIST's Special Database 19, independently and with different
renderers, so the same ink lies in one's training part and in the other's test, with no pixel
alike. Cut to its ink and fitted to one box, it lies close: in digits other than 1, images at a
cosine above 0.97 pair off one to one. A plain stroke carries too little to tell a twin from a
look-alike, so among 1s whatever is as close is counted as well: dropping too much from training
is the honest side to err on.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.bundle.bundle import write_whole
from rekognize.datasets.npz import read_npz
from rekognize.errors import InvalidData, MissingData

THRESHOLD: Final = 0.97
"""Cosine of the fitted images above which two count as one scan."""

BOX: Final = 20
"""Side of the box that the longer side of the ink is fitted to, in pixels."""

_INK: Final = 64
"""Pixels above this are ink. EMNIST's blur spreads a fainter rim that MNIST does not have."""

_SIDE: Final = 28
_BATCH: Final = 4096
_CACHE_VERSION: Final = 1


@dataclass(frozen=True, eq=False)
class Twins:
    """Which images of a training pool and of a test set lie in both.

    Attributes:
        train: bool (N,), training images with a twin in the test set.
        test: bool (M,), test images with a twin in the training pool.
        pairs: how many pairs are each other's nearest: the twins without the look-alikes.
    """

    train: NDArray[np.bool_]
    test: NDArray[np.bool_]
    pairs: int


def find_twins(
    train_images: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    train_groups: NDArray[np.integer],
    test_groups: NDArray[np.integer],
    threshold: float = THRESHOLD,
    cache: Path | None = None,
) -> Twins:
    """Images of one scan under two renderers.

    Args:
        train_images: uint8 (N, 28, 28), ink 255.
        test_images: uint8 (M, 28, 28), ink 255.
        train_groups: int (N,), only images of one group are compared; -1 with every group.
            :func:`rekognize.datasets.samples.case_blind` gives the groups meant.
        test_groups: int (M,), the same of the test images.
        threshold: cosine above which two images are twins.
        cache: folder that keeps results by the content of all arguments; None keeps none.
    """
    arrays = (train_images, test_images, train_groups, test_groups)
    kept = cache / f"twins-{_content_key(threshold, arrays)}.npz" if cache else None
    if kept and (found := _read_cached(kept, len(train_images), len(test_images))):
        return found
    nearest_train = _Nearest(len(train_images))
    nearest_test = _Nearest(len(test_images))
    for train_rows, test_rows in _group_rows(train_groups, test_groups):
        test_vectors = fit(test_images[test_rows])
        for start in range(0, len(train_rows), _BATCH):
            rows = train_rows[start : start + _BATCH]
            cosine = fit(train_images[rows]) @ test_vectors.T
            nearest_train.update(rows, cosine, test_rows)
            nearest_test.update(test_rows, cosine.T, rows)
    twins = _twins(nearest_train, nearest_test, threshold)
    if kept:
        _write_cached(kept, twins)
    return twins


def find_copies(train_images: NDArray[np.uint8], test_images: NDArray[np.uint8]) -> Twins:
    """Images that are the same to the pixel: one scan under one renderer.

    Args:
        train_images: uint8 (N, 28, 28).
        test_images: uint8 (M, 28, 28).
    """
    train, test = _digests(train_images), _digests(test_images)
    in_test, in_train = np.isin(train, test), np.isin(test, train)
    return Twins(in_test, in_train, len(np.unique(test[in_train])))


def fit(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images cut to their ink and fitted to one box: float32 (N, 400), unit length.

    The ink's longer side becomes 20 pixels, the shorter keeps its proportion, centred. Pictures
    without ink become zero.
    """
    weights = _resampling_weights()
    vectors = np.empty((len(images), BOX * BOX), np.float32)
    for start in range(0, len(images), _BATCH):
        batch = images[start : start + _BATCH]
        top, bottom = _extent(batch.max(axis=2) > _INK)
        left, right = _extent(batch.max(axis=1) > _INK)
        side = np.maximum(bottom - top, right - left)
        down = weights[side, top + bottom - side + _SIDE]
        across = weights[side, left + right - side + _SIDE]
        fitted = down @ batch.astype(np.float32) @ across.transpose(0, 2, 1)
        flat = fitted.reshape(len(batch), -1)
        vectors[start : start + _BATCH] = flat / np.maximum(
            np.linalg.norm(flat, axis=1, keepdims=True), 1e-6
        )
    return vectors


def _extent(occupied: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last + 1 occupied place of each row of bool (N, 28); 0 and 0 of an empty row."""
    first = occupied.argmax(axis=1)
    last = np.where(occupied.any(axis=1), _SIDE - occupied[:, ::-1].argmax(axis=1), 0)
    return first, last


@functools.cache
def _resampling_weights() -> NDArray[np.float32]:
    """Triangle filters from 28 pixels to 20: float32 (29, 85, 20, 28).

    By the side of the window in pixels, and by twice its start (half pixels, from -14), since
    the shorter side of the ink is centred. A window of side 0, no ink, weighs nothing.
    """
    weights = np.zeros((_SIDE + 1, 3 * _SIDE + 1, BOX, _SIDE), np.float32)
    pixels = np.arange(_SIDE)
    for side in range(1, _SIDE + 1):
        scale = side / BOX
        centres = (np.arange(BOX) + 0.5) * scale - 0.5
        starts = (np.arange(3 * _SIDE + 1) - _SIDE) / 2
        distance = np.abs(pixels - (starts[:, None, None] + centres[:, None]))
        triangle = np.maximum(0.0, 1.0 - distance / max(1.0, scale))
        total = triangle.sum(axis=2, keepdims=True)
        weights[side] = triangle / np.maximum(total, 1e-6)
    return weights


class _Nearest:
    """The nearest image of the other set so far, by image."""

    def __init__(self, size: int) -> None:
        self.cosine = np.full(size, -1.0, np.float32)
        self.index = np.full(size, -1, np.intp)

    def update(
        self,
        rows: NDArray[np.intp],
        cosine: NDArray[np.float32],
        others: NDArray[np.intp],
    ) -> None:
        """Take in a block of cosines (len(rows), len(others))."""
        best = cosine.argmax(axis=1)
        value = np.take_along_axis(cosine, best[:, None], axis=1)[:, 0]
        better = value > self.cosine[rows]
        self.cosine[rows[better]] = value[better]
        self.index[rows[better]] = others[best[better]]


def _twins(train: _Nearest, test: _Nearest, threshold: float) -> Twins:
    in_train = test.cosine > threshold
    candidates = np.flatnonzero(in_train)
    mutual = train.index[test.index[candidates]] == candidates
    return Twins(train.cosine > threshold, in_train, int(mutual.sum()))


def _group_rows(
    train: NDArray[np.integer], test: NDArray[np.integer]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    for group in np.unique(np.concatenate((train, test))):
        train_rows = np.flatnonzero((train == group) | (train == -1))
        test_rows = np.flatnonzero((test == group) | (test == -1))
        if len(train_rows) and len(test_rows):
            yield train_rows, test_rows


def _digests(images: NDArray[np.uint8]) -> NDArray[np.bytes_]:
    return np.array(
        [hashlib.blake2b(image.tobytes(), digest_size=16).hexdigest() for image in images], "S32"
    )


def _content_key(threshold: float, arrays: tuple[NDArray[np.generic], ...]) -> str:
    digest = hashlib.sha256(f"{_CACHE_VERSION} {threshold!r} {BOX} {_INK}".encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()[:32]


def _read_cached(path: Path, train: int, test: int) -> Twins | None:
    try:
        arrays = read_npz(path, ("train", "test", "pairs"))
    except (MissingData, InvalidData):
        return None
    found = Twins(arrays["train"], arrays["test"], int(arrays["pairs"]))
    fits = found.train.shape == (train,) and found.test.shape == (test,)
    return found if fits and found.train.dtype == found.test.dtype == np.bool_ else None


def _write_cached(path: Path, twins: Twins) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, train=twins.train, test=twins.test, pairs=twins.pairs)
    write_whole(path, buffer.getvalue())
