"""Reading and writing bundles, distrustful of what lies on disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from rekognize.bundle.card import Card
from rekognize.errors import InvalidBundle, MissingData
from rekognize.glyphs.glyph import GLYPH_VERSION

SHIPPED: Final = Path(__file__).parent.parent / "models"
"""Folder of the bundles that come with the package."""

_MOST_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model whose bytes are those that its card vouches for.

    Attributes:
        card: the card.
        model: the ``.onnx`` file's bytes.
        path: where it was read from.
    """

    card: Card
    model: bytes
    path: Path


def card_path(path: Path) -> Path:
    """Where the card of an ``.onnx`` file lies: beside it, as ``.json``."""
    return path.with_suffix(".json")


def load_bundle(path: Path | None = None) -> Bundle:
    """A bundle from its ``.onnx`` file, or one that came along by its name.

    Args:
        path: of the file; ``standard`` and ``tiny`` are shipped, None is the first of them.

    Raises:
        MissingData: the model or its card is not there.
        InvalidBundle: the card is no card, the model's bytes are not those it vouches for, or
            the model was trained on glyphs of another version.
    """
    path = SHIPPED / "standard.onnx" if path is None else _shipped(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidBundle(
                f"a model has at most {_MOST_BYTES} bytes, {path} has {path.stat().st_size}"
            )
        model = path.read_bytes()
        text = card_path(path).read_bytes()
    except OSError as error:
        raise MissingData(
            f"a bundle is a model.onnx with its model.json beside it; cannot read "
            f"{error.filename or path}: {error.strerror}"
        ) from None
    return check_bundle(model, text, path)


def _shipped(path: Path) -> Path:
    """The file of a bundle that came along, by its name; any other path as it is."""
    named = SHIPPED / f"{path}.onnx"
    return named if len(path.parts) == 1 and named.is_file() and not path.is_file() else path


def read_card(card: bytes, name: str) -> Card:
    """A card from its JSON.

    Args:
        card: as :func:`card_bytes` writes it.
        name: what to call it in messages.

    Raises:
        InvalidBundle: it is none.
    """
    try:
        return Card.model_validate_json(card)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole file"
        raise InvalidBundle(f"{name} is no model card: {where}: {first['msg']}") from None


def check_bundle(model: bytes, card: bytes, path: Path) -> Bundle:
    """A bundle from the bytes of its two files.

    Args:
        model: of the ``.onnx`` file.
        card: of the ``.json`` file.
        path: what to call it in messages.

    Raises:
        InvalidBundle: as :func:`load_bundle`.
    """
    read = read_card(card, str(card_path(path)))
    digest = hashlib.sha256(model).hexdigest()
    if digest != read.sha256:
        raise InvalidBundle(
            f"{path} is not the model of its card, which vouches for SHA-256 {read.sha256}; "
            f"received {digest} (truncated, tampered with, or another model's card)"
        )
    if read.glyph_version != GLYPH_VERSION:
        raise InvalidBundle(
            f"{path} reads glyphs of version {read.glyph_version}; "
            f"this rekognize makes version {GLYPH_VERSION}"
        )
    return Bundle(read, model, path)


def write_bundle(path: Path, model: bytes, card: Card) -> Bundle:
    """Write a bundle: the card, which vouches for the model, comes last.

    Whoever reads meanwhile, or after a kill in between, finds a card without its model or the card
    of another, and is told so.

    Raises:
        InvalidBundle: the card's hash is not the model's.
    """
    if hashlib.sha256(model).hexdigest() != card.sha256:
        raise InvalidBundle(f"the card of {path} must carry the model's hash")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, model)
    write_whole(card_path(path), card_bytes(card))
    return Bundle(card, model, path)


def card_bytes(card: Card) -> bytes:
    """What a card's file holds."""
    return card.model_dump_json(indent=2).encode() + b"\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file aside, flush it to disk, and rename it into place; on failure leave nothing."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        aside = Path(part.name)
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            aside.chmod(0o644)
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
