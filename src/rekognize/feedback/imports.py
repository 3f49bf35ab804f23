"""Feedback from files that were exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson

from rekognize.errors import InvalidData, InvalidRequest, MissingData
from rekognize.feedback.export import RECORDS, Form, parquet_schema
from rekognize.feedback.records import COLUMNS, OLDER_COLUMNS, Record, record_of
from rekognize.feedback.spreadsheet import unguarded

_LONGEST_CELL: Final = 50_000_000


def form_of(path: Path) -> Form:
    """The form of a file by its name; a folder is one of pictures.

    Raises:
        InvalidRequest: it tells none.
    """
    if path.is_dir():
        return Form.FOLDER
    for form in (Form.CSV, Form.JSONL, Form.PARQUET):
        if path.suffix.lower() == f".{form}":
            return form
    raise InvalidRequest(
        f"exported feedback is .csv, .jsonl, .parquet or a folder, received {path.name!r}"
    )


def read_exported(path: Path, form: Form | None = None) -> Iterator[Record]:
    """The records of a file or folder, one after the other.

    Raises:
        InvalidRequest: its name tells no form.
        MissingData: it is not there.
        InvalidData: something in it is no record.
        MissingExtra: Parquet without pyarrow.
    """
    form = form or form_of(path)
    if form == Form.FOLDER:
        path, form = path / RECORDS, Form.JSONL
    if not path.is_file():
        raise MissingData(f"exported feedback is needed, received no file at {path}")
    readers = {Form.CSV: _read_csv, Form.JSONL: _read_json, Form.PARQUET: _read_parquet}
    return readers[form](path)


def _read_json(path: Path) -> Iterator[Record]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            place = f"{path.name}, line {number}"
            try:
                values = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise InvalidData(f"{place}: no JSON: {error}") from None
            yield record_of(values, place)


def _read_csv(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file, _long_cells():
        rows = csv.DictReader(file, strict=True)
        try:
            if tuple(rows.fieldnames or ()) not in (COLUMNS, OLDER_COLUMNS):
                raise InvalidData(
                    f"{path.name}: the columns are {', '.join(COLUMNS)}; "
                    f"received {', '.join(rows.fieldnames or ())[:200] or 'none'}"
                )
            for row in rows:
                yield record_of(_cells(row), f"{path.name}, line {rows.line_num}")
        except (csv.Error, UnicodeDecodeError) as error:
            raise InvalidData(f"{path.name}, line {rows.line_num}: no table: {error}") from None


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    values = {
        name: unguarded(cell) if isinstance(cell, str) else cell for name, cell in row.items()
    }
    for name in ("answer", "decided", "decided_by", "glyph_version"):
        values[name] = values.get(name) or None
    pairs = (each.rpartition("=") for each in str(values["candidates"]).split())
    values["candidates"] = [(label, share) for label, _, share in pairs]
    return values


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be as long as drawings are; the limit is Python's own, for all readers."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """With candidates as pairs, where they are what was exported."""
    candidates = row["candidates"]
    if isinstance(candidates, list) and all(isinstance(each, dict) for each in candidates):
        row["candidates"] = [tuple(each.values()) for each in candidates]
    return row


def _read_parquet(path: Path) -> Iterator[Record]:
    parquet, schema = parquet_schema()
    from pyarrow import ArrowException

    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            if tuple(file.schema_arrow.names) not in (COLUMNS, OLDER_COLUMNS):
                raise InvalidData(f"{path.name}: the columns are {', '.join(schema.names)}")
            for batch in file.iter_batches(100):
                for row in batch.to_pylist():
                    number += 1
                    yield record_of(_row(row), f"{path.name}, row {number}")
    except (ArrowException, OSError) as error:
        raise InvalidData(f"{path.name}: no Parquet file: {error}") from None
