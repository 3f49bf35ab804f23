"""Learning curves: one CSV row an epoch, a picture of them, and their place in the card."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from rekognize.bundle import EpochFigures
from rekognize.bundle.bundle import write_whole
from rekognize.errors import MissingExtra

_CSV: Final = "curves.csv"
_PICTURE: Final = "curves.png"


@dataclass(frozen=True)
class Epoch:
    """The figures of one epoch, counted from 1."""

    epoch: int
    training_loss: float
    validation_loss: float
    validation_accuracy: float
    learning_rate: float
    images_per_second: float
    seconds: float


def write_epochs(folder: Path, epochs: Sequence[Epoch]) -> None:
    """Write all epochs so far to ``curves.csv``."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [f.name for f in fields(Epoch)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(epoch) for epoch in epochs)
    write_whole(folder / _CSV, text.getvalue().encode())


def read_epochs(folder: Path) -> list[Epoch]:
    """The epochs in ``curves.csv``; none when there is no such file."""
    path = folder / _CSV
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Epoch(int(row.pop("epoch")), **{k: float(v) for k, v in row.items()})
            for row in csv.DictReader(file)
        ]


def curves_of(epochs: Sequence[Epoch]) -> tuple[EpochFigures, ...]:
    """The epochs as a card holds them: what tells of the model, not of the machine."""
    return tuple(
        EpochFigures(
            training_loss=_known(epoch.training_loss),
            validation_loss=_known(epoch.validation_loss),
            validation_accuracy=_known(epoch.validation_accuracy),
            learning_rate=_short(epoch.learning_rate),
        )
        for epoch in epochs
    )


def _known(value: float) -> float | None:
    return _short(value) if math.isfinite(value) else None


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def draw_curves(folder: Path) -> Path:
    """Draw ``curves.png`` from ``curves.csv``: losses and rate left, accuracy right.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra(
            "drawing curves needs matplotlib: pip install 'rekognize[train]'"
        ) from None
    epochs = read_epochs(folder)
    x = [e.epoch for e in epochs]
    figure = Figure(figsize=(10, 4), layout="constrained")
    losses, accuracy = figure.subplots(1, 2)
    losses.plot(x, [e.training_loss for e in epochs], label="training (augmented)")
    losses.plot(x, [e.validation_loss for e in epochs], label="validation")
    losses.set(xlabel="epoch", ylabel="loss", yscale="log")
    rate = losses.twinx()
    rate.plot(x, [e.learning_rate for e in epochs], color="0.7", linestyle=":", label="rate")
    rate.set_ylabel("learning rate")
    losses.legend()
    accuracy.plot(x, [100 * e.validation_accuracy for e in epochs])
    accuracy.set(xlabel="epoch", ylabel="validation accuracy, %")
    path = folder / _PICTURE
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=120)
    write_whole(path, buffer.getvalue())
    return path
