"""What reviewers have accepted, ready to be learnt from and to judge by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from rekognize.alphabets import BASE, DEFAULT, get_alphabet, label_sets
from rekognize.errors import EmptyInput, InvalidImage, InvalidInk
from rekognize.feedback.drawing import glyph_of
from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.feedback.take import State
from rekognize.glyphs import GLYPH_VERSION, SIDE
from rekognize.storage.database import Database
from rekognize.storage.tables import FeedbackRow

HELD_OUT: Final = 0.25
"""Share of the feedback that is never trained on: the gate judges by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Accepted:
    """Accepted feedback.

    Attributes:
        glyphs: uint8 (N, 28, 28), ink 255, all of this version.
        targets: bool (N, 62), the base classes that each label allows; none of a drawing that is
            no character.
        alphabets: the alphabet among whose labels each was told apart: the one that was asked in,
            or all characters where the label lies outside that.
        held_out: bool (N,), kept from training.
        digest: SHA-256 of all of it, for cards and reports.
        left_out: how many more there are, with glyphs of another version and drawings that cannot
            be read.
    """

    glyphs: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    alphabets: tuple[str, ...]
    held_out: NDArray[np.bool_]
    digest: str
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.glyphs)

    @property
    def judging(self) -> NDArray[np.intp]:
        """Rows to judge by, ints (M,): those held out, each drawing, label and alphabet once.

        A drawing that was sent in again says nothing new of which model is better.
        """
        distinct: dict[tuple[bytes, bytes, str], int] = {}
        for row in np.flatnonzero(self.held_out).tolist():
            key = self.glyphs[row].tobytes(), self.targets[row].tobytes(), self.alphabets[row]
            distinct.setdefault(key, row)
        return np.array([*distinct.values()], np.intp)


@dataclass(frozen=True, slots=True, order=True)
class _Row:
    glyph: bytes
    label: str
    alphabet: str
    held_out: bool


def read_accepted(database: Database) -> Accepted:
    """All feedback that is accepted.

    A glyph of another version, or of one that was not kept, is made again from its drawing.

    Raises:
        StorageUnavailable: the database cannot be read.
    """
    read, left_out = _read(database)
    # By what they hold, for ids are random: the same feedback is learnt in the same order.
    rows = sorted(read)
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row.alphabet}\0{row.label}\0".encode() + row.glyph)
    pixels = np.frombuffer(b"".join(row.glyph for row in rows), np.uint8)
    alphabets = tuple(_told_apart_among(row.label, row.alphabet) for row in rows)
    targets = [_allowed(row.label, name) for row, name in zip(rows, alphabets, strict=True)]
    return Accepted(
        pixels.reshape(-1, SIDE, SIDE),
        np.array(targets, np.bool_).reshape(-1, len(BASE)),
        alphabets,
        np.array([row.held_out for row in rows], np.bool_),
        digest.hexdigest(),
        left_out,
    )


def _read(database: Database) -> tuple[list[_Row], int]:
    """Accepted feedback with glyphs of this version, and how many have none."""
    row = FeedbackRow
    asked = select(row.id, row.glyph, row.glyph_version, row.label, row.alphabet).where(
        row.state == State.ACCEPTED
    )
    rows: list[_Row] = []
    left_out = 0
    with database.reading() as session:
        for name, kept, version, label, alphabet in session.execute(asked).all():
            glyph = kept if version == GLYPH_VERSION else _made_again(session, name)
            if glyph is None:
                left_out += 1
            else:
                # By the glyph that was kept: nothing changes sides when another is made of it.
                rows.append(_Row(glyph, label, alphabet, _is_held_out(kept)))
    return rows, left_out


def _made_again(session: Session, name: str) -> bytes | None:
    """This version's glyph of a record's drawing; None where that cannot be read."""
    asked = select(FeedbackRow.drawing, FeedbackRow.media_type).where(FeedbackRow.id == name)
    drawing, media_type = session.execute(asked).one()
    try:
        return glyph_of(drawing, media_type)
    except (InvalidInk, InvalidImage, EmptyInput):
        return None


def _told_apart_among(label: str, alphabet: str) -> str:
    """The alphabet that a label is one of: somebody may have written a B among digits."""
    known = label == NOT_A_CHARACTER or label in get_alphabet(alphabet).labels
    return alphabet if known else DEFAULT


def _allowed(label: str, alphabet: str) -> NDArray[np.bool_]:
    """The base classes that a label of an alphabet allows, bool (62,)."""
    if label == NOT_A_CHARACTER:
        return np.zeros(len(BASE), np.bool_)
    allowed: NDArray[np.bool_] = label_sets([label], get_alphabet(alphabet))[0]
    return allowed


def _is_held_out(glyph: bytes) -> bool:
    """Decided by the glyph alone: the same drawing sent twice never stands on both sides."""
    hashed = hashlib.blake2b(glyph, digest_size=6).digest()
    return int.from_bytes(hashed, "big") / 2**48 < HELD_OUT
