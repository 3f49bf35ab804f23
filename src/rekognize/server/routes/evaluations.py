"""``/api/v1/evaluations``: how good models were found to be."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from rekognize.errors import UnknownRecord
from rekognize.server.evaluations import EvaluationFile
from rekognize.server.failures import error_responses
from rekognize.server.schemas import EvaluationBody, EvaluationsBody


def router(evaluations: Sequence[EvaluationFile]) -> APIRouter:
    """The routes, over the evaluations that the server was given."""
    routes = APIRouter(tags=["Evaluation"])
    listed = EvaluationsBody(evaluations=[each.summary for each in evaluations])
    by_id = {each.summary.id: each for each in evaluations}

    @routes.get("/evaluations", summary="The evaluations that there are")
    async def every() -> EvaluationsBody:
        return listed

    @routes.get(
        "/evaluations/{evaluation_id}",
        summary="One evaluation, whole",
        response_model=EvaluationBody,
        responses=error_responses(UnknownRecord),
    )
    async def one(evaluation_id: str) -> Response:
        """As `rekognize evaluate --json` wrote it, with some of the misread glyphs."""
        found = by_id.get(evaluation_id)
        if found is None:
            raise UnknownRecord(f"no evaluation has this id, received {evaluation_id[:60]!r}")
        return Response(found.content, media_type="application/json")

    return routes
