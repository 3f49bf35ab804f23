"""Class priors from files: how often each character is expected."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from rekognize.alphabets import Prior
from rekognize.errors import InvalidPrior, MissingData


def read_prior(path: Path) -> Prior:
    """The weights of a JSON object ``{"e": 12.7, ...}`` or a CSV file ``label,count``.

    Labels and weights are checked when the prior is used with an alphabet.

    Raises:
        MissingData: there is no such file.
        InvalidPrior: it holds something else, or a label twice.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise MissingData(f"a prior is a file, received {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidPrior(f"a prior is UTF-8 text, received {path} in another coding") from None
    return _from_json(text, path) if text.lstrip().startswith("{") else _from_csv(text, path)


def _from_json(text: str, path: Path) -> Prior:
    try:
        document = json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        raise InvalidPrior(f"{path}: a prior is a JSON object: {error}") from None
    for label, weight in document.items():
        if not isinstance(weight, float):
            raise InvalidPrior(f"{path}: weights are numbers, received {weight!r} for {label!r}")
    return dict(document)


def _from_csv(text: str, path: Path) -> Prior:
    rows = list(csv.reader(text.splitlines()))
    if not rows or [name.strip().lower() for name in rows[0]] != ["label", "count"]:
        raise InvalidPrior(
            f"{path}: a prior is a JSON object, or CSV under the header label,count; "
            f"received {text[:40]!r}"
        )
    weights: dict[str, float] = {}
    for number, row in enumerate(rows[1:], start=2):
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
