"""An evaluation as text for people and as JSON for programs."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from rekognize.evaluation.evaluate import Evaluation
from rekognize.evaluation.metrics import Averages
from rekognize.evaluation.risk import RiskCoverage


def summary(evaluation: Evaluation) -> str:
    """The evaluation in one line."""
    metrics = evaluation.metrics
    low, high = metrics.interval
    return (
        f"{evaluation.set_name}: {metrics.accuracy:.2%} right "
        f"({low:.2%} to {high:.2%} with 95 % confidence, n = {metrics.count:,})"
    )


def report(evaluation: Evaluation, console: Console, *, classes: bool = True) -> None:
    """Print an evaluation: the figures, the commonest mistakes, and every class where asked."""
    parts: list[RenderableType] = [_figures(evaluation)]
    if evaluation.metrics.confusions(1):
        parts.append(_mistakes(evaluation))
    if classes:
        parts.append(_classes(evaluation))
    # Names may be paths: as long as they like, and brackets in them are no markup.
    console.print(Text(summary(evaluation)), soft_wrap=True)
    console.print(Group(*parts))


def document(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain values, everything included; NaN becomes None."""
    metrics, calibration = evaluation.metrics, evaluation.calibration
    values = {
        "set": evaluation.set_name,
        "model": evaluation.model,
        "alphabet": evaluation.alphabet,
        "prior": evaluation.prior,
        "heights": evaluation.heights,
        "count": metrics.count,
        "left_out": evaluation.left_out,
        "no_ink": evaluation.no_ink,
        "refused": evaluation.refused,
        "refused_right": evaluation.refused_right,
        "outside": evaluation.outside,
        "accuracy": metrics.accuracy,
        "interval_95": list(metrics.interval),
        "top": {str(k): share for k, share in metrics.top.items()},
        "macro": asdict(metrics.macro),
        "weighted": asdict(metrics.weighted),
        "classes": [asdict(each) for each in metrics.classes],
        "labels": list(metrics.labels),
        "confusion": metrics.confusion.tolist(),
        "calibration": asdict(calibration),
        "folds": dict(evaluation.folds),
        "risk_coverage": asdict(evaluation.risk),
        "mistakes": [
            {
                "true": each.true,
                "answered": each.answered,
                "confidence": round(each.confidence, 4),
                "glyph": b64encode(each.pixels.tobytes()).decode("ascii"),
            }
            for each in evaluation.misread
        ],
    }
    return {name: without_nan(value) for name, value in values.items()}


def _figures(evaluation: Evaluation) -> Table:
    metrics, calibration = evaluation.metrics, evaluation.calibration
    low, high = metrics.interval
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim")
    rows = [
        ("model", evaluation.model, ""),
        ("alphabet", evaluation.alphabet, escape(f"{evaluation.prior} prior")),
        ("judged", f"{metrics.count:,}", f"{evaluation.left_out:,} left out by their labels"),
        ("accuracy", f"{metrics.accuracy:.2%}", f"{low:.2%} to {high:.2%}"),
        *((name, f"{share:.2%}", "") for name, share in evaluation.folds.items()),
        *((f"among top {k}", f"{share:.2%}", "") for k, share in metrics.top.items() if k > 1),
        _averages("macro average", metrics.macro),
        _averages("weighted average", metrics.weighted),
        ("no ink found", f"{evaluation.no_ink:,}", "count as wrong"),
        (
            "called no character",
            f"{evaluation.refused:,}",
            f"best candidate right in {evaluation.refused_right:,}; counted as candidates say",
        ),
        ("outside alphabet", f"{evaluation.outside:.2%}", "mean probability"),
        ("calibration error", f"{calibration.ece:.2%}", f"{len(calibration.bins)} bins"),
        ("Brier score", f"{calibration.brier:.4f}", ""),
        ("log loss", f"{calibration.nll:.4f}", "nats"),
        *_risk(evaluation.risk),
    ]
    for row in rows:
        table.add_row(*row)
    return table


def _averages(name: str, averages: Averages) -> tuple[str, str, str]:
    return (
        name,
        f"F1 {averages.f1:.2%}",
        f"precision {averages.precision:.2%}, recall {averages.recall:.2%}",
    )


def _risk(risk: RiskCoverage) -> Iterator[tuple[str, str, str]]:
    yield "risk-coverage area", f"{risk.area:.4f}", "mean share wrong over all coverages"
    for kept in (0.9, 0.8):
        wrong = risk.risk[risk.coverage.index(kept)]
        yield f"wrong of the surest {kept:.0%}", f"{wrong:.2%}", ""


def _mistakes(evaluation: Evaluation) -> Table:
    table = Table("true", "answered", "times", title="Commonest mistakes", box=None)
    for true, answered, times in evaluation.metrics.confusions():
        table.add_row(true, answered or "(no ink)", f"{times:,}")
    return table


def _classes(evaluation: Evaluation) -> Table:
    table = Table(title="By class", box=None)
    table.add_column("label")
    for name in ("precision", "recall", "F1", "samples"):
        table.add_column(name, justify="right")
    for each in evaluation.metrics.classes:
        table.add_row(
            each.label,
            f"{each.precision:.2%}",
            f"{each.recall:.2%}",
            f"{each.f1:.2%}",
            f"{each.support:,}",
        )
    return table


def without_nan(value: Any) -> Any:  # noqa: ANN401 - any plain value, as JSON is
    """Plain values with None for NaN, which JSON does not know."""
    if isinstance(value, dict):
        return {key: without_nan(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value
