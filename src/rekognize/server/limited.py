"""Routes whose JSON body FastAPI reads: within limits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from rekognize.errors import RequestTimeout, RequestTooLarge
from rekognize.server.body import read_whole
from rekognize.server.settings import ServerSettings

LIMIT_ERRORS: Final = (RequestTooLarge, RequestTimeout)
"""What such a route may answer besides its own errors."""

_MOST: Final = 300_000
"""Bytes; a thousand ids, however they are written, have fewer."""


def limited(settings: ServerSettings) -> type[APIRoute]:
    """A class of routes that read a body up to 300,000 bytes, in the time that the settings give.

    FastAPI reads it whole before it looks who sends it.
    """

    class Limited(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()
            if self.body_field is None:
                return handle

            async def limit(request: Request) -> Response:
                body = await read_whole(request, _MOST, settings.body_seconds)

                async def receive() -> Message:
                    return {"type": "http.request", "body": body, "more_body": False}

                return await handle(Request(request.scope, receive))

            return limit

    return Limited
