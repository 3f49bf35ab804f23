"""What happened to versions of the model: who did it, when and why, never forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rekognize.storage.tables import ModelEventRow


class What(StrEnum):
    """What can happen to a version."""

    ADDED = "added"
    PROMOTED = "promoted"
    REFUSED = "refused"
    """The gate did not let it through."""
    PASSED = "passed"
    """The gate would let it through; it was not promoted yet."""
    ROLLED_BACK = "rolled back"
    """It serves again instead of the one that had replaced it."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. See :class:`rekognize.storage.tables.ModelEventRow`."""

    at: datetime
    who: str
    what: What
    identity: str
    replaced: str | None
    why: str
    report: dict[str, Any] | None


def log(
    session: Session,
    who: str,
    what: What,
    identity: str,
    *,
    why: str,
    replaced: str | None = None,
    report: dict[str, Any] | None = None,
) -> None:
    """Write an event in the transaction of what it tells of."""
    session.add(
        ModelEventRow(
            at=datetime.now(UTC),
            who=who[:100],
            what=what.value,
            identity=identity,
            replaced=replaced,
            why=why,
            report=report,
        )
    )


def read_events(session: Session, identity: str | None = None) -> list[Event]:
    """All events, or those of one version, the oldest first."""
    asked = select(ModelEventRow).order_by(ModelEventRow.id)
    if identity is not None:
        asked = asked.where(ModelEventRow.identity == identity)
    return [
        Event(row.at, row.who, What(row.what), row.identity, row.replaced, row.why, row.report)
        for row in session.scalars(asked)
    ]


def champions_before(events: Sequence[Event]) -> list[str]:
    """The champions that the present one stands on, the last one last.

    A promotion puts the champion of that time on the pile, a rollback takes it off again: two
    rollbacks in a row go back by two, and not back and forth.
    """
    pile: list[str] = []
    for event in events:
        if event.what is What.PROMOTED and event.replaced is not None:
            pile.append(event.replaced)
        elif event.what is What.ROLLED_BACK:
            while pile and pile.pop() != event.identity:
                pass
    return pile
