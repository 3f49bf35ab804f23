"""``GET /api/v1/alphabets``: what can be asked for."""

from __future__ import annotations

from fastapi import APIRouter

from rekognize.alphabets import ALPHABETS, DEFAULT
from rekognize.server.schemas import AlphabetBody, AlphabetsBody


def router() -> APIRouter:
    """The route; it needs nothing of the service."""
    routes = APIRouter(tags=["Recognition"])
    body = AlphabetsBody(
        alphabets=[
            AlphabetBody(name=a.name, title=a.title, labels=list(a.labels))
            for a in ALPHABETS.values()
        ],
        default=DEFAULT,
    )

    @routes.get("/alphabets", summary="List the alphabets")
    async def alphabets() -> AlphabetsBody:
        return body

    return routes
