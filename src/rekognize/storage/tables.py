"""The tables. Whoever changes one adds a migration; a test compares both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is stored."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - SQLAlchemy's
        """As it is read."""
        del dialect
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""


class FeedbackRow(Base):
    """What somebody said of one answer. Nothing says who.

    Attributes:
        id: random, known to whoever gave it.
        key: under which it was given; the same key is the same feedback.
        created: when.
        alphabet: that was asked for.
        answer: label answered, None when it was called no character.
        confidence: of the best candidate.
        candidates: ``[[label, confidence], ...]``, best first.
        model: ``name@version`` that answered.
        given: label that the visitor gave.
        label: label that holds: the given one, or a reviewer's.
        media_type: of the drawing.
        drawing: strokes as JSON, or a grey PNG without anything of the file it came from.
        glyph: 28 x 28 bytes, 0 paper, 255 ink.
        glyph_version: of the code that made the glyph; None where that was not kept yet.
        shape: the glyph in short; drawings that look alike mostly share it.
        state: pending, accepted or rejected.
        decided: when a reviewer last set state or label; None where a decision was taken back.
        decided_by: who.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        Index("feedback_queue", "state", "created"),
        # All that the order of review needs, so that drawings are not read to find it.
        Index(
            "feedback_review",
            *("state", "label", "shape", "confidence", "answer", "created", "model", "id"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    created: Mapped[datetime] = mapped_column(Moment)
    alphabet: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(String(20))
    confidence: Mapped[float] = mapped_column(Double)
    candidates: Mapped[list[list[Any]]] = mapped_column(JSON)
    model: Mapped[str] = mapped_column(String(90))
    given: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(20))
    media_type: Mapped[str] = mapped_column(String(20))
    drawing: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    glyph: Mapped[bytes] = mapped_column(LargeBinary)
    glyph_version: Mapped[int | None] = mapped_column(Integer)
    shape: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10))
    decided: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(100))


class OutboxRow(Base):
    """Feedback that is still to be handed to a sink. It goes when that is deleted.

    Attributes:
        number: in the order in which it was given.
        feedback: whose.
        sink: by name.
        due: when to try next.
        tries: how often it was tried.
        fault: why the last try failed.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_due", "sink", "due"),)

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    feedback: Mapped[str] = mapped_column(
        String(32), ForeignKey("feedback.id", ondelete="CASCADE"), index=True
    )
    sink: Mapped[str] = mapped_column(String(20))
    due: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    fault: Mapped[str | None] = mapped_column(String(300))


class ModelRow(Base):
    """One version of the model, never changed once it is written.

    Attributes:
        identity: ``name@version``.
        card: the card's JSON, byte for byte.
        model: the ``.onnx`` file, which the card vouches for.
        added: when.
        note: what its owner wants to remember of it; the one thing that may be changed.
    """

    __tablename__ = "models"

    identity: Mapped[str] = mapped_column(String(90), primary_key=True)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    model: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text)


class AliasRow(Base):
    """Which version plays a part: ``champion`` serves, ``candidate`` wants to."""

    __tablename__ = "model_aliases"

    alias: Mapped[str] = mapped_column(String(20), primary_key=True)
    identity: Mapped[str] = mapped_column(ForeignKey("models.identity"))


class ModelEventRow(Base):
    """What happened to a version. Kept when the version itself is removed.

    Attributes:
        id: in the order of time.
        at: when.
        who: did it.
        what: see :class:`rekognize.registry.What`.
        identity: of the version.
        replaced: champion before, where another became it.
        why: in words.
        report: the gate's figures, where it was asked.
    """

    __tablename__ = "model_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(20))
    identity: Mapped[str] = mapped_column(String(90), index=True)
    replaced: Mapped[str | None] = mapped_column(String(90))
    why: Mapped[str] = mapped_column(Text)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class RetrainingRow(Base):
    """One run of retraining, as the process that does it tells the others.

    Attributes:
        id: random.
        who: started it.
        started: when.
        seen: when its process was last heard of; one that is silent for long has died.
        state: see :class:`rekognize.registry.RunState`.
        stop: whether somebody asked it to stop.
        progress: how far it is.
        outcome: identity of the candidate, or what went wrong.
    """

    __tablename__ = "retrainings"
    __table_args__ = (Index("retrainings_started", "started"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    who: Mapped[str] = mapped_column(String(100))
    started: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(12))
    stop: Mapped[bool]
    progress: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(Text)
