"""Strokes as a JSON document: what the HTTP API takes and files of strokes hold."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from rekognize.errors import InvalidInk
from rekognize.ink.strokes import (
    MAX_COORDINATE,
    MAX_POINTS,
    MAX_STROKES,
    MIN_LENGTH,
    Guides,
    Ink,
    WritingArea,
)

Number = Annotated[float, Field(ge=-MAX_COORDINATE, le=MAX_COORDINATE, allow_inf_nan=False)]
Length = Annotated[float, Field(ge=MIN_LENGTH, le=MAX_COORDINATE, allow_inf_nan=False)]

# FailFast: of a million bad points, one is enough to say.
Point = Annotated[list[Number], Field(min_length=2, max_length=3), FailFast()]
Stroke = Annotated[list[Point], Field(max_length=MAX_POINTS), FailFast()]


class StrictDocument(BaseModel):
    """Numbers are JSON numbers, and a field that nobody reads is a mistake to report."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class AreaDocument(StrictDocument):
    """The box that was there to write in."""

    width: Length
    height: Length
    x: Number = 0.0
    y: Number = 0.0


class GuidesDocument(StrictDocument):
    """The lines that were there to write on: they tell c from C and o from O by their height."""

    base: Annotated[Number, Field(description="y of the line that characters stand on.")]
    capital: Annotated[Number, Field(description="y of the line that capitals reach, above it.")]


class InkDocument(StrictDocument):
    """One drawing as pen strokes, x to the right and y down, in any unit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "strokes": [[[60, 40], [220, 40], [120, 240]]],
                    "area": {"width": 280, "height": 280},
                }
            ]
        }
    )

    strokes: Annotated[
        list[Stroke],
        Field(
            max_length=MAX_STROKES,
            description=(
                "From pen down to pen up each, as points [x, y] or [x, y, t] (within a stroke all "
                f"of one kind; t is not used). At most {MAX_POINTS:,} points in all; none at all "
                "is a blank drawing."
            ),
        ),
        FailFast(),
    ]
    area: AreaDocument | None = None
    guides: GuidesDocument | None = None

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The document in JSON bytes.

        Raises:
            InvalidInk: it is no JSON, or not as described.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise InvalidInk(fault(error)) from None

    def ink(self) -> Ink:
        """The strokes.

        Raises:
            InvalidInk: too many points in all, points of both kinds in one stroke, or a base line
                above the capitals'.
        """
        area, guides = self.area, self.guides
        return Ink(
            self.strokes,
            None if area is None else WritingArea(area.width, area.height, area.x, area.y),
            guides=None if guides is None else Guides(guides.base, guides.capital),
        )


def fault(error: ValidationError) -> str:
    """The first thing wrong in a document, with its place and what stood there."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"][:5]) or "the document"
    return f"{where}: {first['msg'][:200]}; received {repr(first['input'])[:60]}"
