"""What reviewers do with feedback: accept, reject, relabel, delete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import undefer

from rekognize.errors import InvalidRequest, UnknownRecord
from rekognize.feedback.labels import check_label
from rekognize.feedback.take import State
from rekognize.storage.database import Database
from rekognize.storage.tables import FeedbackRow

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of feedback.

    Attributes:
        by: who; kept with the time, of a new state as of a new label.
        state: to put it in; pending takes a decision back, with who and when; None leaves it.
        label: that holds from now on; None leaves it.
    """

    by: str
    state: State | None = None
    label: str | None = None


def decide(database: Database, ids: Sequence[str], decision: Decision) -> int:
    """Put a decision on record; all of it or nothing.

    Returns:
        How many records there were of those ids.

    Raises:
        InvalidRequest: nothing is decided, or the label cannot be right for one of them.
        StorageFull, StorageUnavailable: it could not be written.
    """
    if decision.state is None and decision.label is None:
        raise InvalidRequest("a decision has a state or a label, received neither")
    is_taken_back = decision.state == State.PENDING
    values: dict[str, Any] = {
        "decided": None if is_taken_back else datetime.now(UTC),
        "decided_by": None if is_taken_back else decision.by,
    }
    if decision.state is not None:
        values["state"] = decision.state
    if decision.label is not None:
        values["label"] = decision.label
    with database.writing() as session:
        changed = 0
        for some in _batches(ids):
            meant = FeedbackRow.id.in_(some)
            if decision.label is not None:
                asked = select(FeedbackRow.alphabet).distinct().where(meant)
                for alphabet in session.scalars(asked):
                    check_label(decision.label, alphabet)
            done = session.execute(update(FeedbackRow).where(meant).values(values))
            changed += _count(done)
    return changed


def erase(database: Database, ids: Sequence[str]) -> int:
    """Delete feedback with its drawing, also where it still waits for a sink.

    Returns:
        How many records there were of those ids.

    Raises:
        StorageFull, StorageUnavailable: it could not be deleted.
    """
    with database.writing() as session:
        return sum(
            _count(session.execute(delete(FeedbackRow).where(FeedbackRow.id.in_(some))))
            for some in _batches(ids)
        )


def find(database: Database, name: str) -> FeedbackRow:
    """One record with its drawing.

    Raises:
        UnknownRecord: there is none of that id.
        StorageUnavailable: the database cannot be reached.
    """
    with database.reading() as session:
        row = session.get(FeedbackRow, name, options=[undefer(FeedbackRow.drawing)])
    if row is None:
        raise UnknownRecord(f"the id of some feedback is needed, received {name[:40]!r}")
    return row


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Each once, as many at a time as a statement may name."""
    ids = list(dict.fromkeys(ids))
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _count(done: Any) -> int:  # noqa: ANN401 - SQLAlchemy tells the kind of result at run time
    assert isinstance(done, CursorResult)  # noqa: S101
    return int(done.rowcount)
