"""The one file in a multipart form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from rekognize.errors import InvalidRequest

FIELD: Final = "file"
"""Name of the form field that holds the picture."""

OVERHEAD: Final = 16_384
"""Bytes that boundaries and headers may add to a picture."""

_MOST_PARTS: Final = 10
"""Parts after which a form is read no further: they are told, and one alone is wanted."""


class _Parts:
    """Collects names and contents of a form's parts; memory stays within a copy of the body."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.contents: list[bytearray] = []
        self.complete = False
        self._header = bytearray()
        self._value = bytearray()
        self._disposition = b""

    def on_part_begin(self) -> None:
        self._disposition = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self.names.append(options.get(b"name", b"").decode("utf-8", "replace"))
        self.contents.append(bytearray())
        if len(self.names) > _MOST_PARTS:
            raise _unwanted(self.names)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self.contents[-1] += data[start:end]

    def on_end(self) -> None:
        self.complete = True


def file_of_form(body: bytes, boundary: bytes) -> bytes:
    """Contents of the field ``file``, which must be the form's only one (RFC 7578).

    Raises:
        InvalidRequest: broken or cut off, no field ``file``, several, or other fields.
    """
    parts = _Parts()
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": parts.on_part_begin,
            "on_header_field": parts.on_header_field,
            "on_header_value": parts.on_header_value,
            "on_header_end": parts.on_header_end,
            "on_headers_finished": parts.on_headers_finished,
            "on_part_data": parts.on_part_data,
            "on_end": parts.on_end,
        },
    )
    try:
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise InvalidRequest(
            f"a multipart form is needed, received a broken one: {error}"
        ) from None
    if not parts.complete:
        raise InvalidRequest("a whole multipart form is needed, received one that is cut off")
    if parts.names != [FIELD]:
        raise _unwanted(parts.names)
    return bytes(parts.contents[0])


def _unwanted(names: Sequence[str]) -> InvalidRequest:
    return InvalidRequest(
        f"a form with one field {FIELD!r} is needed, received "
        f"{', '.join(repr(name[:40]) for name in names[:_MOST_PARTS]) or 'none'}"
    )
