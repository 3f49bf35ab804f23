"""What the routes of models and retraining take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class VersionBody(_Body):
    """A version of the model."""

    model: str
    aliases: list[str]
    added: datetime
    parent: str | None
    note: str


class ModelEventBody(_Body):
    """Something that happened to a version."""

    at: datetime
    who: str
    what: str
    model: str
    replaced: str | None
    why: str
    report: dict[str, Any] | None


class WishBody(_Body):
    """Which version is to serve, and why."""

    model: Annotated[str, Field(max_length=90)] = "candidate"
    why: Annotated[str, Field(max_length=1000)] = ""


class WhyBody(_Body):
    """Why."""

    why: Annotated[str, Field(min_length=1, max_length=1000)]


class ChampionBody(_Body):
    """Who serves now, and who did before."""

    champion: str
    before: str


class RunBody(_Body):
    """A run of retraining that was begun."""

    run: str
