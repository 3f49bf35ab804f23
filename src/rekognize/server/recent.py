"""The answers given last, so that feedback need not carry the drawing again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from rekognize.errors import UnknownRecord

_MOST: Final = 1024
_MOST_BYTES: Final = 12_000_000


@dataclass(frozen=True, slots=True)
class Answered:
    """A drawing and what was answered.

    Attributes:
        name: id of the answer.
        body: the drawing, as it was sent; a picture without the form around it.
        is_strokes: whether it is strokes rather than a picture.
        answer: the answer's JSON.
    """

    name: str
    body: bytes
    is_strokes: bool
    answer: bytes


class RecentAnswers:
    """Answers by id, the oldest forgotten first. Safe to use from many threads.

    They are of one process alone: where several serve, or the answer is too old, whoever has
    something to say of it sends the drawing along.
    """

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()
        self._answers: OrderedDict[str, Answered] = OrderedDict()

    def add(self, answered: Answered) -> None:
        """Remember an answer; one that is larger than all the room is not."""
        if _size(answered) > self._most_bytes:
            return
        with self._lock:
            self._answers[answered.name] = answered
            self._bytes += _size(answered)
            while len(self._answers) > self._most or self._bytes > self._most_bytes:
                self._bytes -= _size(self._answers.popitem(last=False)[1])

    def get(self, name: str) -> Answered:
        """The answer of that id.

        Raises:
            UnknownRecord: it is not, or no longer, remembered here.
        """
        with self._lock:
            answered = self._answers.get(name)
        if answered is None:
            raise UnknownRecord(
                f"the id of a recent answer is needed, or the drawing itself; "
                f"received {name[:40]!r}, which this process does not remember"
            )
        return answered


def _size(answered: Answered) -> int:
    return len(answered.body) + len(answered.answer)
