"""Feedback as plain values: what is exported, and imported again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)
from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import undefer

from rekognize.errors import InvalidData, RekognizeError
from rekognize.feedback.chosen import Chosen
from rekognize.feedback.drawing import PICTURE, STROKES, check_drawing
from rekognize.feedback.labels import check_label
from rekognize.feedback.moments import in_utc
from rekognize.feedback.take import State
from rekognize.storage.database import Database
from rekognize.storage.shape import shape_of
from rekognize.storage.tables import FeedbackRow

_AT_ONCE: Final = 100
"""Records in memory at a time; each may be some hundred kilobytes."""


def _unpacked(value: object) -> object:
    return b64decode(value, validate=True) if isinstance(value, str) else value


Packed = Annotated[
    bytes,
    BeforeValidator(_unpacked),
    PlainSerializer(lambda value: b64encode(value).decode(), when_used="json"),
]
"""Bytes, in text as base64."""

Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
Share = Annotated[float, Field(ge=0, le=1)]


class Record(BaseModel):
    """All that is kept of one feedback. See :class:`rekognize.storage.tables.FeedbackRow`."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    key: Annotated[str, Field(min_length=1, max_length=100)]
    created: Moment
    alphabet: Annotated[str, Field(max_length=40)]
    answer: Annotated[str, Field(min_length=1, max_length=20)] | None
    confidence: Share
    candidates: Annotated[list[tuple[str, Share]], Field(min_length=1, max_length=62)]
    model: Annotated[str, Field(max_length=90)]
    given: str
    label: str
    state: State
    decided: Moment | None
    decided_by: Annotated[str, Field(max_length=100)] | None
    media_type: Literal["application/json", "image/png"]
    drawing: Packed
    glyph: Annotated[Packed, Field(min_length=784, max_length=784)]
    glyph_version: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _labels(self) -> Self:
        try:
            check_label(self.given, self.alphabet)
            check_label(self.label, self.alphabet)
        except RekognizeError as error:
            raise ValueError(error.message) from None
        return self


COLUMNS: Final = tuple(Record.model_fields)
OLDER_COLUMNS: Final = tuple(name for name in COLUMNS if name != "glyph_version")
"""Those of what was exported before glyphs had their version beside them."""

assert {STROKES, PICTURE} == {"application/json", "image/png"}  # noqa: S101 - what Record names


def read_records(database: Database, chosen: Chosen) -> Iterator[Record]:
    """Every record chosen, the oldest first, a few in memory at a time.

    Raises:
        StorageUnavailable: the database cannot be reached.
    """
    place: tuple[datetime, str] | None = None
    order = (FeedbackRow.created, FeedbackRow.id)
    while True:
        asked = select(FeedbackRow).where(*chosen.conditions()).order_by(*order).limit(_AT_ONCE)
        if place is not None:
            asked = asked.where(tuple_(*order) > place)
        with database.reading() as session:
            rows = session.scalars(asked.options(undefer(FeedbackRow.drawing))).all()
        yield from map(Record.model_validate, rows)
        if len(rows) < _AT_ONCE:
            return
        place = (rows[-1].created, rows[-1].id)


def write_records(database: Database, records: Iterator[Record]) -> tuple[int, int]:
    """Keep records that were exported, a few in memory at a time.

    Returns:
        How many are new, and how many there were before (by id or key); those stay as they are.

    Raises:
        StorageFull, StorageUnavailable: it could not be written; what was read before is kept,
            and the same import goes on from there.
    """
    dialect = sqlite if database.path is not None else postgresql
    insert = dialect.insert(FeedbackRow).on_conflict_do_nothing().returning(FeedbackRow.id)
    new = total = 0
    batch: list[dict[str, Any]] = []

    def write() -> int:
        if not batch:
            return 0
        with database.writing() as session:
            return len(session.execute(insert, batch).all())

    for record in records:
        values = record.model_dump()
        values["candidates"] = [list(each) for each in record.candidates]
        batch.append(values | {"shape": shape_of(record.glyph)})
        total += 1
        if len(batch) == _AT_ONCE:
            new += write()
            batch.clear()
    new += write()
    return new, total - new


def record_of(values: object, place: str) -> Record:
    """A record from the values of a file.

    Raises:
        InvalidData: they are none.
    """
    try:
        record = Record.model_validate(values)
        check_drawing(record.drawing, record.media_type)
    except RekognizeError as error:
        raise InvalidData(f"{place}: drawing: {error.message}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the record"
        raise InvalidData(f"{place}: {where}: {first['msg']}") from None
    return record
