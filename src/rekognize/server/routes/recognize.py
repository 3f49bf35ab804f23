"""``POST /api/v1/recognize``: one drawing in, candidates out."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from rekognize.alphabets import BASE
from rekognize.server.body import Bodies
from rekognize.server.direct import DirectRoute
from rekognize.server.drawings import JSON, body_type
from rekognize.server.failures import error_responses
from rekognize.server.openapi import ALPHABET, DRAWING, DRAWING_ERRORS
from rekognize.server.options import DEFAULT_TOP, options_of
from rekognize.server.schemas import RecognitionBody
from rekognize.server.service import Service, Submission

_OPENAPI: Final[dict[str, Any]] = {
    "parameters": [
        ALPHABET,
        {
            "name": "top",
            "in": "query",
            "description": "How many candidates; an alphabet with fewer labels gives all.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": len(BASE),
                "default": DEFAULT_TOP,
            },
        },
    ],
    "requestBody": DRAWING,
}


def router(service: Service, bodies: Bodies) -> APIRouter:
    """The route, served by a service."""
    routes = APIRouter(tags=["Recognition"], route_class=DirectRoute)
    settings = service.settings
    limits = settings.image_limits

    @routes.post(
        "/recognize",
        summary="Recognize one character",
        description=(
            "Takes one drawing as pen strokes or as a picture (PNG, JPEG, WebP, GIF, BMP, TIFF; "
            "grey or colour, transparent or not, dark ink or light) and answers with the likeliest "
            "labels of the alphabet."
        ),
        response_model=RecognitionBody,
        response_description="What it looks like; a blank drawing answers `has_ink: false`.",
        responses=error_responses(*DRAWING_ERRORS),
        openapi_extra=_OPENAPI,
    )
    async def recognize(request: Request) -> Response:
        options = options_of(request.scope["query_string"])
        kind = body_type(request.headers.get("content-type", ""))
        limit = kind.limit(limits, settings.strokes_bytes)
        async with bodies.reading(request, limit) as body:
            submission = Submission(body, kind, options, received=perf_counter())
            return Response((await service.recognize(submission)).answer, media_type=JSON)

    return routes
