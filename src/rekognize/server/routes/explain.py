"""``POST /api/v1/explain``: one drawing in, everything on the way to its answer out."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from rekognize.server.body import Bodies
from rekognize.server.direct import DirectRoute
from rekognize.server.drawings import JSON, body_type
from rekognize.server.explanation_schemas import ExplanationBody
from rekognize.server.explanations import Explanations, Question
from rekognize.server.failures import error_responses
from rekognize.server.openapi import ALPHABET, DRAWING, DRAWING_ERRORS
from rekognize.server.options import explain_options_of
from rekognize.server.settings import ServerSettings

_TEXT: Final = {"type": "string"}
_OPENAPI: Final[dict[str, Any]] = {
    "parameters": [
        ALPHABET,
        {
            "name": "layers",
            "in": "query",
            "description": (
                "Layers whose maps to give, by name with commas between; empty for none. Without "
                "it the first that are no more than 160,000 numbers together."
            ),
            "schema": _TEXT,
        },
        {
            "name": "kernels",
            "in": "query",
            "description": "The layer whose weights to give.",
            "schema": _TEXT,
        },
        {
            "name": "number",
            "in": "query",
            "description": "A number to write out: its layer and place, such as conv1:0,14,14.",
            "schema": _TEXT,
        },
        {
            "name": "why",
            "in": "query",
            "description": (
                "Whether to look for the ink that decided, which asks the network some hundred "
                "times, and for drawings it learnt from that are most like this one."
            ),
            "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
        },
    ],
    "requestBody": DRAWING,
}


def router(explanations: Explanations, settings: ServerSettings, bodies: Bodies) -> APIRouter:
    """The route, served by explanations."""
    routes = APIRouter(tags=["Recognition"], route_class=DirectRoute)
    limits = settings.image_limits

    @routes.post(
        "/explain",
        summary="Explain how one character is read",
        description=(
            "Takes what `/recognize` takes and answers with everything on the way: the steps to "
            "the glyph, what every layer saw, the sums, and which ink decided. Packed numbers are "
            "base64 of signed bytes; times `scale` they are the network's, to half of `scale`."
        ),
        response_model=ExplanationBody,
        response_description="How it was read; a blank drawing answers `has_ink: false`.",
        responses=error_responses(*DRAWING_ERRORS),
        openapi_extra=_OPENAPI,
    )
    async def explain(request: Request) -> Response:
        options = explain_options_of(request.scope["query_string"])
        kind = body_type(request.headers.get("content-type", ""))
        limit = kind.limit(limits, settings.strokes_bytes)
        async with bodies.reading(request, limit) as body:
            question = Question(body, kind, options, received=perf_counter())
            return Response(await explanations.explain(question), media_type=JSON)

    return routes
