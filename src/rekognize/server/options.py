"""What the query string of a request asks for."""

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


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """What an explanation is to hold.

    Attributes:
        alphabet: to answer in.
        layers: names of those whose maps to give; None gives those that fit.
        kernels: the layer whose weights to give.
        number: a layer, and the place of the number in it to write out.
        why: whether to look for the ink that decided.
    """

    alphabet: str = DEFAULT
    layers: tuple[str, ...] | None = None
    kernels: str | None = None
    number: tuple[str, tuple[int, ...]] | None = None
    why: bool = False


def options_of(query: bytes) -> Options:
    """The options in the query string of a recognition.

    Raises:
        UnknownAlphabet: no alphabet has that name.
        InvalidRequest: ``top`` out of range, an unknown parameter, or one given twice.
    """
    if not query:
        return Options()
    given = _given(query, "alphabet", "top")
    alphabet = get_alphabet(given.get("alphabet", DEFAULT))
    top = given.get("top", str(DEFAULT_TOP))
    if not re.fullmatch("[0-9]{1,2}", top) or not 1 <= int(top) <= len(BASE):
        raise InvalidRequest(f"top is a whole number from 1 to {len(BASE)}, received {top[:60]!r}")
    return Options(alphabet.name, int(top))


def explain_options_of(query: bytes) -> ExplainOptions:
    """The options in the query string of an explanation.

    Raises:
        UnknownAlphabet: no alphabet has that name.
        InvalidRequest: a value of another form, an unknown parameter, or one given twice.
    """
    given = _given(query, "alphabet", "layers", "kernels", "number", "why")
    alphabet = get_alphabet(given.get("alphabet", DEFAULT))
    why = given.get("why", "false")
    if why not in ("true", "false"):
        raise InvalidRequest(f"why is true or false, received {why[:60]!r}")
    layers = given.get("layers")
    return ExplainOptions(
        alphabet.name,
        layers if layers is None else tuple(filter(None, layers.split(","))),
        given.get("kernels"),
        _number(given["number"]) if "number" in given else None,
        why == "true",
    )


def _number(text: str) -> tuple[str, tuple[int, ...]]:
    match = re.fullmatch(r"([^:]+):([0-9]{1,6}(?:,[0-9]{1,6}){0,3})?", text)
    if not match:
        raise InvalidRequest(
            f"number is a layer and a place in it, such as conv1:0,14,14; received {text[:60]!r}"
        )
    name, place = match.groups()
    return name, tuple(map(int, place.split(","))) if place else ()


def _given(query: bytes, *names: str) -> dict[str, str]:
    """The parameters of a query, each of those names at most once."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    given = dict(pairs)
    if len(given) < len(pairs) or not given.keys() <= set(names):
        raise InvalidRequest(
            f"the query takes {', '.join(names[:-1])} and {names[-1]}, once each; "
            f"received {query[:100]!r}"
        )
    return given
