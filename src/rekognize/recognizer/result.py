"""What the recognizer answers."""

from __future__ import annotations

from dataclasses import dataclass

from rekognize.glyphs import Box, Glyph


@dataclass(frozen=True, slots=True)
class Candidate:
    """One label of the asked alphabet.

    Attributes:
        label: the alphabet's label, such as "7" or "q".
        confidence: calibrated probability in [0, 1] that this label is right, given that the
            drawing is a character of the alphabet. All labels' confidences sum to one.
    """

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """The answer to one drawing.

    Attributes:
        candidates: the ``top`` most probable labels, best first; empty when there is no ink.
        outside: probability in [0, 1] that the drawing is a character outside the alphabet.
        outside_label: the most probable base class outside the alphabet, None when the alphabet
            holds all 62 or there is no ink.
        has_ink: false for a blank picture; nothing else is then filled in.
        is_character: whether ``character_score`` reaches the bundle's threshold.
        character_score: in [0, 1], how much the drawing looks like any one character at all.
        glyph: what the network saw, and where that ink stood; None when there is no ink.
        model: ``name@version`` of the bundle that answered.
    """

    candidates: tuple[Candidate, ...]
    outside: float
    outside_label: str | None
    has_ink: bool
    is_character: bool
    character_score: float
    glyph: Glyph | None
    model: str

    @property
    def several(self) -> bool:
        """Whether the drawing holds more than one character, so that none is answered for all.

        Another one stands beside what was read, or what was read stands in several columns and
        looks like no one character.
        """
        if self.glyph is None:
            return False
        company = self.glyph.company
        return company.beside or (company.parted and not self.is_character)

    @property
    def characters(self) -> tuple[Box, ...]:
        """Where each of several characters stands, from left to right; none where it is not so.

        Boxes of ink as ``glyph.box`` is one: left, top, right, bottom, in its unit.
        """
        return self.glyph.company.columns if self.glyph is not None and self.several else ()

    @property
    def label(self) -> str | None:
        """The best candidate's label; None without ink, for no character or several."""
        answered = self.candidates and self.is_character and not self.several
        return self.candidates[0].label if answered else None
