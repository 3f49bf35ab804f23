"""Labelled pictures in a folder by class, or in a zip with a table of labels.

A folder by class is ``ROOT/CLASS/picture.png``. CLASS is the character itself (``A``, ``7``) or its
code point (``U+0061`` for a), so that ``A`` and ``a`` can lie side by side on file systems that
ignore case. A zip holds pictures and ``labels.csv`` with the columns ``file`` and ``label``.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from rekognize.alphabets import INDEX
from rekognize.datasets.pictures import PictureSamples
from rekognize.errors import InvalidData, MissingData
from rekognize.images import is_picture

MAX_PICTURE_BYTES: Final = 20_000_000
MAX_TABLE_BYTES: Final = 50_000_000
_CODE_POINT: Final = re.compile(r"U\+([0-9A-Fa-f]{4,6})", re.ASCII)


def read_folder(root: Path) -> PictureSamples:
    """Every picture of a folder by class, in the order of class and file name.

    Hidden files and folders are passed over, and so are files that are no pictures by their
    suffix. Pictures may lie in further folders within a class's.

    Raises:
        MissingData: there is no such folder, or no picture in it.
        InvalidData: a folder's name is no base class.
    """
    if not root.is_dir():
        raise MissingData(f"a folder of pictures by class is needed, received no folder at {root}")
    found = [
        (path.relative_to(root).as_posix(), class_of_folder(folder.name))
        for folder in sorted(root.iterdir())
        if folder.is_dir() and not folder.name.startswith(".")
        for path in sorted(folder.rglob("*"))
        if is_picture(path.relative_to(folder)) and path.is_file()
    ]
    if not found:
        raise MissingData(
            f"a folder by class holds CLASS/picture.png and the like, received none in {root}"
        )
    files, labels = zip(*found, strict=True)

    def read(name: str) -> bytes:
        try:
            with (root / name).open("rb") as stream:
                data = stream.read(MAX_PICTURE_BYTES + 1)
        except OSError as error:
            raise InvalidData(f"{name}: could not be read: {error}") from None
        return _bounded(name, data)

    return PictureSamples(root.name, files, labels, read)


def class_of_folder(name: str) -> str:
    """The base class that a folder's name stands for: ``A``, or ``U+0041``.

    Raises:
        InvalidData: it is no base class.
    """
    match = _CODE_POINT.fullmatch(name)
    label = chr(int(match[1], 16)) if match and int(match[1], 16) < 128 else name
    if label not in INDEX:
        raise InvalidData(
            f"a class's folder is named by one of 0-9 A-Z a-z, or by its code point such as "
            f"U+0061 for a; received {name!r}"
        )
    return label


def read_zip(path: Path) -> PictureSamples:
    """The pictures that a zip's ``labels.csv`` lists, in its order.

    Nothing is unpacked to disk. Columns besides ``file`` and ``label`` are handed on as text.

    Raises:
        MissingData: there is no such file.
        InvalidData: no zip, damaged, without a proper table, or the table lists a picture that
            is not in it, or one outside it (``../``).
    """
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise MissingData(f"a zip of pictures is needed, received no file at {path}") from None
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InvalidData(f"{path.name}: could not be read as a zip: {error}") from None

    def read(name: str) -> bytes:
        return _read_member(path, archive, name, MAX_PICTURE_BYTES)

    try:
        rows = _read_table(path, _read_member(path, archive, "labels.csv", MAX_TABLE_BYTES))
        held = set(archive.namelist())
        for row in rows:
            _check_member(path, row["file"], held)
    except InvalidData:
        archive.close()
        raise
    further = [column for column in rows[0] if column not in ("file", "label")]
    return PictureSamples(
        path.stem,
        [row["file"] for row in rows],
        [row["label"] for row in rows],
        read,
        {column: [row[column] for row in rows] for column in further},
    )


def _read_table(path: Path, data: bytes) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidData(f"{path.name}: labels.csv is no table: {error}") from None
    columns = reader.fieldnames or []
    if not rows or not {"file", "label"} <= set(columns):
        raise InvalidData(
            f"{path.name}: labels.csv must have the columns file and label and at least one row, "
            f"received {', '.join(columns) or 'nothing'} and {len(rows)} rows"
        )
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise InvalidData(
                f"{path.name}: every row of labels.csv must have {len(columns)} values, "
                f"received another number in row {number}"
            )
    return rows


def _check_member(path: Path, name: str, held: set[str]) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts:
        raise InvalidData(
            f"{path.name}: labels.csv must name pictures within the zip, received {name!r}"
        )
    if name not in held:
        raise InvalidData(
            f"{path.name}: every picture of labels.csv must be in the zip, "
            f"received none named {name!r}"
        )


def _read_member(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as stream:
            # The size a zip's directory names may be false: what is unpacked is what is counted.
            data = stream.read(most + 1)
    except KeyError:
        raise InvalidData(f"{path.name}: {name} is needed, received a zip without it") from None
    except (
        OSError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        RuntimeError,
    ) as error:
        raise InvalidData(f"{path.name}: {name} could not be unpacked: {error}") from None
    return _bounded(f"{path.name}: {name}", data, most)


def _bounded(name: str, data: bytes, most: int = MAX_PICTURE_BYTES) -> bytes:
    if len(data) > most:
        raise InvalidData(f"{name}: at most {most} bytes are read, received more")
    return data
