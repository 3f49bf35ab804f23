"""``/api/v1/feedback``: what people say of answers."""

from __future__ import annotations

import hashlib
from time import perf_counter
from typing import Any, Final

import orjson
from fastapi import APIRouter
from pydantic import ValidationError
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
from rekognize.server.body import read_body
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


def router(service: Service, corrections: Corrections) -> APIRouter:
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
        body = _read(await read_body(request, limit, settings.body_seconds))
        key = body.key or body.answer or _digest(body)
        if body.answer is not None:
            answered = service.recent.get(body.answer)
        else:
            answered = await service.recognize(_submission(body))
        receipt = await corrections.take(answered, body.label, key)
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


def _read(data: bytes) -> FeedbackBody:
    try:
        return FeedbackBody.model_validate_json(data)
    except ValidationError as error:
        raise InvalidRequest(fault(error)) from None


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
