"""``GET /health/...``: for whatever watches over the process."""

from __future__ import annotations

from fastapi import APIRouter

from rekognize.errors import Overloaded
from rekognize.server.failures import error_responses
from rekognize.server.schemas import LiveBody, ReadyBody
from rekognize.server.service import Service


def router(service: Service) -> APIRouter:
    """The routes, served by a service."""
    routes = APIRouter(prefix="/health", tags=["Health"])

    @routes.get("/live", summary="Whether the process answers")
    async def live() -> LiveBody:
        return LiveBody(status="live")

    @routes.get(
        "/ready",
        summary="Whether it can take another drawing",
        responses=error_responses(Overloaded),
    )
    async def ready() -> ReadyBody:
        if service.is_full:
            raise Overloaded("no room for another drawing; try again")
        return ReadyBody(status="ready", model=service.recognizer.bundle.card.identity)

    return routes
