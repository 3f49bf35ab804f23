"""Bodies of requests and answers: what is checked, and what OpenAPI says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, model_validator

from rekognize.alphabets import BASE, DEFAULT
from rekognize.ink.document import AreaDocument, GuidesDocument, InkDocument, Stroke
from rekognize.ink.strokes import MAX_STROKES

Share = Annotated[float, Field(ge=0, le=1)]
BoxBody = tuple[float, float, float, float]


class StrokesBody(InkDocument):
    """One drawing as pen strokes, x to the right and y down, in any unit."""

    prior: Annotated[
        dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] | None,
        Field(
            max_length=2 * len(BASE),
            description=(
                "Weights of base classes or labels of the alphabet, where the caller knows what "
                "is likely; classes left out weigh 0. Without it all labels weigh the same."
            ),
        ),
    ] = None


class CandidateBody(BaseModel):
    """One label of the alphabet."""

    label: str
    confidence: Annotated[Share, Field(description="Calibrated probability that it is right.")]


class RecognitionBody(BaseModel):
    """The answer to one drawing."""

    id: Annotated[str, Field(description="By which feedback refers to it, for a while.")]
    alphabet: str
    label: Annotated[
        str | None, Field(description="The answer; null without ink, for no character or several.")
    ]
    candidates: Annotated[
        list[CandidateBody], Field(description="Best first; empty when there is no ink.")
    ]
    outside: Annotated[
        Share, Field(description="Probability of a character that the alphabet does not hold.")
    ]
    outside_label: Annotated[
        str | None, Field(description="The likeliest such character; null where there is none.")
    ]
    has_ink: Annotated[bool, Field(description="False for a blank drawing.")]
    is_character: Annotated[bool, Field(description="Whether it looks like one character at all.")]
    several: Annotated[
        bool, Field(description="Whether the drawing holds more than one: `label` is then null.")
    ]
    characters: Annotated[
        list[BoxBody],
        Field(description="Where each of several stands, as `box` says it; else none."),
    ]
    character_score: Share
    glyph: Annotated[
        str | None,
        Field(
            description=(
                "What the network saw: base64 of 28 x 28 bytes, row by row, 0 paper, 255 ink."
            ),
            json_schema_extra={"contentEncoding": "base64"},
        ),
    ]
    box: Annotated[
        BoxBody | None,
        Field(
            description=(
                "Left, top, right, bottom of the ink, in units of the strokes or pixels of the "
                "picture, upright; if its longer side has more than 2048, of that picture divided "
                "by the least whole number that brings it there."
            )
        ),
    ]
    pen_width: Annotated[float | None, Field(description="In the same unit.")]
    relative_height: Annotated[
        float | None, Field(description="Height of the ink / of the writing area, where known.")
    ]
    relative_place: Annotated[
        tuple[float, float] | None,
        Field(description="Centre of the ink within the writing area, where known."),
    ]
    capital_heights: Annotated[
        float | None,
        Field(description="Height of the ink / of a capital, where guide lines were sent."),
    ]
    model: Annotated[str, Field(description="name@version of the model that answered.")]
    time_ms: Annotated[
        float, Field(ge=0, description="From the last byte of the body to the answer.")
    ]


class FeedbackBody(BaseModel):
    """What is right for a drawing: of a recent answer, or one that comes along."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "minProperties": 2,
            "examples": [{"label": "7", "strokes": [[[60, 40], [220, 40], [120, 240]]]}],
        },
    )

    label: Annotated[
        str,
        Field(
            min_length=1,
            max_length=20,
            description=(
                "The right label: one of the alphabet's, a character 0-9 A-Z a-z outside it, or "
                "`not-a-character`."
            ),
        ),
    ]
    answer: Annotated[
        str | None,
        Field(max_length=40, description="`id` of the answer; one process remembers some 1,000."),
    ] = None
    alphabet: Annotated[
        str, Field(description="For a drawing that comes along: the alphabet asked for.")
    ] = DEFAULT
    strokes: Annotated[
        list[Stroke] | None, Field(max_length=MAX_STROKES, description="A drawing as strokes.")
    ] = None
    area: Annotated[
        AreaDocument | None, Field(description="The box that was there to write in.")
    ] = None
    guides: Annotated[
        GuidesDocument | None, Field(description="The lines that were there to write on.")
    ] = None
    image: Annotated[
        Base64Bytes | None, Field(description="A drawing as a picture: base64 of its file.")
    ] = None
    key: Annotated[
        str | None,
        Field(
            min_length=8,
            max_length=100,
            pattern="^[!-~]+$",
            description=(
                "Chosen by the sender, at random; sent again, it is the same feedback. Without it "
                "a digest of all that was sent; with `answer`, always the answer's id."
            ),
        ),
    ] = None

    @model_validator(mode="after")
    def _one_drawing(self) -> Self:
        if sum(each is not None for each in (self.answer, self.strokes, self.image)) != 1:
            raise ValueError("exactly one of answer, strokes and image is needed")
        return self


class ReceiptBody(BaseModel):
    """Feedback that is on disk."""

    id: Annotated[str, Field(description="By which it can be withdrawn; known to the sender.")]
    undo_until: datetime
    is_new: Annotated[bool, Field(description="False when it had been given before.")]


class AlphabetBody(BaseModel):
    """A set of labels to answer in."""

    name: str
    title: str
    labels: list[str]


class AlphabetsBody(BaseModel):
    """Every alphabet there is."""

    alphabets: list[AlphabetBody]
    default: Annotated[str, Field(description="The one read when a request names none.")]


class LiveBody(BaseModel):
    """The process answers."""

    status: Annotated[str, Field(pattern="^live$")]


class ReadyBody(BaseModel):
    """The model is loaded and there is room for another drawing."""

    status: Annotated[str, Field(pattern="^ready$")]
    model: str


class ErrorDetail(BaseModel):
    """What was wrong."""

    code: Annotated[str, Field(description="Stable, for programs.")]
    message: Annotated[str, Field(description="For people.")]


class ErrorBody(BaseModel):
    """Every answer that is not a success."""

    error: ErrorDetail


class EvaluationBody(BaseModel):
    """One model judged by one data set, in short."""

    id: str
    model: str
    title: str
    alphabet: str
    prior: str
    count: int
    accuracy: Share


class EvaluationsBody(BaseModel):
    """The evaluations that the server was given."""

    evaluations: list[EvaluationBody]
