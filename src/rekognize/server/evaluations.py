"""Evaluations that ``rekognize evaluate --json`` wrote, to be shown on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from pydantic import BaseModel, ValidationError

from rekognize.errors import InvalidData, MissingData
from rekognize.server.schemas import EvaluationBody

_SCHEMA: Final = 2
"""The form of file that is read."""


@dataclass(frozen=True, slots=True)
class EvaluationFile:
    """One model judged by one set.

    Attributes:
        summary: what the list tells of it.
        content: all of it, JSON.
    """

    summary: EvaluationBody
    content: bytes


class _Model(BaseModel):
    sets: list[dict[str, Any]] = []


class _Document(BaseModel):
    models: list[_Model] = []


def read_evaluations(path: Path | None) -> Sequence[EvaluationFile]:
    """The evaluations in a file, or in the ``.json`` files of a folder; none without a path.

    Raises:
        MissingData: there is no such file or folder, or it holds none.
        InvalidData: a file holds something else.
    """
    if path is None:
        return ()
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found: list[EvaluationFile] = []
    for file in files:
        for values in _sets(file):
            found.append(_read(file, str(len(found)), values))
    if not found:
        raise MissingData(f"evaluations of data sets are needed, received {path} with none")
    return found


def _sets(file: Path) -> Iterator[dict[str, Any]]:
    try:
        document = orjson.loads(file.read_bytes())
    except OSError:
        raise MissingData(f"a file of evaluate --json is needed, received {file}") from None
    except orjson.JSONDecodeError as error:
        raise InvalidData(f"{file} is no JSON: {error}") from None
    if not isinstance(document, dict) or document.get("schema") != _SCHEMA:
        raise InvalidData(
            f"a file of evaluate --json with schema {_SCHEMA} is needed, received {file}"
        )
    try:
        models = _Document.model_validate(document).models
    except ValidationError as error:
        raise InvalidData(f"a file of evaluate --json is needed, {_fault(file, error)}") from None
    for model in models:
        yield from model.sets


def _read(file: Path, name: str, values: dict[str, Any]) -> EvaluationFile:
    try:
        summary = EvaluationBody.model_validate({**values, "id": name})
    except ValidationError as error:
        raise InvalidData(f"evaluations of sets are needed, {_fault(file, error)}") from None
    return EvaluationFile(summary, orjson.dumps(values))


def _fault(file: Path, error: ValidationError) -> str:
    """The first thing that is wrong with a file, in one line."""
    first = error.errors(include_url=False)[0]
    return f"received {file}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
