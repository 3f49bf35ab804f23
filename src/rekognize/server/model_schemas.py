"""What the routes of models and retraining take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


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


class VersionBody(_Body):
    """A version of the model."""

    model: str
    aliases: list[str]
    added: datetime
    parent: str | None
    note: str
    created: Annotated[str, Field(description="When its weights were made, as its card says.")]
    images: Annotated[dict[str, int], Field(description="What it learnt from: images by source.")]
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
