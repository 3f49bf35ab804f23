"""The pages (``/``, ``/upload``, ...), and ``/static``, the files that they load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from rekognize.server.files import PageFiles

WEB: Final = Path(__file__).parents[2] / "web"
REFERENCE: Final = Path(__file__).parents[1] / "reference"

PAGES: Final = {
    "/": "pages/draw.html",
    "/upload": "pages/upload.html",
    "/inside": "pages/inside.html",
    "/about": "pages/about.html",
    "/review": "pages/review.html",
}
"""Each page's path, and its document in :data:`WEB`. The addresses in them are relative, so that
they work under any path of a proxy's."""


def add_pages(app: FastAPI) -> None:
    """Serve the pages, and the API's description at ``/docs``."""
    files = PageFiles(directory=WEB)
    for path, document in PAGES.items():
        app.add_route(path, _page(files, document), methods=["GET"], include_in_schema=False)
    app.mount("/static", files)
    reference = PageFiles(directory=REFERENCE)
    page = _page(reference, "index.html")
    app.add_route("/docs", page, methods=["GET"], include_in_schema=False)
    app.mount("/docs/files", reference)


def _page(files: PageFiles, document: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        return await files.get_response(document, request.scope)

    return page
