"""Protocol buffers as bytes: the little of their wire format that a model file needs.

The ``onnx`` package reads it too, but its 33 MB would fill what the small installation may weigh.
Format: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from typing import Final

from rekognize.errors import InvalidBundle

Field = int | bytes

_VARINT: Final = 0
_FIXED64: Final = 1
_BYTES: Final = 2
_FIXED32: Final = 5
_WIDTHS: Final = {_FIXED64: 8, _FIXED32: 4}


def read_message(data: bytes) -> dict[int, list[Field]]:
    """The fields of a message by number, each with its values in order.

    Numbers are unsigned integers; texts, floats, packed lists and messages within are bytes.

    Raises:
        InvalidBundle: it is cut off, or no message.
    """
    fields: dict[int, list[Field]] = {}
    place = 0
    while place < len(data):
        key, place = _read_varint(data, place)
        number, kind = key >> 3, key & 7
        value: Field
        if kind == _VARINT:
            value, place = _read_varint(data, place)
        else:
            if kind == _BYTES:
                length, place = _read_varint(data, place)
            elif kind in _WIDTHS:
                length = _WIDTHS[kind]
            else:
                raise InvalidBundle(f"a model is a message of known fields, received kind {kind}")
            value = data[place : place + length]
            if len(value) != length:
                raise InvalidBundle("a model ends where its message says, received one cut off")
            place += length
        fields.setdefault(number, []).append(value)
    return fields


def signed_numbers(values: list[Field]) -> list[int]:
    """A repeated field of int64, packed or not."""
    numbers: list[int] = []
    for value in values:
        if isinstance(value, int):
            numbers.append(value)
            continue
        place = 0
        while place < len(value):
            number, place = _read_varint(value, place)
            numbers.append(number)
    return [number - (1 << 64) if number >> 63 else number for number in numbers]


def write_bytes_field(number: int, content: bytes) -> bytes:
    """A field that holds a text or a message."""
    return _write_varint(number << 3 | _BYTES) + _write_varint(len(content)) + content


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, and the place behind it."""
    number = shift = 0
    while shift < 70:
        if place >= len(data):
            raise InvalidBundle("a model ends where its message says, received one cut off")
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place
        shift += 7
    raise InvalidBundle("a model's numbers have up to ten bytes, received a longer one")


def _write_varint(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)
