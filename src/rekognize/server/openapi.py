"""The OpenAPI document, with the body that FastAPI does not parse and so does not know."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from rekognize.server.schemas import FeedbackBody, StrokesBody


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
