"""``GET /``: the page to draw on, and ``/static``, the files that it loads."""

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


def add_pages(app: FastAPI) -> None:
    """Serve the drawing page at ``/`` and the API's description at ``/docs``."""
    for path, directory, files_path in (("/", WEB, "/static"), ("/docs", REFERENCE, "/docs/files")):
        files = PageFiles(directory=directory)
        app.add_route(path, _index(files), methods=["GET"], include_in_schema=False)
        app.mount(files_path, files)


def _index(files: PageFiles) -> Callable[[Request], Awaitable[Response]]:
    async def index(request: Request) -> Response:
        return await files.get_response("index.html", request.scope)

    return index
