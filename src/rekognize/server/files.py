"""Files of the page, as a browser wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Stated here, because Python otherwise asks the operating system, and they disagree."""


class PageFiles(StaticFiles):
    """Static files that are always asked for again and, unchanged, answered 304 (RFC 9111)."""

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """The file with its media type, or 304 when the client has this very version."""
        response = super().file_response(full_path, *args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        media_type = MEDIA_TYPES.get(Path(full_path).suffix.lower())
        if media_type and response.status_code == 200:
            response.headers["content-type"] = media_type
        return response
