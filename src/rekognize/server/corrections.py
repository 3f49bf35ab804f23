"""Feedback on its way from a request to the database."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import orjson
from starlette.concurrency import run_in_threadpool

from rekognize.errors import InvalidRequest
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


class Corrections:
    """Writes feedback to the database, in one thread, off the event loop."""

    def __init__(
        self, settings: ServerSettings, database: LazyDatabase, sinks: Sequence[str] = ()
    ) -> None:
        self._database = database
        self._sinks = sinks
        self._limits = settings.image_limits
        self._writer: Workers[Given, Receipt] = Workers(
            self._record, threads=1, queue=settings.queue, together=_TOGETHER
        )

    async def take(self, answered: Answered, label: str, key: str) -> Receipt:
        """Keep what somebody says of an answer; on disk when this returns.

        Raises:
            InvalidRequest: no such label, or nothing was drawn.
            Conflict: the key was used before with another label.
            Overloaded, StorageFull, StorageUnavailable: it was not kept.
        """
        given = await run_in_threadpool(self._given, answered, label, key)
        return await self._writer.run(given)

    async def withdraw(self, feedback: str) -> None:
        """Delete feedback that was just given. As :func:`rekognize.feedback.take.withdraw`."""
        await run_in_threadpool(self._withdraw, feedback)

    def close(self) -> None:
        """Finish what waits."""
        self._writer.close()

    def _given(self, answered: Answered, label: str, key: str) -> Given:
        from rekognize.feedback.take import Given

        answer = orjson.loads(answered.answer)
        check_label(label, answer["alphabet"])
        if answer["glyph"] is None:
            raise InvalidRequest("feedback is about a drawing with ink, received a blank one")
        if answered.is_strokes:
            drawing = kept_strokes(StrokesBody.model_validate_json(answered.body))
        else:
            drawing = kept_picture(decode_image(answered.body, self._limits))
        return Given(
            key=key,
            label=label,
            alphabet=answer["alphabet"],
            answer=answer["label"],
            candidates=[(each["label"], each["confidence"]) for each in answer["candidates"]],
            model=answer["model"],
            media_type=STROKES if answered.is_strokes else PICTURE,
            drawing=drawing,
            glyph=b64decode(answer["glyph"]),
        )

    def _record(self, given: Sequence[Given]) -> Sequence[Receipt | Exception]:
        from rekognize.feedback.take import record

        return record(self._database.get(), given, self._sinks)

    def _withdraw(self, feedback: str) -> None:
        from rekognize.feedback.take import withdraw

        withdraw(self._database.get(), feedback)
