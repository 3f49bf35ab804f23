"""What the query string of a recognition asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from rekognize.alphabets import BASE, DEFAULT, get_alphabet
from rekognize.errors import InvalidRequest

DEFAULT_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class Options:
    """The alphabet to answer in, and how many candidates to give."""

    alphabet: str = DEFAULT
    top: int = DEFAULT_TOP


def options_of(query: bytes) -> Options:
    """The options in a query string.

    Raises:
        UnknownAlphabet: no alphabet has that name.
        InvalidRequest: ``top`` out of range, an unknown parameter, or one given twice.
    """
    if not query:
        return Options()
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    given = dict(pairs)
    if len(given) < len(pairs) or not given.keys() <= {"alphabet", "top"}:
        raise InvalidRequest(
            f"the query takes alphabet and top, once each; received {query[:100]!r}"
        )
    alphabet = get_alphabet(given.get("alphabet", DEFAULT))
    top = given.get("top", str(DEFAULT_TOP))
    if not re.fullmatch("[0-9]{1,2}", top) or not 1 <= int(top) <= len(BASE):
        raise InvalidRequest(f"top is a whole number from 1 to {len(BASE)}, received {top[:60]!r}")
    return Options(alphabet.name, int(top))
