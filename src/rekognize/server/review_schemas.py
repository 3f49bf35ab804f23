"""Bodies of the requests and answers by which feedback is reviewed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rekognize.server.schemas import CandidateBody, Share

State = Literal["pending", "accepted", "rejected"]
Ids = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(min_length=1, max_length=1000, description="Ids of feedback."),
]


class RecordBody(BaseModel):
    """One feedback, without its drawing."""

    id: str
    created: datetime
    alphabet: str
    answer: Annotated[str | None, Field(description="Null when it was called no character.")]
    confidence: Share
    candidates: list[CandidateBody]
    model: str
    given: Annotated[str, Field(description="The label that the visitor gave.")]
    label: Annotated[str, Field(description="The label that holds: that, or a reviewer's.")]
    state: State
    decided: datetime | None
    decided_by: str | None
    shape: Annotated[str, Field(description="Records with one label and shape look alike.")]
    alike: Annotated[int, Field(description="How many in the list do.")]


class QueueBody(BaseModel):
    """A page of the queue."""

    records: list[RecordBody]
    following: Annotated[
        str | None, Field(description="`cursor` of the next page; null at the end.")
    ]
    counts: Annotated[
        dict[State, int], Field(description="Of all that match but for the state, by state.")
    ]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DecisionBody(_Strict):
    """What a reviewer says of feedback."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"ids": ["0123456789abcdef0123456789abcdef"], "state": "accepted", "by": "ann"}
            ]
        }
    )

    ids: Ids
    state: Annotated[
        State | None, Field(description="`pending` takes a decision back; without it, it stays.")
    ] = None
    label: Annotated[
        str | None, Field(max_length=20, description="The right label; without it, it stays.")
    ] = None
    by: Annotated[
        str | None, Field(min_length=1, max_length=100, description="Who decides, for the record.")
    ] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.state is None and self.label is None:
            raise ValueError("a state or a label is needed")
        return self


class DeletionBody(_Strict):
    """What is to be deleted, drawings and all."""

    ids: Ids


class ChangedBody(BaseModel):
    """How many records there were of the ids named."""

    changed: int
