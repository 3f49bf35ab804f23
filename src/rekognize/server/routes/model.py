"""``/api/v1/model``: the card of the model that answers, and the bundle itself."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from rekognize.bundle import Bundle, Card, card_bytes
from rekognize.server.files import MEDIA_TYPES, PageFile
from rekognize.server.service import Service

_ONNX: Final = MEDIA_TYPES[".onnx"]
_JSON: Final = MEDIA_TYPES[".json"]


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

    def current(self) -> tuple[PageFile, PageFile]:
        """The model and its card; made again when another model serves."""
        bundle = self._service.recognizer.bundle
        if self._made[0] is not bundle:
            self._made = self._make(bundle)
        return self._made[1:]

    def _make(self, bundle: Bundle) -> tuple[Bundle, PageFile, PageFile]:
        card = PageFile("bundle.json", card_bytes(bundle.card))
        return bundle, PageFile("bundle.onnx", bundle.model), card


def _described(description: str, media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"} if media_type == _ONNX else {"type": "object"}
    return {
        200: {"description": description, "content": {media_type: {"schema": schema}}},
        304: {"description": "The client's copy, named by `If-None-Match`, is this very one."},
    }
