"""UNIPEN's own text format: pen trajectories, and segments that name the characters in them.

Guyon, Schomaker, Plamondon, Liberman and Janet, *UNIPEN project of on-line data exchange and
recognizer benchmarks*, 1994; UNIPEN 1.0 format definition. A file is a succession of keywords,
each at the start of a line after a dot, with its arguments. ``.PEN_DOWN`` and ``.PEN_UP`` start
components, counted together from 0; ``.SEGMENT CHARACTER 3-4 OK "A"`` says which make up an A.

**Which way y points.** The format does not say; its guide lines are measured from the bottom, and
most files count y upwards, but not all. Here y points down. :func:`read_unipen` looks at how the
characters were drawn: hands draw 1, 7, I, J, L and T from the top, so a set in which these
mostly start at the smaller y has y down, any other y up. A caller who knows can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import ALPHABETS, CAPITALS, DIGITS, INDEX, label_sets
from rekognize.datasets.strokes import StrokeSamples
from rekognize.datasets.unipen_text import Component, Document, parse, strokes_of
from rekognize.errors import InvalidData, MissingData

YAxis = Literal["up", "down"]

MAX_FILE_BYTES: Final = 100_000_000
_MAX_INCLUDE_DEPTH: Final = 8
_BOX: Final = 1000.0
"""The ink box's longer side becomes this long."""

_DRAWN_DOWNWARDS: Final = frozenset("17IJLT")


@dataclass(frozen=True, slots=True)
class _Character:
    label: str
    strokes: tuple[NDArray[np.float64], ...]
    writer: str


def read_unipen(
    paths: Path | Iterable[Path], include: Path | None = None, y_axis: YAxis | None = None
) -> StrokeSamples:
    """The isolated characters of UNIPEN files that are of the 62 base classes.

    Segments of other characters, of several characters, of words, and those marked ``BAD``
    (illegible) are passed over. Pen-up components are not drawn.

    Args:
        paths: one file, or several of one provider.
        include: folder that the names after ``.INCLUDE`` are relative to; None takes the folder
            of the file that includes.
        y_axis: which way y points in the files; None decides as this module's head says, for
            each file by itself.

    Returns:
        Strokes with y down, equal units in x and y, the longer side of each ink box 1000. The
        writer is ``.WRITER_ID``, after the ``.DATA_SOURCE`` where there is one.

    Raises:
        MissingData: a file is not there, or one that it includes.
        InvalidData: not in the format, a segment names a component or point that is not there, an
            include leads out of the include folder, or to itself.
    """
    files = [paths] if isinstance(paths, Path) else list(paths)
    found: list[_Character] = []
    for path in files:
        found += _characters(path, include or path.parent, y_axis)
    return _samples(files[0].stem if len(files) == 1 else "unipen", found)


def find_unipen(path: Path) -> list[Path]:
    """The UNIPEN files at a path: that file, or those below that folder whose names end in .dat.

    Raises:
        MissingData: there are none.
    """
    files = sorted(path.rglob("*.dat")) if path.is_dir() else [path]
    if not files:
        raise MissingData(f"UNIPEN files end in .dat, received a folder without any: {path}")
    return files


def _characters(path: Path, include: Path, y_axis: YAxis | None) -> list[_Character]:
    document = parse(path.name, _read_text(path), _includer(include))
    found = [
        _Character(segment.label, strokes, segment.writer or path.stem)
        for segment in document.segments
        if segment.label in INDEX and segment.quality != "BAD"
        if (strokes := _placed(path.name, document, segment.components))
    ]
    if (y_axis or _y_axis(found)) == "up":
        return [
            _Character(c.label, tuple(s * (1.0, -1.0) for s in c.strokes), c.writer) for c in found
        ]
    return found


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InvalidData(
                f"{path.name}: a UNIPEN file may have {MAX_FILE_BYTES} bytes, "
                f"received {path.stat().st_size}"
            )
        # The format is ASCII; comments in files from the nineties hold Latin-1.
        text = path.read_bytes().decode("latin-1")
    except (FileNotFoundError, IsADirectoryError):
        raise MissingData(f"a UNIPEN file is needed, received no file at {path}") from None
    except OSError as error:
        raise InvalidData(f"{path.name}: could not be read: {error}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _includer(root: Path) -> Callable[[str, int], str]:
    base = root.resolve()

    def read(name: str, depth: int) -> str:
        if "\0" in name or not (base / name).resolve().is_relative_to(base):
            raise InvalidData(
                f"a UNIPEN file includes files within its include folder, received {name!r}"
            )
        if depth > _MAX_INCLUDE_DEPTH:
            raise InvalidData(
                f"UNIPEN files may include each other {_MAX_INCLUDE_DEPTH} deep, "
                f"received more at {name!r}"
            )
        return _read_text(base / name)

    return read


def _placed(
    name: str, document: Document, components: Sequence[Component]
) -> tuple[NDArray[np.float64], ...]:
    """The pen-down strokes of a segment, in equal units of x and y."""
    return tuple(stroke * document.unit for stroke in strokes_of(name, components))


def _y_axis(characters: Sequence[_Character]) -> YAxis:
    down = up = 0
    for character in characters:
        if character.label in _DRAWN_DOWNWARDS:
            longest = max(character.strokes, key=lambda s: float(np.ptp(s[:, 1])))
            rise = longest[-1, 1] - longest[0, 1]
            down += rise > 0
            up += rise < 0
    return "down" if down > up else "up"


def _samples(name: str, characters: Sequence[_Character]) -> StrokeSamples:
    scaled = [_to_box(character.strokes) for character in characters]
    strokes = [stroke for sample in scaled for stroke in sample]
    points = np.concatenate(strokes) if strokes else np.empty((0, 2))
    return StrokeSamples(
        f"unipen/{name}",
        points.astype(np.float32),
        np.cumsum([0, *(len(stroke) for stroke in strokes)], dtype=np.intp),
        np.cumsum([0, *(len(sample) for sample in scaled)], dtype=np.intp),
        label_sets([c.label for c in characters], ALPHABETS["alphanumeric"]),
        np.array([c.writer for c in characters], dtype=np.str_),
        _relative_heights(characters),
    )


def _to_box(strokes: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    points = np.concatenate(strokes)
    corner = points.min(axis=0)
    longer = float(np.ptp(points, axis=0).max())
    scale = _BOX / longer if longer > 0 else 1.0
    return [(stroke - corner) * scale for stroke in strokes]


def _relative_heights(characters: Sequence[_Character]) -> NDArray[np.float32]:
    """Ink height / median height of the writer's capitals and digits, NaN without any of those."""
    heights = np.array([np.ptp(np.concatenate(c.strokes)[:, 1]) for c in characters], np.float64)
    writers = np.array([c.writer for c in characters], dtype=np.str_)
    tall = np.array([c.label in CAPITALS + DIGITS for c in characters], dtype=np.bool_)
    relative = np.full(len(characters), np.nan, np.float32)
    for writer in np.unique(writers):
        rows = writers == writer
        reference = np.median(heights[rows & tall]) if (rows & tall).any() else 0.0
        if reference > 0:
            relative[rows] = heights[rows] / reference
    return relative
