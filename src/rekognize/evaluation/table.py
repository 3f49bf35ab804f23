"""The table of figures as lines of text, and everything behind it as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from rekognize.evaluation.benchmark import Result
from rekognize.evaluation.compare import Difference, compare
from rekognize.evaluation.evaluate import Evaluation
from rekognize.evaluation.rejection import SPARED, Rejection
from rekognize.evaluation.report import document, without_nan
from rekognize.evaluation.sweeps import SweepResult

SCHEMA: Final = 2
"""Grows when a field of :func:`table_document` changes its meaning or goes."""

_TITLE: Final = 47


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of the table.

    Attributes:
        title: what was judged.
        results: what came out, by model, all of one kind.
    """

    title: str
    results: Sequence[Result]

    @property
    def difference(self) -> Difference | None:
        """The second model against the first on a set; None where there is no such thing.

        A sweep shows each sample several times: such showings are no independent trials.
        """
        match self.results:
            case [Evaluation() as first, Evaluation() as second]:
                return compare(first.right, second.right)
        return None


def line_text(line: Line) -> Iterator[str]:
    """A line of the table, one line of text for each model and one for their difference."""
    for number, result in enumerate(line.results):
        title = "" if number else line.title
        yield f"{title:<{_TITLE}} {_figures(result)}"
    difference = line.difference
    if difference is not None:
        yield (
            f"{'':<{_TITLE}} {difference.points:+8.2f}   points; gained {difference.gained:,}, "
            f"lost {difference.lost:,}, p = {difference.p_value:.2g}"
        )


def _figures(result: Result) -> str:
    if isinstance(result, SweepResult):
        shown = zip(result.sweep.conditions, result.accuracies, strict=True)
        by_condition = "  ".join(f"{name}: {share:.1%}" for name, share in shown)
        return f"{result.loss:8.2f}   points lost  ({by_condition})"
    if isinstance(result, Rejection):
        return (
            f"{result.auroc:8.4f}   AUROC; {result.refused:.1%} refused at {SPARED:.0%} of "
            f"characters, {result.refused_by_card:.1%} at "
            f"{result.characters_refused_by_card:.1%} by the card  n = {result.count:,}"
        )
    low, high = result.metrics.interval
    folds = "".join(f", {share:.2%} {name}" for name, share in result.folds.items())
    return (
        f"{result.metrics.accuracy:8.2%}   ({low:.2%} to {high:.2%})  "
        f"calibration error {result.calibration.ece:.2%}{folds}  n = {result.metrics.count:,}"
    )


def table_document(models: Sequence[str], lines: Sequence[Line]) -> dict[str, Any]:
    """All figures of all models as plain values; NaN becomes None.

    Args:
        models: ``name@version`` of each, as the lines' results are ordered.
        lines: of the table.
    """
    by_model: list[dict[str, Any]] = [
        {"model": model, **{kind: [] for kind in ("sets", "sweeps", "things")}} for model in models
    ]
    differences = []
    for line in lines:
        for entry, result in zip(by_model, line.results, strict=True):
            kind, values = _values(result)
            entry[kind].append({"title": line.title, **values})
        if line.difference is not None:
            differences.append({"title": line.title, **asdict(line.difference)})
    return {"schema": SCHEMA, "models": by_model, "differences": differences}


def _values(result: Result) -> tuple[str, dict[str, Any]]:
    if isinstance(result, Evaluation):
        return "sets", document(result)
    if isinstance(result, Rejection):
        return "things", without_nan(asdict(result))
    return "sweeps", {
        "set": result.sweep.set_name,
        "alphabet": result.sweep.alphabet,
        "count": result.right.shape[1],
        "conditions": dict(zip(result.sweep.conditions, result.accuracies, strict=True)),
        "loss": result.loss,
    }
