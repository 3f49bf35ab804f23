"""The words of a UNIPEN file: keywords, components and segments, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData
from rekognize.ink import MAX_STROKES

MAX_COMPONENTS: Final = 200_000
"""In one file with all it includes: the largest page of the UNIPEN collection has some thousand."""

_KEYWORD: Final = re.compile(r"^\.([A-Za-z_]+)[ \t]*", re.MULTILINE)
_SEGMENT: Final = re.compile(
    r"""CHARACTER
        (?:\s+(?P<delineation>[\d:,?-]+))?
        (?:\s+(?P<quality>BAD|OK|GOOD|\?))?
        (?:\s+"(?P<label>(?:[^"\\]|\\.)*)")?
        \s*""",
    re.VERBOSE | re.DOTALL | re.ASCII | re.IGNORECASE,
)
_CHARACTER: Final = re.compile(r"CHARACTER\b", re.IGNORECASE)
_PART: Final = re.compile(r"(\d{1,9})(?::(\d{1,9}))?(?:-(\d{1,9})(?::(\d{1,9}))?)?", re.ASCII)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_DIMENSIONS: Final = 12
_MAX_COORDINATE: Final = 1e6


@dataclass(frozen=True, slots=True)
class Component:
    """A stretch of the pen's way: float64 (P, 2) points, on the surface or above it."""

    points: NDArray[np.float64]
    down: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A labelled character and the components, or parts of components, that make it up."""

    label: str
    quality: str
    writer: str
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says of characters.

    Attributes:
        segments: of the kind CHARACTER, in order.
        unit: factors of x and y that make their units equal.
    """

    segments: tuple[Segment, ...]
    unit: tuple[float, float]


@dataclass(slots=True)
class _Pending:
    delineation: str
    quality: str
    label: str
    writer: str
    first: int
    """Components there were when the segment was named."""


@dataclass(slots=True)
class _Set:
    """Components and segments since the last ``.START_SET``, which counts from 0 again."""

    components: list[Component] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)


def parse(name: str, text: str, include: Callable[[str, int], str]) -> Document:
    """Read a UNIPEN text with all that it includes.

    Args:
        name: of the file, for messages.
        text: its content.
        include: the text of an included file, by its name and how deep the includes are.

    Raises:
        InvalidData: the text is not in the format.
    """
    reader = _Reader(name, include)
    reader.read(text, 0)
    return reader.finish()


def strokes_of(name: str, components: Sequence[Component]) -> tuple[NDArray[np.float64], ...]:
    """The pen-down strokes of a segment's components.

    Raises:
        InvalidData: more strokes than a character may have.
    """
    strokes = tuple(c.points for c in components if c.down and len(c.points))
    if len(strokes) > MAX_STROKES:
        raise InvalidData(
            f"{name}: a character may have {MAX_STROKES} strokes, received {len(strokes)}"
        )
    return strokes


