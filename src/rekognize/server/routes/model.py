"""``GET /api/v1/model``: the card of the model that answers."""

from __future__ import annotations

from fastapi import APIRouter

from rekognize.bundle import Card
from rekognize.server.service import Service


def router(service: Service) -> APIRouter:
    """The route, served by a service."""
    routes = APIRouter(tags=["Recognition"])

    @routes.get("/model", summary="The model's card")
    async def model() -> Card:
        """What the model was trained on, how good it is, and what it does badly."""
        return service.recognizer.bundle.card

    return routes
