"""``/api/v1/training``: how the models were trained that everybody may know."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter

from rekognize.bundle import SHIPPED, Card, load_bundle
from rekognize.server.model_schemas import TrainedBody, trained
from rekognize.server.service import Service


def router(service: Service) -> APIRouter:
    """The route, of a service."""
    routes = APIRouter(tags=["Models"])

    @routes.get("/training", summary="How the models were trained")
    def show() -> list[TrainedBody]:
        """The model that answers, and those that came along: recipe, data and learning curves.

        Administrators find the same of every version that is kept under `/api/v1/models`.
        """
        serving = service.recognizer.bundle.card
        others = [card for card in _shipped() if card.identity != serving.identity]
        return [TrainedBody(**trained(card)) for card in (serving, *others)]

    return routes


@cache
def _shipped() -> tuple[Card, ...]:
    return tuple(load_bundle(path).card for path in sorted(SHIPPED.glob("*.onnx")))
