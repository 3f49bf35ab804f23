"""Feedback in the order in which to review it: the most useful first."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Subquery, case, func, select, tuple_

from rekognize.errors import InvalidRequest
from rekognize.feedback.chosen import Chosen
from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.feedback.take import State
from rekognize.storage.database import Database
from rekognize.storage.tables import FeedbackRow

DOUBTFUL: Final = 0.8
"""An answer of less confidence is of low confidence."""

RARE: Final = 4
"""A label is rare when it has less than the mean count of all labels over this."""

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Queued:
    """One record in the queue.

    Attributes:
        row: the record, its drawing not loaded.
        alike: how many of those chosen have its label and look like it, itself among them.
    """

    row: FeedbackRow
    alike: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the queue, and where the next begins; None at the end."""

    records: Sequence[Queued]
    following: str | None


def review_page(
    database: Database, chosen: Chosen, cursor: str | None = None, most: int = PAGE
) -> Page:
    """Feedback to review, a page at a time.

    First what the model answered otherwise, then what it was not sure of, then labels of which
    there is little, then the rest. Drawings with the same label that look alike follow each other,
    in the place of the most useful of them; within a place the least confident come first.

    Args:
        database: where it is kept.
        chosen: which to list.
        cursor: ``following`` of the page before.
        most: records on a page.

    Raises:
        InvalidRequest: it is no cursor.
        StorageUnavailable: the database cannot be reached.
    """
    ranked = _ranked(chosen)
    keys = [ranked.c[name] for name in _ORDER]
    asked = select(*keys, ranked.c.alike).order_by(*keys).limit(most + 1)
    if cursor is not None:
        asked = asked.where(tuple_(*keys) > tuple_(*_place(cursor)))
    with database.reading() as session:
        places = session.execute(asked).all()
        ids = [place.id for place in places[:most]]
        rows = {
            row.id: row
            for row in session.scalars(select(FeedbackRow).where(FeedbackRow.id.in_(ids)))
        }
    records = [Queued(rows[place.id], place.alike) for place in places[:most] if place.id in rows]
    following = _cursor(places[most - 1][: len(_ORDER)]) if len(places) > most else None
    return Page(records, following)


def count_states(database: Database, chosen: Chosen) -> dict[State, int]:
    """How many of those chosen are in each state, whatever state was chosen."""
    row = FeedbackRow
    others = Chosen(None, chosen.label, chosen.answer, chosen.model, chosen.since, chosen.until)
    number = func.count().label("number")
    asked = select(row.state, number).where(*others.conditions()).group_by(row.state)
    with database.reading() as session:
        counts = {found.state: found.number for found in session.execute(asked)}
    return {state: counts.get(state, 0) for state in State}


_ORDER: Final = ("tier", "doubt", "label", "shape", "confidence", "id")
_KINDS: Final = (int, float, str, str, float, str)
_TIERS: Final = 4


def _ranked(chosen: Chosen) -> Subquery:
    """Of each record chosen: its place in the order, and how many look like it."""
    row = FeedbackRow
    kept = (
        select(row.label.label("label"), func.count().label("count"))
        .where(row.state != State.REJECTED)
        .group_by(row.label)
        .subquery()
    )
    mean = select(func.avg(kept.c.count)).scalar_subquery()
    tier = case(
        (row.label != func.coalesce(row.answer, NOT_A_CHARACTER), 0),
        (row.confidence < DOUBTFUL, 1),
        (kept.c.count * RARE < mean, 2),
        else_=3,
    )
    tiered = (
        select(row.id, row.label, row.shape, row.confidence, tier.label("tier"))
        .join(kept, kept.c.label == row.label, isouter=True)
        .where(*chosen.conditions())
        .subquery()
    )
    alike = (tiered.c.label, tiered.c.shape)
    return select(
        tiered.c.id,
        tiered.c.label,
        tiered.c.shape,
        tiered.c.confidence,
        func.min(tiered.c.tier).over(partition_by=alike).label("tier"),
        func.min(tiered.c.confidence).over(partition_by=alike).label("doubt"),
        func.count().over(partition_by=alike).label("alike"),
    ).subquery()


def _cursor(place: Sequence[Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(list(place))).decode()


def _place(cursor: str) -> list[Any]:
    try:
        place = orjson.loads(urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError):
        place = None
    if (
        not isinstance(place, list)
        or tuple(map(type, place)) != _KINDS
        or place[0] not in range(_TIERS)
    ):
        raise InvalidRequest(f"a cursor comes from the page before, received {cursor[:60]!r}")
    return place
