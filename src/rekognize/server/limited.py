"""Routes whose JSON body FastAPI reads: within limits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from rekognize.errors import Overloaded, RequestTimeout, RequestTooLarge
from rekognize.server.body import Bodies

LIMIT_ERRORS: Final = (RequestTooLarge, RequestTimeout, Overloaded)
"""What such a route may answer besides its own errors."""

_MOST: Final = 300_000
"""Bytes; a thousand ids, however they are written, have fewer."""


def limited(bodies: Bodies) -> type[APIRoute]:
    """A class of routes that read a body up to 300,000 bytes.

    FastAPI reads it whole before it looks who sends it.
    """

    class Limited(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()
            if self.body_field is None:
                return handle

            async def limit(request: Request) -> Response:
                async with bodies.reading_whole(request, _MOST) as body:

                    async def receive() -> Message:
                        return {"type": "http.request", "body": body, "more_body": False}

                    return await handle(Request(request.scope, receive))

            return limit

    return Limited
