"""How answers are written: for people, for programs line by line, for spreadsheets."""

from __future__ import annotations

import csv
import io
import sys
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rekognize.recognizer import Recognition


class Format(StrEnum):
    """Forms in which ``rekognize recognize`` answers."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


class Writer(ABC):
    """Writes one answer after the other to a stream, flushed so that a pipe can follow."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, name: str, recognition: Recognition) -> None:
        """Write what was read in the drawing of that name.

        A file's name may be no text at all, or none that the stream can show: what it cannot
        becomes a question mark.
        """
        encoding = self.stream.encoding or "utf-8"
        self._write(name.encode(encoding, "replace").decode(encoding), recognition)

    @abstractmethod
    def _write(self, name: str, recognition: Recognition) -> None: ...


class TextWriter(Writer):
    """One line a drawing. On a terminal names are aligned and answers coloured."""

    def __init__(self, stream: TextIO, name_width: int = 0) -> None:
        super().__init__(stream)
        self.colour = stream.isatty()
        self.name_width = name_width if self.colour else 0

    def _write(self, name: str, recognition: Recognition) -> None:
        """Write ``seven.png  7  99.8 %  (1 0.1 %)  remark``; without colours, tabs between."""
        if recognition.candidates:
            best, *others = recognition.candidates
            columns = [best.label, f"{best.confidence:.1%}"]
            columns.append(" ".join(f"{c.label} {c.confidence:.1%}" for c in others))
        else:
            columns = ["-", "", ""]
        columns.append(remark(recognition))
        if self.colour:
            label, confidence, others_text, note = columns
            line = (
                f"{name:<{self.name_width}}  \x1b[1;{_colour(recognition)}m{label}\x1b[0m"
                f"  {confidence:>6}  \x1b[2m{others_text}\x1b[0m"
                f"{'  ' if note else ''}\x1b[33m{note}\x1b[0m"
            )
        else:
            line = "\t".join((name, *columns))
        print(line, file=self.stream, flush=True)


class JsonLinesWriter(Writer):
    """One JSON object a line."""

    def _write(self, name: str, recognition: Recognition) -> None:
        """Write the file's name and every field of the answer but the glyph's pixels."""
        import orjson

        line = orjson.dumps({"file": name, **fields(recognition)}).decode()
        print(line, file=self.stream, flush=True)


class CsvWriter(Writer):
    """One row a drawing under a header, as spreadsheets read it (RFC 4180)."""

    COLUMNS = (
        "file",
        "label",
        "confidence",
        "has_ink",
        "is_character",
        "several",
        "character_score",
        "outside",
        "outside_label",
        "candidates",
        "model",
    )

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._rows = csv.writer(stream)
        self._rows.writerow(self.COLUMNS)

    def _write(self, name: str, recognition: Recognition) -> None:
        """Write one row; ``candidates`` holds them all as ``7=0.9981 1=0.0012``.

        Label and confidence are empty where no single character was read. A name that a
        spreadsheet would run as a formula has an apostrophe before it.
        """
        from rekognize.feedback.spreadsheet import guarded

        values = fields(recognition)
        confidence = recognition.candidates[0].confidence if recognition.label else None
        values |= {
            "file": guarded(name),
            "label": recognition.label or "",
            "confidence": "" if confidence is None else round(confidence, 6),
            "candidates": " ".join(f"{c.label}={c.confidence:.4f}" for c in recognition.candidates),
        }
        self._rows.writerow([values[column] for column in self.COLUMNS])
        self.stream.flush()


def writer_of(form: Format, names: list[str]) -> Writer:
    """The writer of a format onto standard output, for drawings of those names."""
    match form:
        case Format.TEXT:
            return TextWriter(sys.stdout, max(map(len, names), default=0))
        case Format.JSONL:
            return JsonLinesWriter(sys.stdout)
        case Format.CSV:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(newline="")  # the rows end as RFC 4180 says, on Windows too
            return CsvWriter(sys.stdout)


def fields(recognition: Recognition) -> dict[str, Any]:
    """An answer as plain values, without the glyph's pixels."""
    return {
        "label": recognition.label,
        "candidates": [
            {"label": c.label, "confidence": round(c.confidence, 6)} for c in recognition.candidates
        ],
        "outside": round(recognition.outside, 6),
        "outside_label": recognition.outside_label,
        "has_ink": recognition.has_ink,
        "is_character": recognition.is_character,
        "several": recognition.several,
        "characters": [[round(edge, 2) for edge in box] for box in recognition.characters],
        "character_score": round(recognition.character_score, 6),
        "box": [round(edge, 2) for edge in recognition.glyph.box] if recognition.glyph else None,
        "model": recognition.model,
    }


def remark(recognition: Recognition) -> str:
    """What a person should know besides the answer; empty when there is nothing."""
    if not recognition.has_ink:
        return "no ink"
    if recognition.several:
        return "more than one character"
    if not recognition.is_character:
        return "does not look like a character"
    if recognition.outside > 0.5 and recognition.outside_label is not None:
        kind = "digit" if recognition.outside_label.isdigit() else "letter"
        return f"looks like the {kind} {recognition.outside_label}"
    return ""


def _colour(recognition: Recognition) -> int:
    """ANSI colour of an answer: green, or yellow where there is a remark."""
    return 33 if remark(recognition) else 32
