"""Feedback to files: CSV, JSON Lines, Parquet, and a folder of pictures by class."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from rekognize.alphabets import INDEX, get_alphabet
from rekognize.errors import Conflict, MissingExtra, RekognizeError
from rekognize.feedback.drawing import picture_of
from rekognize.feedback.records import COLUMNS, Record
from rekognize.feedback.spreadsheet import guarded

RECORDS: Final = "feedback.jsonl"
"""In a folder of pictures, the file that holds all the rest."""


class Form(StrEnum):
    """Forms in which feedback is exported and imported."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    FOLDER = "folder"


def csv_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """A table as spreadsheets read it (RFC 4180), its drawings as base64."""
    yield _csv_row(COLUMNS)
    for record in records:
        values = record.model_dump(mode="json")
        values["candidates"] = " ".join(f"{label}={share!r}" for label, share in record.candidates)
        cells = ("" if values[name] is None else str(values[name]) for name in COLUMNS)
        yield _csv_row(map(guarded, cells))


def json_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """One JSON object a line."""
    for record in records:
        yield record.model_dump_json().encode() + b"\n"


LINES: Final[dict[Form, Callable[[Iterable[Record]], Iterator[bytes]]]] = {
    Form.CSV: csv_lines,
    Form.JSONL: json_lines,
}
"""The forms that are text, record by record."""


def write_parquet(records: Iterable[Record], path: Path) -> int:
    """A Parquet file, a hundred records a row group.

    Returns:
        How many records.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    parquet, schema = parquet_schema()
    count = 0
    with parquet.ParquetWriter(path, schema) as writer:
        for some in _batches(records, 100):
            rows = [record.model_dump() for record in some]
            for row in rows:
                row["candidates"] = [
                    {"label": label, "confidence": share} for label, share in row["candidates"]
                ]
            writer.write_batch(_arrow().RecordBatch.from_pylist(rows, schema))
            count += len(rows)
    return count


def parquet_schema() -> tuple[Any, Any]:
    """pyarrow's Parquet part, and the types of the columns.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow = _arrow()
    from pyarrow import parquet

    text, time = arrow.string(), arrow.timestamp("us", tz="UTC")
    candidate = arrow.struct([("label", text), ("confidence", arrow.float64())])
    special = {
        "created": time,
        "decided": time,
        "confidence": arrow.float64(),
        "candidates": arrow.list_(candidate),
        "drawing": arrow.binary(),
        "glyph": arrow.binary(),
        "glyph_version": arrow.int32(),
    }
    return parquet, arrow.schema([(name, special.get(name, text)) for name in COLUMNS])


def write_folder(records: Iterable[Record], folder: Path) -> tuple[Counter[str], int]:
    """Pictures by class, as ``folder:PATH`` of a recipe reads them, and all else beside them.

    A class's folder is named by its code point (``U+0061`` for a), so that a and A lie apart
    everywhere. No picture is written of what is no character, or of a label that leaves the case
    open; ``feedback.jsonl`` holds every record whole.

    Returns:
        How many pictures of each class, and how many records there are without one.

    Raises:
        Conflict: there is something in that folder.
        RekognizeError: it cannot be written.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise Conflict(f"an export goes to an empty or a new folder, received {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        pictures: Counter[str] = Counter()
        without = 0
        with (folder / RECORDS).open("wb") as lines:
            for record in records:
                lines.writelines(json_lines([record]))
                label = class_of(record)
                if label is None:
                    without += 1
                    continue
                place = folder / f"U+{ord(label):04X}"
                place.mkdir(exist_ok=True)
                picture = picture_of(record.drawing, record.media_type)
                (place / f"{record.id}.png").write_bytes(picture)
                pictures[label] += 1
    except OSError as error:
        raise RekognizeError(f"cannot write the folder {folder}: {error.strerror}") from None
    return pictures, without


def class_of(record: Record) -> str | None:
    """The base class that a record's label says, None where it says none, or several."""
    alphabet = get_alphabet(record.alphabet)
    if record.label in alphabet.labels:
        members = dict(alphabet.groups)[record.label]
        return members if len(members) == 1 else None
    return record.label if record.label in INDEX else None


def _arrow() -> Any:  # noqa: ANN401 - a module that may not be installed
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtra(
            "Parquet needs pyarrow, which is not installed: pip install 'rekognize[parquet]'"
        ) from None
    return pa


def _csv_row(cells: Iterable[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue().encode()


def _batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
