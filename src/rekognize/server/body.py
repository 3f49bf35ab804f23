"""Request bodies, read within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from rekognize.errors import EmptyInput, Overloaded, RequestTimeout, RequestTooLarge


class Bodies:
    """The bodies of all requests under way in one process, together within one limit.

    Each is held until its request is answered: what waits for a thread takes memory too.

    Args:
        most: bytes of all of them.
        seconds: how long one may take to arrive.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._held = 0

    @asynccontextmanager
    async def reading(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """The whole body, which is not empty, as :meth:`reading_whole`.

        Raises:
            RequestTooLarge: more bytes.
            Overloaded: too many bytes of all requests.
            RequestTimeout: more time.
            EmptyInput: no bytes.
            ClientDisconnect: the client went away.
        """
        async with self.reading_whole(request, limit) as body:
            if not body:
                raise EmptyInput("a picture or strokes are needed in the body, received 0 bytes")
            yield body

    @asynccontextmanager
    async def reading_whole(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """The whole body, at most ``limit`` bytes; counted until the context is left.

        A ``Content-Length`` above the limit is refused before anything is read; one that is
        absent or lies changes nothing, since what arrives is counted.

        Raises:
            RequestTooLarge: more bytes.
            Overloaded: too many bytes of all requests.
            RequestTimeout: more time.
            ClientDisconnect: the client went away.
        """
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and (len(announced) > 18 or int(announced) > limit):
            raise _too_large(limit, f"an announced {announced[:18]}")
        chunks: list[bytes] = []
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._collect(request, limit, chunks)
            except TimeoutError:
                raise RequestTimeout(
                    f"a body must arrive within {self._seconds:g} s, received a part"
                ) from None
            yield b"".join(chunks)
        finally:
            self._held -= sum(map(len, chunks))

    async def _collect(self, request: Request, limit: int, chunks: list[bytes]) -> None:
        total = 0
        more = True
        while more:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            chunk = message.get("body", b"")
            total += len(chunk)
            if total > limit:
                raise _too_large(limit, f"{total:,} and more")
            if self._held + len(chunk) > self._most:
                raise Overloaded(
                    f"the bodies of all requests may have up to {self._most:,} bytes together, "
                    "received more; try again"
                )
            self._held += len(chunk)
            chunks.append(chunk)
            more = message.get("more_body", False)


def _too_large(limit: int, received: str) -> RequestTooLarge:
    return RequestTooLarge(
        f"a body of this type may have up to {limit:,} bytes, received {received}"
    )
