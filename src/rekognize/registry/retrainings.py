"""Retraining as everybody sees it: one at a time, how far it is, whether it should stop.

The process that trains says every few seconds that it is alive. One that is silent has died, by
whatever kill, and the next may begin: no lock is left behind.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from rekognize.errors import Conflict, UnknownRecord
from rekognize.storage.database import Database
from rekognize.storage.tables import RetrainingRow

SILENCE: Final = timedelta(seconds=20)
"""After which a process that trains counts as dead."""


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Retraining:
    """A run. See :class:`rekognize.storage.tables.RetrainingRow`."""

    id: str
    who: str
    started: datetime
    state: RunState
    progress: dict[str, Any]
    outcome: str


class Retrainings:
    """The runs that a database knows. Safe to use from many threads, processes and machines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, who: str) -> str:
        """Begin a run; gives its id.

        Raises:
            Conflict: another one runs.
            StorageFull, StorageUnavailable: nothing was written.
        """
        now = datetime.now(UTC)
        with self._database.writing() as session:
            if self._database.path is None:
                session.execute(text("LOCK TABLE retrainings IN SHARE ROW EXCLUSIVE MODE"))
            _bury(session, now)
            running = session.scalar(
                select(RetrainingRow).where(RetrainingRow.state == RunState.RUNNING)
            )
            if running is not None:
                raise Conflict(
                    f"one retraining runs at a time, and {running.who}'s of "
                    f"{running.started:%Y-%m-%d %H:%M:%S} UTC does; received another by {who}"
                )
            row = RetrainingRow(
                id=secrets.token_hex(16),
                who=who[:100],
                started=now,
                seen=now,
                state=RunState.RUNNING.value,
                stop=False,
                progress={},
                outcome="",
            )
            session.add(row)
        return row.id

    def who(self, run: str) -> str:
        """Who began a run.

        Raises:
            UnknownRecord: there is none of that id.
        """
        with self._database.reading() as session:
            row = session.get(RetrainingRow, run)
            if row is None:
                raise UnknownRecord(f"the id of a run is needed, received {run[:40]!r}")
            return row.who

    def tell(self, run: str, progress: dict[str, Any] | None = None) -> bool:
        """Say that a run is alive, and how far; whether it may go on.

        It may not when somebody asked it to stop, or took it for dead and began another.
        """
        with self._database.writing() as session:
            row = session.get_one(RetrainingRow, run)
            row.seen = datetime.now(UTC)
            if progress is not None:
                row.progress = progress
            return row.state == RunState.RUNNING and not row.stop

    def end(self, run: str, state: RunState, outcome: str) -> None:
        """Record how a run ended."""
        with self._database.writing() as session:
            row = session.get_one(RetrainingRow, run)
            row.state, row.outcome, row.seen = state.value, outcome, datetime.now(UTC)

    def stop(self) -> None:
        """Ask the run that is under way to stop.

        Raises:
            Conflict: none is.
        """
        with self._database.writing() as session:
            _bury(session, datetime.now(UTC))
            row = session.scalar(
                select(RetrainingRow).where(RetrainingRow.state == RunState.RUNNING)
            )
            if row is None:
                raise Conflict("a retraining under way is needed to stop, received none")
            row.stop = True

    def last(self) -> Retraining | None:
        """The run that was begun last."""
        with self._database.reading() as session:
            row = session.scalar(select(RetrainingRow).order_by(RetrainingRow.started.desc()))
            if row is None:
                return None
            died = row.state == RunState.RUNNING and datetime.now(UTC) > row.seen + SILENCE
            return Retraining(
                row.id,
                row.who,
                row.started,
                RunState.FAILED if died else RunState(row.state),
                row.progress,
                _DIED if died else row.outcome,
            )


_DIED: Final = "its process ended without a word"


def _bury(session: Session, now: datetime) -> None:
    """Mark the runs whose process has died."""
    asked = select(RetrainingRow).where(
        RetrainingRow.state == RunState.RUNNING, RetrainingRow.seen < now - SILENCE
    )
    for row in session.scalars(asked):
        row.state, row.outcome = RunState.FAILED.value, _DIED
