"""The gate as commands ask it: its verdict is kept, and its table printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rekognize.bundle import Bundle
    from rekognize.datasets.base_set import BaseSet
    from rekognize.evaluation.gate import Report
    from rekognize.feedback.accepted import Accepted
    from rekognize.registry import Registry
    from rekognize.storage import Database


def accepted_feedback(database: Database) -> Accepted:
    """All feedback that is accepted; how much is left out is told.

    Raises:
        StorageUnavailable: the database cannot be read.
    """
    from rekognize.feedback.accepted import read_accepted

    accepted = read_accepted(database)
    if accepted.left_out:
        typer.echo(
            f"accepted records left out, for their glyphs are of another version and their "
            f"drawings cannot be read: {accepted.left_out}",
            err=True,
        )
    return accepted


def ask_gate(
    registry: Registry,
    champion: Bundle,
    candidate: Bundle,
    accepted: Accepted,
    base: BaseSet | None,
    who: str,
    *,
    without_base: bool,
) -> Report:
    """Let the gate judge a version that is kept; record what it says, and print its table.

    Raises:
        UnknownRecord: the candidate has been removed meanwhile.
        StorageFull, StorageUnavailable: what it says could not be recorded.
    """
    from rekognize.evaluation.gate import judge
    from rekognize.recognizer import Recognizer
    from rekognize.registry import What

    report = judge(
        Recognizer(champion), Recognizer(candidate), accepted, base, without_base=without_base
    )
    document = report.document()
    verdict = What.PASSED if report.passed else What.REFUSED
    registry.judged(candidate.card.identity, verdict, who, why=report.reason, report=document)
    _show(document)
    return report


def _show(report: Mapping[str, Any]) -> None:
    """Print the gate's table and its reason."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", report["champion"], report["candidate"], "wanted", "", "detail")
    for check in report["checks"]:
        passed = "passes" if check["passed"] else "fails"
        table.add_row(
            check["name"],
            check["champion"],
            check["candidate"],
            check["wanted"],
            passed,
            check["detail"],
        )
    Console().print(table)
    typer.echo(f"{'passes' if report['passed'] else 'refused'}: {report['reason']}")
