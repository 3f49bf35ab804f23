"""Which feedback is meant: by label, answer, model, date and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.feedback.take import State
from rekognize.storage.tables import FeedbackRow


@dataclass(frozen=True, slots=True)
class Chosen:
    """Feedback for which all holds that is not None.

    Attributes:
        state: pending, accepted or rejected.
        label: that holds.
        answer: of the model; ``not-a-character`` where it answered so.
        model: ``name@version``.
        since: given then or later.
        until: given before then.
    """

    state: State | None = None
    label: str | None = None
    answer: str | None = None
    model: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row must satisfy."""
        row = FeedbackRow
        found: list[ColumnElement[bool]] = []
        if self.state is not None:
            found.append(row.state == self.state)
        if self.label is not None:
            found.append(row.label == self.label)
        if self.answer is not None:
            is_none = self.answer == NOT_A_CHARACTER
            found.append(row.answer.is_(None) if is_none else row.answer == self.answer)
        if self.model is not None:
            found.append(row.model == self.model)
        if self.since is not None:
            found.append(row.created >= self.since)
        if self.until is not None:
            found.append(row.created < self.until)
        return found
