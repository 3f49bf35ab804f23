"""``/api/v1/feedback``: what people say of answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import orjson
from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from rekognize.errors import (
    Conflict,
    DamagedImage,
    EmptyInput,
    ImageTooLarge,
    InvalidImage,
    InvalidInk,
    InvalidRequest,
    NotAnImage,
    Overloaded,
    RequestTimeout,
    RequestTooLarge,
    StorageFull,
    StorageUnavailable,
    UnknownAlphabet,
    UnknownRecord,
    UnsupportedMediaType,
)
from rekognize.ink import fault
from rekognize.server.body import Bodies
from rekognize.server.corrections import Corrections
from rekognize.server.drawings import JSON, BodyType, body_type
from rekognize.server.failures import error_responses
from rekognize.server.options import Options
from rekognize.server.schemas import FeedbackBody, ReceiptBody
from rekognize.server.service import Service, Submission

_OPENAPI: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": {"$ref": "#/components/schemas/FeedbackBody"}}},
    },
}
_BASE64: Final = 4 / 3

_SMALL: Final = 64_000
"""Bytes that are read in less time than it takes to hand them to a thread and back."""


def router(service: Service, corrections: Corrections, bodies: Bodies) -> APIRouter:
    """The routes, served by a service."""
    routes = APIRouter(tags=["Feedback"])
    settings = service.settings
    limit = settings.strokes_bytes + int(settings.image_bytes * _BASE64)

    @routes.post(
        "/feedback",
        summary="Say what is right",
        description=(
            "Keeps the drawing, the answer and the right label, and nothing about who sent it. "
            "Answered when it is on disk. The same feedback sent again is kept once."
        ),
        response_model=ReceiptBody,
        responses=error_responses(
            EmptyInput,
            UnknownRecord,
            RequestTimeout,
            Conflict,
            RequestTooLarge,
            ImageTooLarge,
            UnsupportedMediaType,
            NotAnImage,
            InvalidRequest,
            UnknownAlphabet,
            InvalidInk,
            DamagedImage,
            InvalidImage,
            Overloaded,
            StorageUnavailable,
            StorageFull,
        ),
        openapi_extra=_OPENAPI,
    )
    async def feedback(request: Request) -> Response:
        # A form or plain text could be sent by any site on the web without asking the browser.
        if body_type(request.headers.get("content-type", "")).name != JSON:
            raise UnsupportedMediaType(f"feedback is {JSON}, received another type")
        async with bodies.reading(request, limit) as data:
            if len(data) <= _SMALL:
                said = _read(data, settings.strokes_bytes)
            else:
                said = await run_in_threadpool(_read, data, settings.strokes_bytes)
            if isinstance(said.drawing, Submission):
                answered = await service.recognize(said.drawing)
            else:
                answered = service.recent.get(said.drawing)
            receipt = await corrections.take(answered, said.label, said.key)
        told = {"id": receipt.id, "undo_until": receipt.undo_until, "is_new": receipt.is_new}
        return Response(orjson.dumps(told), media_type=JSON)

    @routes.delete(
        "/feedback/{feedback_id}",
        summary="Withdraw what was just said",
        status_code=204,
        responses=error_responses(
            UnknownRecord, Conflict, InvalidRequest, StorageUnavailable, StorageFull
        ),
    )
    async def withdraw(feedback_id: str) -> None:
        """Deletes the record and its drawing; possible for a minute and until it is reviewed."""
        await corrections.withdraw(feedback_id)

    return routes


@dataclass(frozen=True, slots=True)
class _Said:
    """Feedback as it was sent: the id of an answer, or a drawing that came along."""

    label: str
    key: str
    drawing: str | Submission


def _read(data: bytes, strokes_bytes: int) -> _Said:
    """What a body says. It may be larger than strokes are by its picture alone."""
    if len(data) > strokes_bytes and _without_image(data) > strokes_bytes:
        raise RequestTooLarge(
            f"feedback without its picture has at most {strokes_bytes:,} bytes, received more"
        )
    try:
        body = FeedbackBody.model_validate_json(data)
    except ValidationError as error:
        raise InvalidRequest(fault(error)) from None
    if body.answer is not None:
        return _Said(body.label, body.answer, body.answer)
    return _Said(body.label, body.key or _digest(body), _submission(body))


def _without_image(data: bytes) -> int:
    """Bytes of a body but for the picture in it."""
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidRequest(f"feedback is JSON: {error}") from None
    image = document.get("image") if isinstance(document, dict) else None
    return len(data) - (len(image) if isinstance(image, str) else 0)


def _submission(body: FeedbackBody) -> Submission:
    """The drawing that came along."""
    if body.strokes is not None:
        drawing: dict[str, object] = {"strokes": body.strokes}
        for name, known in (("area", body.area), ("guides", body.guides)):
            if known is not None:
                drawing[name] = known.model_dump()
        data, kind = orjson.dumps(drawing), BodyType(JSON)
    else:
        data, kind = body.image or b"", BodyType("image/png")
    return Submission(data, kind, Options(body.alphabet), received=perf_counter())


def _digest(body: FeedbackBody) -> str:
    """The key of feedback without one: what is the same in every part is sent twice."""
    parts = body.model_dump(mode="json")
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
