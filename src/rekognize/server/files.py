"""Files of the page, as a browser wants them."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Stated here, because Python otherwise asks the operating system, and they disagree."""

ASK_AGAIN: Final = "no-cache"
"""Always asked for again and, unchanged, answered 304 (RFC 9111)."""

KEEP: Final = "public, max-age=31536000, immutable"
"""Never asked for again (RFC 8246): for addresses under which nothing else will ever be."""

_INCOMPRESSIBLE: Final = {".ico", ".onnx", ".png", ".woff2"}


class PageFile:
    """A file in memory, compressed when a browser first asks for it so."""

    def __init__(self, name: str, content: bytes) -> None:
        """Take the bytes of a file whose name's ending is in :data:`MEDIA_TYPES`."""
        ending = Path(name).suffix.lower()
        self.content = content
        self._media_type = MEDIA_TYPES[ending]
        self._is_compressible = ending not in _INCOMPRESSIBLE
        self._tag = hashlib.sha256(content).hexdigest()[:32]

    def answer(self, request: Request, caching: str = ASK_AGAIN) -> Response:
        """The file, compressed for those who take it so, or 304 for those who have it already."""
        accepted = request.headers.get("accept-encoding", "")
        is_compressed = self._is_compressible and _takes_gzip(accepted)
        tag = f'"{self._tag}{"-gzip" if is_compressed else ""}"'
        headers = {"etag": tag, "cache-control": caching, "vary": "accept-encoding"}
        known = request.headers.get("if-none-match", "")
        if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
            return Response(status_code=304, headers=headers)
        headers["content-type"] = self._media_type
        if is_compressed:
            headers["content-encoding"] = "gzip"
        return Response(self._compressed if is_compressed else self.content, headers=headers)

    @cached_property
    def _compressed(self) -> bytes:
        return gzip.compress(self.content, mtime=0)


def _takes_gzip(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` names gzip, and not to refuse it (RFC 9110, 12.5.3)."""
    for each in accepted.split(","):
        coding, _, weight = each.partition(";")
        if coding.strip().lower() == "gzip":
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    return False


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of a page's folder that has a media type, by its path within it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in MEDIA_TYPES and path.is_file()
    }
