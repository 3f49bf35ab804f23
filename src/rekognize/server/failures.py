"""Everything that goes wrong, answered in one shape."""

from __future__ import annotations

import logging
from typing import Any, Final

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rekognize.errors import (
    DatabaseOutdated,
    InvalidRequest,
    Overloaded,
    RekognizeError,
    StorageFull,
    StorageUnavailable,
    Unauthorized,
)
from rekognize.server.schemas import ErrorBody

_LOG: Final = logging.getLogger("rekognize.server")

INTERNAL: Final = "internal_error"
"""Code of a fault in the server itself."""

BAD_REQUEST: Final = "bad_request"
"""Code of what is no proper HTTP."""

HEADERS_TOO_LARGE: Final = "headers_too_large"
"""Code of a request whose address and headers are longer than any browser's."""

_CODES: Final = {
    400: BAD_REQUEST,
    404: "not_found",
    405: "method_not_allowed",
    431: HEADERS_TOO_LARGE,
}
"""Codes of what Starlette refuses by itself."""

_TOLD: Final[dict[type[RekognizeError], str]] = {
    StorageUnavailable: "the database cannot be used now; the server's log says why",
    StorageFull: "there is no room left to keep this; the server's log says more",
    DatabaseOutdated: "the database is of another version; the server's log says which",
}
"""What is answered instead of errors' own messages, which say where the database is."""

RETRY_AFTER_SECONDS: Final = 1


def error_answer(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> Response:
    """``{"error": {"code": ..., "message": ...}}``."""
    return Response(
        orjson.dumps({"error": {"code": code, "message": _encodable(message)}}),
        status,
        headers,
        "application/json",
    )


def error_responses(*errors: type[RekognizeError]) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of a route that raises these errors."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        text = f"`{error.code}`: {(error.__doc__ or '').splitlines()[0]}"
        response = by_status.setdefault(error.http_status, {"model": ErrorBody, "description": ""})
        response["description"] = "\n\n".join(filter(None, (response["description"], text)))
    return by_status


def add_failures(app: FastAPI) -> None:
    """Answer every error of this application in the one shape."""
    app.add_exception_handler(RekognizeError, _on_own_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(ClientDisconnect, _on_disconnect)
    app.add_middleware(FaultAnswers)


async def _on_own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RekognizeError)  # noqa: S101 - how Starlette calls it
    headers: dict[str, str] = {}
    message = _TOLD.get(type(error), error.message)
    if message != error.message:
        _LOG.error("%s %s: %s", request.method, request.url.path, error.message)
    if isinstance(error, Overloaded):
        headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    elif isinstance(error, Unauthorized):
        headers["www-authenticate"] = "Bearer"  # RFC 9110, 11.6.1
    return error_answer(error.http_status, error.code, message, headers)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - how Starlette calls it
    received = f"received {request.method} {request.url.path[:200]}"
    code = _CODES.get(error.status_code, f"http_{error.status_code}")
    headers = dict(error.headers) if error.headers else None
    return error_answer(error.status_code, code, f"{error.detail}; {received}", headers)


async def _on_validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - how Starlette calls it
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"])
    return error_answer(InvalidRequest.http_status, InvalidRequest.code, f"{where}: {first['msg']}")


async def _on_disconnect(_: Request, __: Exception) -> Response:
    """Nobody reads this; it keeps a client that went away out of the log of faults."""
    return Response(status_code=400)


class FaultAnswers:
    """ASGI middleware that answers what nobody foresaw with 500 and logs its traceback.

    Starlette's own way answers too, but then raises the exception again, upon which uvicorn
    closes the connection under requests that the client has already sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        started = False

        async def watching_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watching_send)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            message = "the server failed on this request; its log says how"
            await error_answer(500, INTERNAL, message)(scope, receive, send)


def _encodable(message: str) -> str:
    """Without the lone surrogates that broken input may have brought into a message."""
    return message.encode("utf-8", "replace").decode()
