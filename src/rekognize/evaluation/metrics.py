"""How often the answers are right: as one figure, and class by class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData

NO_ANSWER: Final = -1
"""Prediction of a sample that got none: no ink was found. It counts as wrong."""

TOP: Final = (1, 2, 3, 5)
"""The k of which top-k accuracy is told."""


@dataclass(frozen=True, slots=True)
class Averages:
    """Precision, recall and F1 of one class or averaged, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class ClassMetrics(Averages):
    """How one label fared.

    Attributes:
        label: of the alphabet.
        support: how many samples truly have it.
    """

    label: str
    support: int


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """How often the answers are right.

    Attributes:
        labels: of the alphabet, in its order.
        confusion: int64 (K, K + 1), rows the true label, columns the answered one, the last
            column for samples without an answer.
        top: k -> share of samples whose true label is among the k most probable.
    """

    labels: tuple[str, ...]
    confusion: NDArray[np.int64]
    top: Mapping[int, float]

    @property
    def count(self) -> int:
        """How many samples were judged."""
        return int(self.confusion.sum())

    @property
    def correct(self) -> int:
        """How many were answered right."""
        return int(np.trace(self.confusion))

    @property
    def accuracy(self) -> float:
        """Share answered right, in [0, 1]; NaN of no samples."""
        return self.correct / self.count if self.count else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95 % confidence interval of the accuracy, see :func:`wilson`."""
        return wilson(self.correct, self.count)

    @property
    def classes(self) -> tuple[ClassMetrics, ...]:
        """Each label's own figures, in the alphabet's order.

        A label that was never answered has precision 0, one that never occurs recall 0.
        """
        true = self.confusion.sum(axis=1)
        answered = self.confusion[:, :-1].sum(axis=0)
        hits = np.diagonal(self.confusion)
        precision = hits / np.maximum(answered, 1)
        recall = hits / np.maximum(true, 1)
        f1 = 2 * hits / np.maximum(true + answered, 1)
        return tuple(
            ClassMetrics(float(precision[i]), float(recall[i]), float(f1[i]), label, int(true[i]))
            for i, label in enumerate(self.labels)
        )

    @property
    def macro(self) -> Averages:
        """The mean over the labels that occur, each weighing the same."""
        return self._mean([1.0 if each.support else 0.0 for each in self.classes])

    @property
    def weighted(self) -> Averages:
        """The mean over the labels, each weighing as often as it occurs."""
        return self._mean([float(each.support) for each in self.classes])

    def _mean(self, weights: Sequence[float]) -> Averages:
        if not sum(weights):
            return Averages(math.nan, math.nan, math.nan)
        figures = [(each.precision, each.recall, each.f1) for each in self.classes]
        precision, recall, f1 = np.average(figures, axis=0, weights=weights).tolist()
        return Averages(precision, recall, f1)

    def confusions(self, most: int = 10) -> list[tuple[str, str | None, int]]:
        """The commonest mistakes: true label, answered label (None for no answer), how often."""
        mistakes = self.confusion.copy()
        np.fill_diagonal(mistakes, 0)
        order = np.argsort(mistakes, axis=None, kind="stable")[::-1][:most]
        answers: tuple[str | None, ...] = (*self.labels, None)
        return [
            (self.labels[row], answers[column], int(mistakes[row, column]))
            for row, column in (divmod(int(flat), mistakes.shape[1]) for flat in order)
            if mistakes[row, column]
        ]


def measure(
    labels: Sequence[str],
    targets: NDArray[np.intp],
    probabilities: NDArray[np.float32],
    answered: NDArray[np.bool_] | None = None,
) -> Metrics:
    """Compare answers with the truth.

    Args:
        labels: the K labels of an alphabet.
        targets: int (N,), each sample's true label, 0..K-1.
        probabilities: float (N, K); the most probable label is the answer, the first of equals.
        answered: bool (N,), false where there was no answer; those count as wrong in all figures.

    Raises:
        InvalidData: the arrays do not fit each other.
    """
    count, classes = len(targets), len(labels)
    if probabilities.shape != (count, classes):
        raise InvalidData(
            f"{count} targets of {classes} labels need probabilities of shape "
            f"({count}, {classes}), received {probabilities.shape}"
        )
    if count and not 0 <= int(targets.min()) <= int(targets.max()) < classes:
        raise InvalidData(
            f"targets are 0..{classes - 1}, received {targets.min()}..{targets.max()}"
        )
    if answered is None:
        answered = np.ones(count, np.bool_)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    rank = np.where(answered, (order == targets[:, None]).argmax(axis=1), classes)
    predictions = np.where(answered, order[:, 0], NO_ANSWER)
    top = {k: float((rank < k).mean()) if count else math.nan for k in TOP if k <= classes}
    return Metrics(tuple(labels), confusion_of(targets, predictions, classes), top)


def confusion_of(
    targets: NDArray[np.intp], predictions: NDArray[np.intp], classes: int
) -> NDArray[np.int64]:
    """int64 (K, K + 1): how often each true label got each answer, the last column for none.

    Args:
        targets: int (N,) of 0..K-1.
        predictions: int (N,) of 0..K-1, or :data:`NO_ANSWER`.
        classes: K.
    """
    columns = np.where(predictions == NO_ANSWER, classes, predictions)
    cells = np.bincount(targets * (classes + 1) + columns, minlength=classes * (classes + 1))
    return cells.reshape(classes, classes + 1)


def wilson(correct: int, count: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval that holds the true rate with 95 % confidence (Wilson, 1927).

    Unlike the normal approximation it stays within [0, 1] and is right near both ends.

    Args:
        correct: successes among ``count`` independent trials.
        count: trials; of none, nothing is known and the interval is (0, 1).
        z: quantile of the normal distribution; 1.96 for 95 %.
    """
    if not count:
        return 0.0, 1.0
    rate = correct / count
    centre = rate + z * z / (2 * count)
    reach = z * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    # The rate lies between the two by definition; rounding must not move it out.
    low, high = (centre - reach) / scale, (centre + reach) / scale
    return max(0.0, min(rate, low)), min(1.0, max(rate, high))
