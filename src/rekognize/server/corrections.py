"""Feedback on its way from a request to the database."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import orjson
from starlette.concurrency import run_in_threadpool

from rekognize.errors import InvalidRequest, StorageFull
from rekognize.feedback.drawing import PICTURE, STROKES, kept_picture, kept_strokes
from rekognize.feedback.labels import check_label
from rekognize.images import decode_image
from rekognize.server.opened import LazyDatabase
from rekognize.server.recent import Answered
from rekognize.server.schemas import StrokesBody
from rekognize.server.settings import ServerSettings
from rekognize.server.workers import Workers

if TYPE_CHECKING:
    from rekognize.feedback.take import Given, Receipt

_TOGETHER: Final = 64
"""Feedback that shares a commit."""

_COUNT_AGAIN: Final = 5.0
"""Seconds after which to count again what waits for review."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Feedback that may be written: the answer as values, and the picture where it is one."""

    answered: Answered
    answer: dict[str, Any]
    label: str
    key: str
    picture: bytes | None


class Corrections:
    """Writes feedback to the database, in one thread, off the event loop.

    Pictures are packed in as many other threads as may read them: each needs its pixels' memory.
    """

    def __init__(
        self, settings: ServerSettings, database: LazyDatabase, sinks: Sequence[str] = ()
    ) -> None:
        self._database = database
        self._sinks = sinks
        self._limits = settings.image_limits
        self._most_pending = settings.pending
        self._pending = 0
        self._counted = -_COUNT_AGAIN
        self._writer: Workers[_Said, Receipt] = Workers(
            self._record, threads=1, queue=settings.queue, together=_TOGETHER
        )
        self._packers: Workers[Answered, bytes] = Workers(
            self._pack, threads=settings.threads, queue=settings.queue
        )

    async def take(self, answered: Answered, label: str, key: str) -> Receipt:
        """Keep what somebody says of an answer; on disk when this returns.

        Raises:
            InvalidRequest: no such label, or nothing was drawn.
            Conflict: the key was used before with another label.
            Overloaded, StorageFull, StorageUnavailable: it was not kept.
        """
        answer = orjson.loads(answered.answer)
        check_label(label, answer["alphabet"])
        if answer["glyph"] is None:
            raise InvalidRequest("feedback is about a drawing with ink, received a blank one")
        # A photograph takes long to pack: no other feedback shall wait for that.
        picture = None if answered.is_strokes else await self._packers.run(answered)
        return await self._writer.run(_Said(answered, answer, label, key, picture))

    async def withdraw(self, feedback: str) -> None:
        """Delete feedback that was just given. As :func:`rekognize.feedback.take.withdraw`."""
        await run_in_threadpool(self._withdraw, feedback)

    def close(self) -> None:
        """Finish what waits."""
        self._packers.close()
        self._writer.close()

    def _pack(self, answered: Sequence[Answered]) -> Sequence[bytes | Exception]:
        return [kept_picture(decode_image(each.body, self._limits)) for each in answered]

    def _record(self, said: Sequence[_Said]) -> Sequence[Receipt | Exception]:
        from rekognize.feedback.take import count_pending, record

        database = self._database.get()
        if monotonic() - self._counted >= _COUNT_AGAIN:
            self._pending = count_pending(database)
            self._counted = monotonic()
        if self._pending >= self._most_pending:
            raise StorageFull(
                f"up to {self._most_pending:,} drawings may wait for review, received one more"
            )
        self._pending += len(said)
        return record(database, [_given(each) for each in said], self._sinks)

    def _withdraw(self, feedback: str) -> None:
        from rekognize.feedback.take import withdraw

        withdraw(self._database.get(), feedback)


def _given(said: _Said) -> Given:
    from rekognize.feedback.take import Given

    answer, drawing = said.answer, said.picture
    if drawing is None:
        drawing = kept_strokes(StrokesBody.model_validate_json(said.answered.body))
    return Given(
        key=said.key,
        label=said.label,
        alphabet=answer["alphabet"],
        answer=answer["label"],
        candidates=[(each["label"], each["confidence"]) for each in answer["candidates"]],
        model=answer["model"],
        media_type=STROKES if said.picture is None else PICTURE,
        drawing=drawing,
        glyph=b64decode(answer["glyph"]),
    )
