"""What can be set about the server."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from rekognize.errors import InvalidRequest
from rekognize.images import ImageLimits

PREFIX: Final = "REKOGNIZE_"
"""How the names of settings begin in the environment."""

_OF_OTHERS: Final = ("DATA", "DATA_URL")
"""What other commands than the server's read there."""


def _of_a_header(token: SecretStr) -> SecretStr:
    text = token.get_secret_value()
    if not (text.isascii() and text.isprintable() and text == text.strip()):
        raise ValueError("a token is printable ASCII without spaces around it, as a header's text")
    return token


class ServerSettings(BaseSettings):
    """Settings of one server, frozen. Those not handed in are read from ``REKOGNIZE_*``.

    They are read when the object is made, so when a command starts, never at import.

    Raises:
        pydantic.ValidationError: a value is out of range or a name unknown.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """Address to listen on; 127.0.0.1 is reached from this computer alone."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes any that is free."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes that share the address, each with its own copy of the model."""
    bundle: Path | None = None
    """The model to serve, whoever is champion; None serves the champion."""
    database: str | None = None
    """Where feedback is kept; None is an SQLite file in the user's data folder."""
    evaluations: Path | None = None
    """A file of `rekognize evaluate --json`, or a folder of such, to show on a page."""
    admin_token: Annotated[SecretStr, Field(min_length=16), AfterValidator(_of_a_header)] | None = (
        None
    )
    """Lets administrators in; without one only requests of this computer itself are answered."""
    public_url: Annotated[str, Field(pattern="^https?://")] | None = None
    """Under which people reach the server, for links; None is the address it listens on."""
    webhook_url: Annotated[str, Field(pattern="^https?://")] | None = None
    """Where to send each feedback."""
    webhook_secret: Annotated[SecretStr, Field(min_length=16)] | None = None
    """Signs what is sent there."""
    sheet: Annotated[str, Field(min_length=1)] | None = None
    """The Google Sheet to which each feedback appends a row: the long part of its address."""
    sheet_credentials: Path | None = None
    """The key of the service account that may write to it."""
    threads: Annotated[int, Field(ge=1, le=64)] = 2
    """Pictures that one process reads at the same time, and as many that it packs as feedback;
    strokes have a thread of their own."""
    queue: Annotated[int, Field(ge=1)] = 256
    """Drawings of each kind that may wait in one process; those beyond are answered 503."""
    pending: Annotated[int, Field(ge=1)] = 100_000
    """Feedback that may wait for review; what comes beyond is answered 507."""
    image_bytes: Annotated[int, Field(ge=1)] = 5_000_000
    """Largest picture file."""
    image_pixels: Annotated[int, Field(ge=1)] = 25_000_000
    """Largest picture, width times height; decoding needs up to nine bytes a pixel, and up to
    twelve of floats and of integers of 32 bits."""
    strokes_bytes: Annotated[int, Field(ge=1)] = 2_000_000
    """Largest JSON document of strokes."""
    bodies_bytes: Annotated[int, Field(ge=1)] = 256_000_000
    """Bytes of all request bodies together in one process; those beyond are answered 503."""
    body_seconds: Annotated[float, Field(gt=0)] = 30.0
    """How long a request's headers, and then its body, may take to arrive."""

    @property
    def image_limits(self) -> ImageLimits:
        """Limits on pictures; one of several frames is refused, since nobody said which to read."""
        return ImageLimits(bytes=self.image_bytes, pixels=self.image_pixels, single_frame=True)


def check_names(environment: Iterable[str]) -> None:
    """Refuse names that look like settings and are none: a mistyped one would be ignored.

    Raises:
        InvalidRequest: with the nearest name that is known.
    """
    known = [PREFIX + name.upper() for name in (*ServerSettings.model_fields, *_OF_OTHERS)]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            (nearest,) = get_close_matches(name.upper(), known, 1, cutoff=0)
            raise InvalidRequest(f"no setting has that name, {nearest} is near; received {name}")
