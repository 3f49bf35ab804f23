"""One connection of a client: HTTP/1.1 within limits."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from rekognize.errors import RequestTimeout
from rekognize.server.failures import BAD_REQUEST, HEADERS_TOO_LARGE, error_answer
from rekognize.server.headers import NO_STORE, SECURITY

MOST: Final = 65_536
"""Bytes of a request's address and headers."""


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, which bounds neither the size of a request's head nor its time.

    What it refuses is answered in the one shape of errors and closes the connection.

    Args:
        config: as uvicorn hands it over, as are the two after it.
        server_state: of all connections.
        app_state: of the application.
        _loop: the event loop, by the name that uvicorn gives it.
        seconds: how long a request's head may take to arrive.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        seconds: float,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._seconds = seconds
        self._deadline: asyncio.TimerHandle | None = None
        self._arrived = 0
        # Bytes that the parser may be keeping: those since a request began or a body went on.
        self._kept = 0
        self._is_too_large = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._begin_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._end_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what is no body has grown too large."""
        self._arrived = len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        self._kept += len(data)
        if self._kept > MOST:
            self._refuse_headers()
        elif self._deadline is None and not self._is_answering:
            self._begin_deadline()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._keep_nothing()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A request's head is there.

        Raises:
            ValueError: it is too large; the parser then calls :meth:`send_400_response`.
        """
        self._end_deadline()
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST:
            self._is_too_large = True
            raise ValueError
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a request's body, which who reads it counts."""
        self._keep_nothing()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._keep_nothing()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own words
        """Answer what is no HTTP."""
        if self._is_too_large:
            self._refuse_headers()
        else:
            self._refuse(400, BAD_REQUEST, "a request in HTTP/1.1 is needed, received a broken one")

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _keep_nothing(self) -> None:
        # Where in the bytes that just came it happened is not known: they count for nothing.
        self._kept = -self._arrived

    def _refuse_headers(self) -> None:
        self._refuse(
            431,
            HEADERS_TOO_LARGE,
            f"a request's address and headers may have up to {MOST:,} bytes, received more",
        )

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Answer and close; close alone where it would be taken for another request's answer."""
        is_of_another = self._is_answering and (
            self.cycle.response_started or self.pipeline or not self.cycle.more_body
        )
        if not is_of_another:
            headers = SECURITY | NO_STORE | {"connection": "close"}
            answer = error_answer(status, code, message, headers)
            head = [*self.server_state.default_headers, *answer.raw_headers]
            lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
            lines += [name + b": " + value for name, value in head]
            self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()

    def _begin_deadline(self) -> None:
        self._deadline = self.loop.call_later(self._seconds, self._on_deadline)

    def _end_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _on_deadline(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self._refuse(
                RequestTimeout.http_status,
                RequestTimeout.code,
                f"a request's headers must arrive within {self._seconds:g} s, received a part",
            )
