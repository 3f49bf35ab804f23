"""The pages (``/``, ``/upload``, ...), and ``/static``, the files that they load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rekognize.server.files import ASK_AGAIN, KEEP, PageFile, read_files
from rekognize.server.release import OFFLINE, SERVICE_WORKER, STATIC, Release

WEB: Final = Path(__file__).parents[2] / "web"
REFERENCE: Final = Path(__file__).parents[1] / "reference"

PAGES: Final = {
    "/": "pages/draw.html",
    "/upload": "pages/upload.html",
    "/play": "pages/play.html",
    "/inside": "pages/inside.html",
    "/how": "pages/how.html",
    "/training": "pages/training.html",
    "/mistakes": "pages/mistakes.html",
    "/about": "pages/about.html",
    "/review": "pages/review.html",
    "/models": "pages/models.html",
}
"""Each page's path, and its document in :data:`WEB`. The addresses in them are relative, so that
they work under any path of a proxy's."""

NEED_SERVER: Final = frozenset({"/inside", "/how", "/training", "/mistakes", "/review", "/models"})
"""Pages that make no sense without a server; a site of files alone does not have them."""

Handler = Callable[[Request], Awaitable[Response]]


def add_pages(app: FastAPI) -> None:
    """Serve the pages, and the API's description at ``/docs``."""
    release = Release(WEB)
    for path, document in PAGES.items():
        _add(app, path, _one(PageFile(document, release.document(document))))
    _add(app, f"/{SERVICE_WORKER}", _one(PageFile(SERVICE_WORKER, release.service_worker)))
    addresses = [path.removeprefix("/") or "./" for path in PAGES]
    files = _held(release.files | {OFFLINE: release.offline(addresses)})
    _add(app, f"/{release.folder}{{path:path}}", _any_of(files, KEEP))
    _add(app, f"/{STATIC}{{path:path}}", _any_of(files, ASK_AGAIN))
    reference = _held(read_files(REFERENCE))
    _add(app, "/docs", _one(reference["index.html"]))
    _add(app, "/docs/files/{path:path}", _any_of(reference, ASK_AGAIN))


def _add(app: FastAPI, path: str, handler: Handler) -> None:
    app.add_route(path, handler, methods=["GET"], include_in_schema=False)


def _held(contents: dict[str, bytes]) -> dict[str, PageFile]:
    return {name: PageFile(name, content) for name, content in contents.items()}


def _one(file: PageFile) -> Handler:
    async def answer(request: Request) -> Response:
        return file.answer(request)

    return answer


def _any_of(files: dict[str, PageFile], caching: str) -> Handler:
    async def answer(request: Request) -> Response:
        file = files.get(request.path_params["path"])
        if file is None:
            raise HTTPException(404)
        return file.answer(request, caching)

    return answer
