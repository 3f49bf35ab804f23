"""A request body of any accepted type -> a glyph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from python_multipart.multipart import parse_options_header

from rekognize.alphabets import Prior
from rekognize.errors import InvalidInk, InvalidRequest, UnsupportedMediaType
from rekognize.glyphs import Glyph, Watch, glyph_of_image, glyph_of_ink
from rekognize.images import ImageLimits, decode_image
from rekognize.ink import Ink, fault
from rekognize.server.multipart import OVERHEAD, file_of_form
from rekognize.server.schemas import StrokesBody

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
IMAGES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff")


@dataclass(frozen=True, slots=True)
class BodyType:
    """A type of body that is read.

    Attributes:
        name: media type without parameters.
        boundary: between the parts of a form; empty for other types.
    """

    name: str
    boundary: bytes = b""

    @property
    def is_strokes(self) -> bool:
        """Whether it holds strokes rather than a picture."""
        return self.name == JSON

    def limit(self, limits: ImageLimits, strokes_bytes: int) -> int:
        """Most bytes that a body of this type may have."""
        if self.is_strokes:
            return strokes_bytes
        return limits.bytes + (OVERHEAD if self.name == FORM else 0)


def body_type(content_type: str) -> BodyType:
    """What a ``Content-Type`` header announces.

    Raises:
        UnsupportedMediaType: a type that is not read.
        InvalidRequest: a form without a boundary.
    """
    name, parameters = parse_options_header(content_type)
    media_type = name.decode("latin-1")
    if media_type == FORM:
        boundary = parameters.get(b"boundary", b"")
        if not 1 <= len(boundary) <= 70:  # RFC 2046, 5.1.1
            raise InvalidRequest(
                f"a form's Content-Type has a boundary of 1 to 70 characters, "
                f"received {content_type[:100]!r}"
            )
        return BodyType(FORM, boundary)
    if media_type != JSON and media_type not in IMAGES:
        raise UnsupportedMediaType(
            f"a body is {JSON} (strokes), {FORM} (field 'file'), {', '.join(IMAGES)}; "
            f"received {content_type[:100]!r}"
        )
    return BodyType(media_type)


def read_drawing(
    drawing: bytes, kind: BodyType, limits: ImageLimits, watch: Watch | None = None
) -> tuple[Glyph | None, Prior | None]:
    """The glyph in :func:`drawing_of`'s bytes, None for a blank one, and strokes' own prior.

    Raises:
        InvalidRequest, InvalidInk: a JSON document that is not as described.
        EmptyInput, NotAnImage, DamagedImage, ImageTooLarge, InvalidImage: a bad picture.
    """
    if kind.is_strokes:
        ink, prior = _read_strokes(drawing)
        return glyph_of_ink(ink, watch), prior
    return glyph_of_image(decode_image(drawing, limits), watch=watch), None


def drawing_of(body: bytes, kind: BodyType) -> bytes:
    """The drawing's own bytes in a body: a form's file, or all of it.

    Raises:
        InvalidRequest: a form that is not as described.
    """
    return file_of_form(body, kind.boundary) if kind.name == FORM else body


def _read_strokes(body: bytes) -> tuple[Ink, Prior | None]:
    try:
        document = StrokesBody.model_validate_json(body)
    except ValidationError as error:
        raise _invalid(error) from None
    return document.ink(), document.prior


def _invalid(error: ValidationError) -> InvalidRequest | InvalidInk:
    """Bad strokes are bad ink; an unknown field or a bad prior is a bad request."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = first["loc"]
    is_ink = (
        bool(place)
        and place[0] in ("strokes", "area", "guides")
        and first["type"] != "extra_forbidden"
    )
    return InvalidInk(fault(error)) if is_ink else InvalidRequest(fault(error))
