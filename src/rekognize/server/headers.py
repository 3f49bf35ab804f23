"""Headers that every answer carries."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY: Final = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""What a page may load, and from where."""

SECURITY: Final = {
    "content-security-policy": f"{CONTENT_POLICY}; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Scripts, styles and requests of the page come from its own server and go nowhere else."""

NO_STORE: Final = {"cache-control": "no-store"}
"""Answers are about one drawing; the page's own files say otherwise for themselves."""


class DefaultHeaders:
    """ASGI middleware that adds :data:`SECURITY` and :data:`NO_STORE` where they are not set.

    Plain ASGI: Starlette's ``BaseHTTPMiddleware`` would cost a task and two queues a request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._raw = [
            (name.encode(), value.encode()) for name, value in (SECURITY | NO_STORE).items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; add to the answer's head."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = {name for name, _ in headers}
                message["headers"] = [
                    *headers,
                    *(header for header in self._raw if header[0] not in present),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)
