"""What a person names on the command line, and the drawings found there."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rekognize.errors import MissingData
from rekognize.images import ImageLimits, is_picture, read_file
from rekognize.ink import Ink, InkDocument

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One drawing to read: a file, or standard input when ``path`` is None."""

    name: str
    path: Path | None

    def read(self) -> bytes | Ink:
        """The drawing: a picture's bytes, or the strokes of a JSON document.

        Raises:
            MissingData: the file is gone or may not be read.
            ImageTooLarge: it is larger than a picture may be.
            InvalidInk: the JSON document holds no strokes.
        """
        limits = ImageLimits()
        try:
            if self.path is None:
                data = sys.stdin.buffer.read(limits.bytes + 1)
                limits.check_bytes(len(data))
            else:
                with self.path.open("rb") as file:
                    data = read_file(file, limits)
        except OSError as error:
            raise MissingData(
                f"a readable file is needed, received {self.name}: {error.strerror}"
            ) from None
        text = data.removeprefix(codecs.BOM_UTF8)  # as some editors write it
        return InkDocument.read(text).ink() if text.lstrip()[:1] == b"{" else data


def find_inputs(names: Iterable[str]) -> Iterator[Input]:
    """The drawings that files, folders (searched whole, in order of name) and ``-`` stand for.

    In a folder, hidden files are passed over, and so is what is no picture by its suffix; a file
    named by itself may have any.

    A file that does not exist is handed on, so that the others are still read. A folder without
    pictures yields nothing.
    """
    for name in names:
        path = Path(name)
        if name == STDIN:
            yield Input("<stdin>", None)
        elif _is_folder(path):
            for found in sorted(path.rglob("*")):
                if is_picture(found.relative_to(path)) and found.is_file():
                    yield Input(str(found), found)
        else:
            yield Input(name, path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that may not be entered: whoever reads it says so
        return False