class _Reader:
    def __init__(self, name: str, include: Callable[[str, int], str]) -> None:
        self.name = name
        self.include = include
        self.coordinates: tuple[int, int, int] | None = None
        self.writer = ""
        self.provider = ""
        self.resolution = {"X": 0.0, "Y": 0.0}
        self.set = _Set()
        self.segments: list[Segment] = []
        self.count = 0

    def read(self, text: str, depth: int) -> None:
        for keyword, arguments in _statements(text):
            match keyword:
                case "PEN_DOWN" | "PEN_UP":
                    self._component(arguments, keyword == "PEN_DOWN")
                case "SEGMENT":
                    self._segment(arguments)
                case "START_SET":
                    self._close_set()
                case "COORD":
                    self._coord(arguments)
                case "WRITER_ID":
                    self.writer = arguments.strip()
                case "DATA_SOURCE":
                    self.provider = arguments.strip()
                case "X_POINTS_PER_INCH" | "Y_POINTS_PER_INCH":
                    self.resolution[keyword[0]] = self._resolution(arguments)
                case "X_POINTS_PER_MM" | "Y_POINTS_PER_MM":
                    self.resolution[keyword[0]] = self._resolution(arguments) * 25.4
                case "INCLUDE":
                    included = arguments.strip()
                    self.read(self.include(included, depth + 1), depth + 1)
                case _:
                    pass

    def finish(self) -> Document:
        self._close_set()
        x, y = self.resolution["X"], self.resolution["Y"]
        unit = (1.0, x / y) if x > 0 and y > 0 else (1.0, 1.0)
        return Document(tuple(self.segments), unit)

    def _coord(self, arguments: str) -> None:
        names = arguments.upper().split()
        if "X" not in names or "Y" not in names or len(names) > _DIMENSIONS:
            raise InvalidData(
                f"{self.name}: .COORD names up to {_DIMENSIONS} coordinates, X and Y among them, "
                f"received {arguments.strip()[:60]!r}"
            )
        self.coordinates = (names.index("X"), names.index("Y"), len(names))

    def _component(self, arguments: str, down: bool) -> None:
        words = arguments.split()
        if not words:
            return  # "Empty components are not counted."
        x, y, width = self.coordinates or (0, 1, 2)
        try:
            numbers = np.array(words, np.float64)
        except ValueError:
            raise InvalidData(
                f"{self.name}: a component holds numbers, received {_first_word(words)!r}"
            ) from None
        if len(numbers) % width:
            raise InvalidData(
                f"{self.name}: a component holds {width} numbers a point as .COORD says, "
                f"received {len(numbers)} numbers"
            )
        points = numbers.reshape(-1, width)[:, [x, y]]
        if not (np.abs(points) <= _MAX_COORDINATE).all():
            raise InvalidData(
                f"{self.name}: coordinates lie within +-{_MAX_COORDINATE:g}, received one beyond"
            )
        self.count += 1
        if self.count > MAX_COMPONENTS:
            raise InvalidData(f"{self.name}: at most {MAX_COMPONENTS} components, received more")
        self.set.components.append(Component(points, down))

    def _segment(self, arguments: str) -> None:
        if not _CHARACTER.match(arguments.lstrip()):
            return
        match = _SEGMENT.fullmatch(arguments.strip())
        if not match:
            raise InvalidData(
                f'{self.name}: a segment reads .SEGMENT CHARACTER 3-4 OK "A", '
                f"received {arguments.strip()[:60]!r}"
            )
        if not match["label"]:
            return
        writer = "/".join(filter(None, (self.provider, self.writer)))
        self.set.pending.append(
            _Pending(
                match["delineation"] or "?",
                (match["quality"] or "?").upper(),
                _unescape(match["label"]),
                writer,
                len(self.set.components),
            )
        )

    def _resolution(self, arguments: str) -> float:
        try:
            value = float(arguments)
        except ValueError:
            value = float("nan")
        if not 0 < value < 1e6:
            raise InvalidData(
                f"{self.name}: a resolution is a number above 0, "
                f"received {arguments.strip()[:60]!r}"
            )
        return value

    def _close_set(self) -> None:
        """Segments may come before or after their components: they are resolved at the end."""
        components, pending = self.set.components, self.set.pending
        for number, segment in enumerate(pending, start=1):
            end = pending[number].first if number < len(pending) else len(components)
            if segment.delineation == "?":
                chosen = tuple(components[segment.first : end])
            else:
                chosen = tuple(_delineated(self.name, segment.delineation, components))
            self.segments.append(Segment(segment.label, segment.quality, segment.writer, chosen))
        self.set = _Set()


def _statements(text: str) -> Iterator[tuple[str, str]]:
    found = list(_KEYWORD.finditer(text))
    if not found and not text.strip():
        return
    if not found:
        raise InvalidData(
            f"a UNIPEN file has keywords such as .PEN_DOWN at the start of lines, "
            f"received text that begins with {text.strip()[:20]!r}"
        )
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        yield match[1].upper(), text[match.end() : end]


def _delineated(
    name: str, delineation: str, components: Sequence[Component]
) -> Iterator[Component]:
    """The components of an ``A[:M]-B[:N],C`` expression, its ends cut at points M and N."""
    for part in delineation.split(","):
        match = _PART.fullmatch(part)
        if not match:
            raise InvalidData(
                f"{name}: a delineation reads 3-4 or 3:10-4:12,6, received {delineation[:60]!r}"
            )
        first = int(match[1])
        last = first if match[3] is None else int(match[3])
        if not first <= last < len(components):
            raise InvalidData(
                f"{name}: a delineation names components 0 to {len(components) - 1} in order, "
                f"received {part!r}"
            )
        start = int(match[2] or 0)
        end = None if match[4] is None else int(match[4])
        for number in range(first, last + 1):
            points = components[number].points
            stop = len(points) if number < last or end is None else end + 1
            begin = start if number == first else 0
            if not begin < stop <= len(points):
                raise InvalidData(
                    f"{name}: a delineation names points 0 to {len(points) - 1} of component "
                    f"{number} in order, received {part!r}"
                )
            yield Component(points[begin:stop], components[number].down)


def _unescape(label: str) -> str:
    return _ESCAPE.sub(lambda match: {"t": "\t", "n": "\n"}.get(match[1], match[1]), label)


def _first_word(words: Sequence[str]) -> str:
    """The first word that is no number."""
    for word in words:
        try:
            float(word)
        except ValueError:
            return word[:40]
    return ""
