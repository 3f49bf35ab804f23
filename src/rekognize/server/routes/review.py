"""``/api/v1/feedback`` for administrators: the queue, decisions, drawings, exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response, StreamingResponse

from rekognize.errors import InvalidRequest, StorageFull, StorageUnavailable, UnknownRecord
from rekognize.feedback.moments import in_utc
from rekognize.server.administrators import ADMINISTRATOR_ERRORS, Administrators
from rekognize.server.body import Bodies
from rekognize.server.failures import error_responses
from rekognize.server.limited import LIMIT_ERRORS, limited
from rekognize.server.opened import LazyDatabase
from rekognize.server.review_schemas import (
    ChangedBody,
    DecisionBody,
    DeletionBody,
    QueueBody,
    RecordBody,
    State,
)

_READS: Final = (*ADMINISTRATOR_ERRORS, InvalidRequest, StorageUnavailable)
_WRITES: Final = (*_READS, StorageFull, *LIMIT_ERRORS)
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}

Text = Annotated[str | None, Query(max_length=100)]
Date = Annotated[
    Annotated[datetime, AfterValidator(in_utc)] | None,
    Query(description="Such as 2026-11-24; without a zone it is UTC."),
]
Name = Annotated[str, Path(description="Id of feedback.")]


def router(database: LazyDatabase, administrators: Administrators, bodies: Bodies) -> APIRouter:
    """The routes, for administrators; none is a coroutine, since each waits for the disk."""
    guard = Depends(administrators)
    routes = APIRouter(tags=["Review"], dependencies=[guard], route_class=limited(bodies))

    @routes.get("/feedback", summary="List feedback", responses=error_responses(*_READS))
    def queue(
        state: Annotated[State | None, Query()] = None,
        label: Text = None,
        answer: Text = None,
        model: Text = None,
        since: Date = None,
        until: Date = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> QueueBody:
        """The most useful to review first: disagreement, doubt, rare labels, then the rest.

        Drawings with one label that look alike follow each other.
        """
        from rekognize.feedback.queue import count_states, review_page

        chosen = _chosen(state, label, answer, model, since, until)
        page = review_page(database.get(), chosen, cursor, limit)
        return QueueBody(
            records=[_record(queued.row, queued.alike) for queued in page.records],
            following=page.following,
            counts={each.value: n for each, n in count_states(database.get(), chosen).items()},
        )

    @routes.get(
        "/feedback/export",
        summary="Export feedback",
        response_class=Response,
        responses={
            200: {
                "description": "One record after the other, the oldest first.",
                "content": {
                    kind.partition(";")[0]: {"schema": {"type": "string"}}
                    for kind in _TYPES.values()
                },
            },
            **error_responses(*_READS),
        },
    )
    def export(
        form: Annotated[Literal["csv", "jsonl"], Query(alias="format")] = "jsonl",
        state: Annotated[State | None, Query()] = None,
        label: Text = None,
        answer: Text = None,
        model: Text = None,
        since: Date = None,
        until: Date = None,
    ) -> StreamingResponse:
        """Whole records with their drawings; `rekognize feedback import` takes them."""
        from rekognize.feedback.export import LINES, Form
        from rekognize.feedback.records import read_records

        chosen = _chosen(state, label, answer, model, since, until)
        lines = LINES[Form(form)](read_records(database.get(), chosen))
        name = f'attachment; filename="feedback.{form}"'
        return StreamingResponse(
            lines, media_type=_TYPES[form], headers={"content-disposition": name}
        )

    @routes.get(
        "/feedback/{feedback_id}",
        summary="One feedback",
        responses=error_responses(*_READS, UnknownRecord),
    )
    def show(feedback_id: Name) -> RecordBody:
        """All of it but its drawing."""
        from rekognize.feedback.review import find

        return _record(find(database.get(), feedback_id), 1)

    @routes.get(
        "/feedback/{feedback_id}/drawing",
        summary="Its drawing",
        response_class=Response,
        responses={
            200: {
                "description": "Strokes drawn black on white, or the picture.",
                "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
            },
            **error_responses(*_READS, UnknownRecord),
        },
    )
    def drawing(feedback_id: Name) -> Response:
        from rekognize.feedback.drawing import picture_of
        from rekognize.feedback.review import find

        row = find(database.get(), feedback_id)
        return Response(picture_of(row.drawing, row.media_type), media_type="image/png")

    @routes.post(
        "/feedback/decisions",
        summary="Accept, reject or relabel feedback",
        responses=error_responses(*_WRITES),
    )
    def decide(body: DecisionBody, administrator: str = guard) -> ChangedBody:
        """All that are named or, where something is wrong, none."""
        from rekognize.feedback.review import Decision, decide
        from rekognize.feedback.take import State

        state = None if body.state is None else State(body.state)
        decision = Decision(body.by or administrator, state, body.label)
        return ChangedBody(changed=decide(database.get(), body.ids, decision))

    @routes.post(
        "/feedback/deletions",
        summary="Delete feedback",
        responses=error_responses(*_WRITES),
    )
    def delete(body: DeletionBody) -> ChangedBody:
        """With its drawing, everywhere."""
        from rekognize.feedback.review import erase

        return ChangedBody(changed=erase(database.get(), body.ids))

    return routes


def _chosen(
    state: str | None,
    label: str | None,
    answer: str | None,
    model: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Any:  # noqa: ANN401 - importing its type would import SQLAlchemy
    from rekognize.feedback.chosen import Chosen
    from rekognize.feedback.take import State

    return Chosen(State(state) if state else None, label, answer, model, since, until)


def _record(row: Any, alike: int) -> RecordBody:  # noqa: ANN401 - as above
    return RecordBody.model_validate(
        {
            **{name: getattr(row, name) for name in RecordBody.model_fields if name != "alike"},
            "candidates": [{"label": label, "confidence": c} for label, c in row.candidates],
            "alike": alike,
        }
    )
