"""Feedback on its way to sinks: kept in the database until a sink has taken it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import delete, func, select, update

from rekognize.errors import SinkUnavailable
from rekognize.storage.database import Database
from rekognize.storage.tables import FeedbackRow, OutboxRow

LEASE: Final = timedelta(minutes=5)
"""For so long what one process hands over is no other's; longer than any sink may take: a sheet
is asked four times, 20 seconds each at most, and for a token, which may take two minutes."""

_FIRST_WAIT: Final = timedelta(seconds=5)
_LONGEST_WAIT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Handed:
    """One feedback as a sink gets it.

    Attributes:
        id: the same at every try: a sink that knows it has it already.
        tries: how often it was tried before.
    """

    id: str
    tries: int
    created: datetime
    alphabet: str
    answer: str | None
    confidence: float
    label: str
    model: str


class Sink(Protocol):
    """Takes feedback elsewhere. Each is delivered at least once."""

    name: str
    most: int
    """How many at a time."""

    def deliver(self, handed: Sequence[Handed]) -> None:
        """Hand feedback over, the oldest first; all of it has been taken when this returns.

        Raises:
            SinkUnavailable: it may not have been; it is tried again.
        """
        ...


def deliver_due(database: Database, sink: Sink, now: datetime | None = None) -> int:
    """Hand what is due to a sink, as much as it takes at a time.

    A process that is killed half way has lost nothing: what it had taken up is due again when its
    lease is over.

    Returns:
        How many it has taken; 0 when nothing was due, or it failed and is tried again later.

    Raises:
        StorageFull, StorageUnavailable: the database could not be used.
    """
    now = now or datetime.now(UTC)
    claimed = _claim(database, sink, now)
    if not claimed:
        return 0
    numbers = list(claimed)
    try:
        sink.deliver(list(claimed.values()))
    except SinkUnavailable as error:
        with database.writing() as session:
            for number, handed in claimed.items():
                later = now + wait_after(handed.tries + 1)
                session.execute(
                    update(OutboxRow)
                    .where(OutboxRow.number == number)
                    .values(due=later, fault=error.message[:300])
                )
        return 0
    with database.writing() as session:
        session.execute(delete(OutboxRow).where(OutboxRow.number.in_(numbers)))
    return len(numbers)


def next_due(database: Database, sink: str) -> datetime | None:
    """When a sink is next due; None when nothing waits for it."""
    with database.reading() as session:
        return session.scalar(select(func.min(OutboxRow.due)).where(OutboxRow.sink == sink))


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries that failed: twice as long each time, up to an hour."""
    waited: timedelta = _FIRST_WAIT * 2 ** min(tries - 1, 20)
    return min(waited, _LONGEST_WAIT)


def _claim(database: Database, sink: Sink, now: datetime) -> dict[int, Handed]:
    """What is due, by its number, kept from other processes for the time of a lease."""
    row = FeedbackRow
    asked = (
        select(OutboxRow, row)
        .join(row, row.id == OutboxRow.feedback)
        .where(OutboxRow.sink == sink.name, OutboxRow.due <= now)
        .order_by(OutboxRow.number)
        .limit(sink.most)
        .with_for_update(skip_locked=True, of=OutboxRow)
    )
    with database.writing() as session:
        claimed: dict[int, Handed] = {}
        for waiting, given in session.execute(asked):
            claimed[waiting.number] = Handed(
                given.id,
                waiting.tries,
                given.created,
                given.alphabet,
                given.answer,
                given.confidence,
                given.label,
                given.model,
            )
            waiting.tries += 1
            waiting.due = now + LEASE
    return claimed
