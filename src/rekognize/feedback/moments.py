"""Points in time as people and files write them."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone is in UTC.

    Raises:
        ValueError: in UTC its year would not be one from 1 to 9999.
    """
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("in UTC its year is not from 1 to 9999") from None


def moment_of(text: str) -> datetime:
    """A date or a time as people write it; without a zone it is UTC.

    Raises:
        ValueError: it is neither.
    """
    return in_utc(datetime.fromisoformat(text))
