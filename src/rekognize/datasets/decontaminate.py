"""Training sets without the images that a test set holds as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from rekognize.datasets.samples import Samples, case_blind
from rekognize.datasets.twins import Twins, find_copies, find_twins

BENCHMARKS: Final = ("mnist/test", "emnist/byclass-test")
"""Test sets that figures are published on: whatever is trained drops its twins in these."""


@dataclass(frozen=True, slots=True)
class TwinCount:
    """What one test set shares with one training set.

    Attributes:
        train: name of the training set.
        test: name of the test set.
        method: ``"copies"``, the same to the pixel, or ``"twins"``, alike once fitted.
        dropped: training images with a twin in the test set.
        train_size: training images in all.
        shared: test images with a twin in the training set.
        test_size: test images in all.
        pairs: pairs that are each other's nearest, look-alikes left out.
    """

    train: str
    test: str
    method: str
    dropped: int
    train_size: int
    shared: int
    test_size: int
    pairs: int


def remove_twins(
    train: Samples, tests: Iterable[Samples], cache: Path | None = None
) -> tuple[Samples, tuple[TwinCount, ...]]:
    """A training set without its twins in any of the test sets.

    Sets that share a source are compared: MNIST and EMNIST by their fitted ink
    (:func:`~rekognize.datasets.twins.find_twins`), sets of one renderer by their pixels. Sets of
    other sources share nothing and are not compared.

    Args:
        train: the training set.
        tests: the test sets.
        cache: folder that keeps what was found, by content; None keeps nothing.

    Returns:
        The training set less every twin, and what each compared test set shared with it.
    """
    drop = np.zeros(len(train), np.bool_)
    counts: list[TwinCount] = []
    for test in tests:
        method = comparison(train.name, test.name)
        if method is None:
            continue
        found = _compare(method, train, test, cache)
        drop |= found.train
        counts.append(
            TwinCount(
                train.name,
                test.name,
                method,
                int(found.train.sum()),
                len(train),
                int(found.test.sum()),
                len(test),
                found.pairs,
            )
        )
    return train.select(~drop), tuple(counts)


def comparison(train: str, test: str) -> str | None:
    """How two sets of these names are compared: ``"twins"``, ``"copies"``, or None: not at all."""
    renderers = train.partition("/")[0], test.partition("/")[0]
    if set(renderers) == {"mnist", "emnist"}:
        return "twins"
    if renderers[0] == renderers[1] and renderers[0] in ("mnist", "emnist"):
        return "copies"
    return None


def _compare(method: str, train: Samples, test: Samples, cache: Path | None) -> Twins:
    if method == "copies":
        return find_copies(train.images, test.images)
    return find_twins(
        train.images,
        test.images,
        case_blind(train.targets),
        case_blind(test.targets),
        cache=cache,
    )
