"""The OpenAPI document, with the body that FastAPI does not parse and so does not know."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from rekognize.alphabets import ALPHABETS, DEFAULT
from rekognize.errors import (
    DamagedImage,
    EmptyInput,
    ImageTooLarge,
    InvalidImage,
    InvalidInk,
    InvalidPrior,
    InvalidRequest,
    NotAnImage,
    Overloaded,
    RequestTimeout,
    RequestTooLarge,
    UnknownAlphabet,
    UnsupportedMediaType,
)
from rekognize.server.drawings import FORM, IMAGES, JSON
from rekognize.server.multipart import FIELD
from rekognize.server.schemas import FeedbackBody, StrokesBody

_BINARY: Final = {"type": "string", "format": "binary"}

DRAWING: Final[dict[str, Any]] = {
    "required": True,
    "description": "Strokes, or a picture with one character: by itself or in a form.",
    "content": {
        JSON: {"schema": {"$ref": "#/components/schemas/StrokesBody"}},
        FORM: {
            "schema": {
                "type": "object",
                "properties": {FIELD: _BINARY},
                "required": [FIELD],
                "additionalProperties": False,
            }
        },
        **{image: {"schema": _BINARY} for image in IMAGES},
    },
}
"""The body of every route that takes a drawing."""

ALPHABET: Final[dict[str, Any]] = {
    "name": "alphabet",
    "in": "query",
    "description": "The set of labels to answer in.",
    "schema": {"type": "string", "enum": list(ALPHABETS), "default": DEFAULT},
}
"""The query parameter of every route that answers in an alphabet."""

DRAWING_ERRORS: Final = (
    EmptyInput,
    RequestTimeout,
    RequestTooLarge,
    ImageTooLarge,
    UnsupportedMediaType,
    NotAnImage,
    InvalidRequest,
    UnknownAlphabet,
    InvalidPrior,
    InvalidInk,
    DamagedImage,
    InvalidImage,
    Overloaded,
)
"""What can be wrong with a drawing or with what is asked of it."""


def add_request_bodies(app: FastAPI) -> None:
    """Make ``app.openapi()`` describe the bodies that are read by hand among its components."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = describe()
            _, definitions = models_json_schema(
                [(StrokesBody, "validation"), (FeedbackBody, "validation")],
                ref_template="#/components/schemas/{model}",
            )
            document["components"]["schemas"].update(definitions["$defs"])
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way
