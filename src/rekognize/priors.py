"""Class priors: how often each character is expected. Two ship, others come from files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rekognize.alphabets import BASE, Prior
from rekognize.errors import InvalidPrior, MissingData

_LOWERCASE: Final = (
    *(5264, 866, 1960, 2370, 7742, 1297, 1207, 2956, 4527, 66, 461, 2553, 1467),
    *(4536, 4729, 1256, 54, 4138, 4186, 5508, 1613, 653, 1016, 124, 1062, 66),
)
_CAPITALS: Final = (
    *(281, 169, 229, 130, 138, 101, 93, 124, 223, 79, 47, 107, 259),
    *(205, 106, 144, 12, 146, 305, 325, 57, 31, 107, 8, 94, 6),
)
_DIGITS: Final = (546, 461, 333, 188, 193, 374, 154, 120, 183, 282)

ENGLISH: Final[Mapping[str, float]] = MappingProxyType(
    dict(zip(BASE, (*_DIGITS, *_CAPITALS, *_LOWERCASE), strict=True))
)
"""How often each character stands in English newspaper text, in thousands.

Counts in a year of The New York Times: Jones and Mewhort, "Case-sensitive letter and bigram
frequency counts from large-scale English corpora", 2004, rounded.
"""

PRIORS: Final[Mapping[str, Prior | None]] = MappingProxyType({"uniform": None, "english": ENGLISH})
"""The priors that ship, by name; None weighs an alphabet's labels equally."""


def find_prior(name: str) -> Prior | None:
    """The shipped prior of that name, or the one in the file of that name.

    Raises:
        MissingData: there is neither.
        InvalidPrior: the file holds something else.
    """
    return PRIORS[name] if name in PRIORS else read_prior(Path(name))


def read_prior(path: Path) -> Prior:
    """The weights of a JSON object ``{"e": 12.7, ...}`` or a CSV file ``label,count``.

    Labels and weights are checked when the prior is used with an alphabet.

    Raises:
        MissingData: there is no such file.
        InvalidPrior: it holds something else, or a label twice.
    """
    try:
        text = path.read_text("utf-8-sig")  # as spreadsheets write it
    except OSError as error:
        raise MissingData(
            f"a prior is {', '.join(PRIORS)} or a file, received {path}: {error.strerror}"
        ) from None
    except UnicodeDecodeError:
        raise InvalidPrior(f"a prior is UTF-8 text, received {path} in another coding") from None
    return _from_json(text, path) if text.lstrip().startswith("{") else _from_csv(text, path)


def _from_json(text: str, path: Path) -> Prior:
    def weights_of(pairs: list[tuple[str, object]]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for label, weight in pairs:
            if not isinstance(weight, float):
                raise InvalidPrior(
                    f"{path}: weights are numbers, received {weight!r} for {label!r}"
                )
            if label in weights:
                raise InvalidPrior(f"{path}: a label stands once, received {label!r} again")
            weights[label] = weight
        return weights

    try:
        weights: dict[str, float] = json.loads(text, parse_int=float, object_pairs_hook=weights_of)
    except json.JSONDecodeError as error:
        raise InvalidPrior(f"{path}: a prior is a JSON object: {error}") from None
    return weights


def _from_csv(text: str, path: Path) -> Prior:
    try:
        rows = [(number, row) for number, row in enumerate(csv.reader(text.splitlines()), 1) if row]
    except csv.Error as error:
        raise InvalidPrior(f"{path} cannot be read as CSV: {error}") from None
    if not rows or [name.strip().lower() for name in rows[0][1]] != ["label", "count"]:
        raise InvalidPrior(
            f"{path}: a prior is a JSON object, or CSV under the header label,count; "
            f"received {text[:40]!r}"
        )
    weights: dict[str, float] = {}
    for number, row in rows[1:]:
        try:
            label, weight = row
            value = float(weight)
        except ValueError:
            raise InvalidPrior(
                f"{path}, line {number}: a label and a number are needed, received {row}"
            ) from None
        if label in weights:
            raise InvalidPrior(
                f"{path}, line {number}: a label stands once, received {label!r} again"
            )
        weights[label] = value
    return weights
