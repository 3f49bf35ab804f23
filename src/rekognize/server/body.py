"""A request body, read within limits."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from rekognize.errors import EmptyInput, RequestTimeout, RequestTooLarge


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body, which is not empty, as :func:`read_whole`.

    Raises:
        RequestTooLarge: more bytes.
        RequestTimeout: more time.
        EmptyInput: no bytes.
        ClientDisconnect: the client went away.
    """
    body = await read_whole(request, limit, seconds)
    if not body:
        raise EmptyInput("a picture or strokes are needed in the body, received 0 bytes")
    return body


async def read_whole(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body, at most ``limit`` bytes, within ``seconds``.

    A ``Content-Length`` above the limit is refused before anything is read; one that is absent
    or lies changes nothing, since what arrives is counted.

    Raises:
        RequestTooLarge: more bytes.
        RequestTimeout: more time.
        ClientDisconnect: the client went away.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > 18 or int(announced) > limit):
        raise _too_large(limit, f"an announced {announced[:18]}")
    try:
        async with asyncio.timeout(seconds):
            return await _collect(request, limit)
    except TimeoutError:
        raise RequestTimeout(f"a body must arrive within {seconds:g} s, received a part") from None


async def _collect(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        total += len(chunk)
        if total > limit:
            raise _too_large(limit, f"{total:,} and more")
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(limit: int, received: str) -> RequestTooLarge:
    return RequestTooLarge(
        f"a body of this type may have up to {limit:,} bytes, received {received}"
    )
