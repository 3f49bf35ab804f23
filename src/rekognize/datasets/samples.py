"""Images of one source with what is known of their labels: the form in which all readers answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import ALPHABETS, BASE, Alphabet, label_sets
from rekognize.errors import InvalidData


@dataclass(frozen=True, eq=False)
class Samples:
    """Characters as pictures of 28x28 pixels, read but not yet normalised.

    Attributes:
        name: the source, such as ``"mnist/train"``.
        images: uint8 (N, 28, 28), upright, ink 255 on paper 0.
        targets: bool (N, 62), the base classes that each label allows; at least one a row.
        writer: str (N,), who wrote it, "" where unknown.
        source: str (N,), the collection it came from.

    Raises:
        InvalidData: the arrays do not fit each other, or a label allows no class.
    """

    name: str
    images: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    writer: NDArray[np.str_]
    source: NDArray[np.str_]

    def __post_init__(self) -> None:
        if self.images.dtype != np.uint8 or self.images.shape[1:] != (28, 28):
            raise InvalidData(
                f"{self.name}: images must be uint8 (N, 28, 28), "
                f"received {self.images.dtype} {self.images.shape}"
            )
        check_labels(self.name, len(self.images), self.targets, self.writer)
        if self.source.shape != (len(self.images),):
            raise InvalidData(
                f"{self.name}: {len(self.images)} images need as many sources, "
                f"received an array of shape {self.source.shape}"
            )

    def __len__(self) -> int:
        return len(self.images)

    def select(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Samples:
        """The samples that a mask or an array of indices chooses, in its order."""
        return Samples(
            self.name,
            self.images[chosen],
            self.targets[chosen],
            self.writer[chosen],
            self.source[chosen],
        )


def check_labels(
    name: str, size: int, targets: NDArray[np.bool_], writer: NDArray[np.str_]
) -> None:
    """Check that the labels and writers of a data set fit its size.

    Raises:
        InvalidData: a shape or type is wrong, or a label allows no base class.
    """
    if targets.dtype != np.bool_ or targets.shape != (size, len(BASE)):
        raise InvalidData(
            f"{name}: {size} samples need bool targets ({size}, {len(BASE)}), "
            f"received {targets.dtype} {targets.shape}"
        )
    if writer.shape != (size,):
        raise InvalidData(
            f"{name}: {size} samples need as many writers, "
            f"received an array of shape {writer.shape}"
        )
    empty = ~targets.any(axis=1)
    if empty.any():
        raise InvalidData(
            f"{name}: a label must allow at least one base class, "
            f"received none at index {int(np.argmax(empty))}"
        )


def unknown(size: int) -> NDArray[np.str_]:
    """The writers of a set that names none: str (size,) of ""."""
    return np.full(size, "", dtype=np.str_)


def targets_of_indices(
    name: str, indices: NDArray[np.integer], labels: Sequence[str], alphabet: Alphabet
) -> NDArray[np.bool_]:
    """The base classes allowed by class numbers into a list of labels: bool (N, 62).

    Args:
        name: of the data set, for the message.
        indices: (N,) of 0..len(labels)-1.
        labels: the labels of an alphabet that the numbers stand for, in the numbers' order.
        alphabet: the alphabet whose groups say which base classes a label allows.

    Raises:
        InvalidData: a number is out of range.
    """
    if indices.ndim != 1:
        raise InvalidData(
            f"{name}: labels must be one number a sample, received shape {indices.shape}"
        )
    wrong = (indices < 0) | (indices >= len(labels))
    if wrong.any():
        raise InvalidData(
            f"{name}: labels must be 0..{len(labels) - 1}, "
            f"received {int(indices[np.argmax(wrong)])} at index {int(np.argmax(wrong))}"
        )
    allowed: NDArray[np.bool_] = label_sets(labels, alphabet)[indices]
    return allowed


def class_counts(targets: NDArray[np.bool_]) -> dict[str, int]:
    """How many samples each label has, by label, from bool (N, 62) label sets.

    A label known only up to case is named by all the classes it allows: ``{"A": 3, "Mm": 5}``.
    Labels come in the order of the base classes, narrower ones first.
    """
    codes, counts = np.unique(targets, axis=0, return_counts=True)
    named = {
        "".join(BASE[i] for i in np.flatnonzero(code)): int(count)
        for code, count in zip(codes, counts, strict=True)
    }
    return dict(sorted(named.items(), key=lambda item: (len(item[0]), BASE.index(item[0][0]))))


def case_blind(targets: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The case-blind class 0..35 of each label set, -1 where it allows several: int8 (N,).

    The coarsest label that the MNIST and EMNIST family shares: images of one character are of
    one such class whatever each split merged.
    """
    groups = targets @ (ALPHABETS["alphanumeric-nocase"].membership > 0)
    single = np.asarray(groups.sum(axis=1) == 1)
    classes: NDArray[np.int8] = np.where(single, groups.argmax(axis=1), -1).astype(np.int8)
    return classes
