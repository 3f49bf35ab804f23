"""``/api/v1/model``: the card of the model that answers, and the bundle itself."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from rekognize.bundle import Bundle, Card, card_bytes
from rekognize.server.service import Service

_ONNX: Final = "application/octet-stream"
_JSON: Final = "application/json"


def router(service: Service) -> APIRouter:
    """The routes, served by a service."""
    routes = APIRouter(tags=["Recognition"])
    files = _Files(service)

    @routes.get("/model", summary="The model's card")
    async def show() -> Card:
        """What the model was trained on, how good it is, and what it does badly."""
        return service.recognizer.bundle.card

    @routes.get(
        "/model/bundle.onnx",
        summary="The model itself",
        response_class=Response,
        responses=_described("The `.onnx` file that the card vouches for.", _ONNX),
    )
    async def download(request: Request) -> Response:
        """With it and its card, a page can read characters without asking this server again."""
        return files.current()[0].answer(request)

    @routes.get(
        "/model/bundle.json",
        summary="The card that belongs beside the model",
        response_class=Response,
        responses=_described("The card as a file.", _JSON),
    )
    async def download_card(request: Request) -> Response:
        """The same as `/api/v1/model`, as the second file of the bundle."""
        return files.current()[1].answer(request)

    return routes


class _Files:
    """The two files of the bundle that serves."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._made = self._make(service.recognizer.bundle)

    def current(self) -> tuple[_File, _File]:
        """The model and its card; made again when another model serves."""
        bundle = self._service.recognizer.bundle
        if self._made[0] is not bundle:
            self._made = self._make(bundle)
        return self._made[1:]

    def _make(self, bundle: Bundle) -> tuple[Bundle, _File, _File]:
        return bundle, _File(bundle.model, _ONNX), _File(card_bytes(bundle.card), _JSON)


class _File:
    """Bytes that never change, sent again only when the client has others."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self._content = content
        self._media_type = media_type
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self._headers = {"etag": etag, "cache-control": "no-cache"}

    def answer(self, request: Request) -> Response:
        """The bytes, or 304 when the client has them (RFC 9110, 13.1.2)."""
        known = request.headers.get("if-none-match", "")
        if self._headers["etag"] in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=self._headers)
        return Response(self._content, media_type=self._media_type, headers=self._headers)


def _described(description: str, media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"} if media_type == _ONNX else {"type": "object"}
    return {
        200: {"description": description, "content": {media_type: {"schema": schema}}},
        304: {"description": "The client's copy, named by `If-None-Match`, is this very one."},
    }
