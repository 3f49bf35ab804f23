"""What the routes of models and retraining take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rekognize.bundle import Card, EpochFigures


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ModelEventBody(_Body):
    """Something that happened to a version."""

    at: datetime
    who: str
    what: str
    model: str
    replaced: str | None
    why: str
    report: dict[str, Any] | None


class TrainedBody(_Body):
    """How a model was trained, as its card says."""

    model: str
    parent: Annotated[
        str | None, Field(description="The model whose weights training started from.")
    ]
    teachers: Annotated[list[str], Field(description="The models that it learnt from.")]
    created: Annotated[str, Field(description="When its weights were made.")]
    parameters: Annotated[int, Field(description="How many numbers were learnt.")]
    images: Annotated[dict[str, int], Field(description="What it learnt from: images by source.")]
    recipe: Annotated[dict[str, Any], Field(description="The whole recipe that made it.")]
    curves: Annotated[
        list[EpochFigures],
        Field(description="Its epochs, without its parent's; none where they were not kept."),
    ]


def trained(card: Card) -> dict[str, Any]:
    """What a card says of the training, as the fields of :class:`TrainedBody`."""
    return {
        "model": card.identity,
        "parent": card.parent,
        "teachers": list(card.teachers),
        "created": card.created,
        "parameters": card.parameters,
        "images": dict(card.training.images),
        "recipe": dict(card.recipe),
        "curves": list(card.curves),
    }


class VersionBody(TrainedBody):
    """A version of the model."""

    aliases: list[str]
    added: datetime
    note: str
    metrics: Annotated[dict[str, float], Field(description="The figures of its card.")]
    measured_by: Annotated[str, Field(description="The command that prints them again.")]
    verdict: Annotated[
        ModelEventBody | None,
        Field(description="What the gate last said of it against the present champion."),
    ]


class WishBody(_Body):
    """Which version is to serve, and why."""

    model: Annotated[str, Field(max_length=90)] = "candidate"
    why: Annotated[str, Field(max_length=1000)] = ""


class WhyBody(_Body):
    """Why."""

    why: Annotated[str, Field(min_length=1, max_length=1000)]


class RemovalBody(_Body):
    """Which version is to go, and why."""

    model: Annotated[str, Field(max_length=90)]
    why: Annotated[str, Field(min_length=1, max_length=1000)]


class NoteBody(_Body):
    """What is to be remembered of a version."""

    model: Annotated[str, Field(max_length=90)]
    note: Annotated[str, Field(max_length=1000)]


class NamedBody(_Body):
    """The version that was meant."""

    model: str


class ChampionBody(_Body):
    """Who serves now, and who did before."""

    champion: str
    before: str


class RunBody(_Body):
    """A run of retraining that was begun."""

    run: str
