"""Taking feedback: written once, acknowledged when it is on disk, undone for a moment."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, select
from sqlalchemy import insert as insert_rows
from sqlalchemy.dialects import postgresql, sqlite

from rekognize.errors import Conflict, RekognizeError, UnknownRecord
from rekognize.glyphs import GLYPH_VERSION
from rekognize.storage.database import Database
from rekognize.storage.shape import shape_of
from rekognize.storage.tables import Base, FeedbackRow, OutboxRow

UNDO: Final = timedelta(seconds=60)
"""How long whoever gave feedback may withdraw it."""


_FEEDBACK: Final = Base.metadata.tables[FeedbackRow.__tablename__]

# Made once: SQLAlchemy compiles a statement that it knows already once, too.
_INSERT_SQLITE: Final = sqlite.insert(_FEEDBACK).on_conflict_do_nothing(index_elements=["key"])
_INSERT_POSTGRESQL: Final = postgresql.insert(_FEEDBACK).on_conflict_do_nothing(
    index_elements=["key"]
)
_KEPT: Final = select(*(_FEEDBACK.c[name] for name in ("key", "id", "given", "created"))).where(
    _FEEDBACK.c.key.in_(bindparam("keys", expanding=True))
)


class State(StrEnum):
    """What a reviewer has said of feedback."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of one answer. See :class:`rekognize.storage.tables.FeedbackRow`.

    Its glyph is one that this version made.
    """

    key: str
    label: str
    alphabet: str
    answer: str | None
    candidates: Sequence[tuple[str, float]]
    model: str
    media_type: str
    drawing: bytes
    glyph: bytes
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def values(self) -> dict[str, Any]:
        """The row's columns."""
        return {
            "id": self.id,
            "key": self.key,
            "created": self.created,
            "alphabet": self.alphabet,
            "answer": self.answer,
            "confidence": self.candidates[0][1],
            "candidates": [list(candidate) for candidate in self.candidates],
            "model": self.model,
            "given": self.label,
            "label": self.label,
            "media_type": self.media_type,
            "drawing": self.drawing,
            "glyph": self.glyph,
            "glyph_version": GLYPH_VERSION,
            "shape": shape_of(self.glyph),
            "state": State.PENDING,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """Feedback that is on disk.

    Attributes:
        id: of the record.
        undo_until: until when whoever knows the id may withdraw it.
        is_new: false when the same had been given before.
    """

    id: str
    undo_until: datetime
    is_new: bool


def record(
    database: Database, given: Sequence[Given], sinks: Sequence[str] = ()
) -> list[Receipt | RekognizeError]:
    """Write feedback in one transaction; on disk when this returns.

    One commit for all that waits is what makes many clients fast: the disk is waited for once.

    Args:
        database: where to.
        given: what was given.
        sinks: to whom to hand on what is new, once it can no longer be withdrawn.

    Returns:
        A receipt each; Conflict where the key was used before with another label.

    Raises:
        StorageFull, StorageUnavailable: nothing of it was written.
    """
    insert = _INSERT_SQLITE if database.path is not None else _INSERT_POSTGRESQL
    # In the order of their keys, so that two writers never wait for each other crosswise.
    values = sorted((each.values() for each in given), key=lambda row: str(row["key"]))
    keys = list({each.key for each in given})
    with database.writing() as session:
        connection = session.connection()
        kept: dict[str, Row[Any]] = {}
        # Once, unless PostgreSQL has let somebody delete a double between the two statements.
        while missing := [row for row in values if row["key"] not in kept]:
            connection.execute(insert, missing)
            kept = {row.key: row for row in connection.execute(_KEPT, {"keys": keys})}
        new = [each for each in given if kept[each.key].id == each.id]
        if sinks and new:
            waiting = [
                {"feedback": each.id, "sink": sink, "due": each.created + UNDO, "tries": 0}
                for each in new
                for sink in sinks
            ]
            session.execute(insert_rows(OutboxRow), waiting)
    results: list[Receipt | RekognizeError] = []
    for each in given:
        row = kept[each.key]
        if row.given != each.label:
            results.append(
                Conflict(
                    f"this answer was said to be {row.given!r} before, which can be withdrawn "
                    f"for {UNDO.seconds} s; received {each.label!r}"
                )
            )
        else:
            results.append(Receipt(row.id, row.created + UNDO, row.id == each.id))
    return results


def count_pending(database: Database) -> int:
    """How much feedback waits for review.

    Raises:
        StorageUnavailable: the database cannot be reached.
    """
    asked = select(func.count()).where(FeedbackRow.state == State.PENDING)
    with database.reading() as session:
        return session.scalars(asked).one()


def withdraw(database: Database, feedback: str) -> None:
    """Delete feedback that was just given.

    Raises:
        UnknownRecord: there is none of that id.
        Conflict: it was given too long ago, or has been reviewed.
        StorageFull, StorageUnavailable: it could not be deleted.
    """
    with database.writing() as session:
        # Locked, so that no reviewer decides before it is gone.
        row = session.get(FeedbackRow, feedback, with_for_update=True)
        if row is None:
            raise UnknownRecord(f"the id of some feedback is needed, received {feedback[:40]!r}")
        if row.state != State.PENDING or datetime.now(UTC) > row.created + UNDO:
            raise Conflict(
                f"feedback can be withdrawn for {UNDO.seconds} s and until it is reviewed; "
                f"received one of {row.created:%Y-%m-%d %H:%M:%S} UTC, {row.state}"
            )
        session.execute(delete(FeedbackRow).where(FeedbackRow.id == feedback))
