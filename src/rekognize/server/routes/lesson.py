"""``/api/v1/lesson``: watch the classic network learn, for administrators."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from rekognize.errors import Conflict, InvalidData, InvalidRequest, MissingData, MissingExtra
from rekognize.server.administrators import ADMINISTRATOR_ERRORS, Administrators
from rekognize.server.failures import error_responses
from rekognize.server.lesson import Lesson

_ERRORS: Final = (
    *ADMINISTRATOR_ERRORS,
    InvalidRequest,
    Conflict,
    InvalidData,
    MissingData,
    MissingExtra,
)


def router(administrators: Administrators) -> APIRouter:
    """The route, for administrators."""
    routes = APIRouter(tags=["Models"], dependencies=[Depends(administrators)])

    @routes.post(
        "/lesson",
        summary="Watch a network learn",
        response_class=StreamingResponse,
        responses=error_responses(*_ERRORS),
    )
    async def give(
        digits: Annotated[int, Query(ge=100, le=20_000, description="To learn from.")] = 4_000,
        epochs: Annotated[int, Query(ge=1, le=30, description="How often each is shown.")] = 8,
    ) -> StreamingResponse:
        """Server-sent events `lesson`, about two a second, until it is finished.

        The classic network learns MNIST digits in a process of its own; one lesson at a time on
        this computer. Closing the connection ends it. Nothing of it is kept.
        """
        from rekognize.registry.extra import check_training

        check_training()
        lesson = Lesson(digits, epochs)
        try:
            return _Watched(lesson, await lesson.begun())
        except BaseException:
            lesson.end()
            raise

    return routes


class _Watched(StreamingResponse):
    """The events of a lesson, which ends when nobody takes them any more."""

    def __init__(self, lesson: Lesson, first: bytes) -> None:
        self._lesson = lesson
        super().__init__(
            _events(lesson, first),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._lesson.end()


async def _events(lesson: Lesson, first: bytes) -> AsyncIterator[bytes]:
    yield _event(first)
    async for line in lesson.news():
        yield _event(line)


def _event(line: bytes) -> bytes:
    return b"event: lesson\ndata: " + line + b"\n"
