"""How typefaces drawn after hands are read: ``python -m benchmarks.typefaces [BUNDLE]...``.

Only those that no training has, of two kinds: hands that schools teach, and all others. Pictures,
each character once and as its designer drew it. ``make typefaces`` installs them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from rekognize import Recognizer
from rekognize.alphabets import ALPHABETS, label_sets
from rekognize.datasets.normalise import glyphs_of_images
from rekognize.datasets.typefaces import Typeface, find_typefaces
from rekognize.evaluation.evaluate import evaluate
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.evaluation.metrics import Metrics

_WEAK: Final = 5
"""Typefaces that are named: those whose letters are read least often."""

_MISTAKES: Final = 12


@dataclass(frozen=True)
class Figures:
    """How typefaces are read, in percent.

    Attributes:
        merged: among 62 classes, characters that look the same being one.
        letters: letters ignoring case, in their alphabet.
        capitals: capitals, in theirs.
        digits: digits, in theirs.
        taken: taken for a character.
    """

    merged: float
    letters: float
    capitals: float
    digits: float
    taken: float


def glyphs_of(typefaces: Sequence[Typeface]) -> GlyphSet:
    """Every character of some typefaces."""
    shown = [character for typeface in typefaces for character in typeface.pictures()]
    return GlyphSet(
        ", ".join(typeface.name for typeface in typefaces),
        glyphs_of_images([picture for _, picture in shown]),
        label_sets([label for label, _ in shown], ALPHABETS["alphanumeric"]),
    )


def read_typefaces(recognizer: Recognizer, glyphs: GlyphSet) -> Figures:
    """The figures of one model."""
    every = evaluate(recognizer, glyphs, ALPHABETS["alphanumeric"])
    letters, capitals, digits = (
        evaluate(recognizer, glyphs, ALPHABETS[name]).metrics.accuracy
        for name in ("letters-nocase", "capitals", "digits")
    )
    merged, taken = every.folds["same pictures merged"], 1 - every.refused / len(glyphs)
    return Figures(*(100 * share for share in (merged, letters, capitals, digits, taken)))


def _report(recognizer: Recognizer, kinds: dict[str, list[Typeface]]) -> None:
    print(f"\n{recognizer.bundle.card.identity}")
    for kind, typefaces in kinds.items():
        figures = read_typefaces(recognizer, glyphs_of(typefaces))
        print(
            f"{len(typefaces)} {kind}: {figures.merged:.1f} % read among 62, letters "
            f"{figures.letters:.1f}, capitals {figures.capitals:.1f}, digits "
            f"{figures.digits:.1f}; {figures.taken:.1f} % taken for a character"
        )
        single = [(_letters(recognizer, [one]).accuracy, one.name) for one in typefaces]
        for accuracy, name in sorted(single)[:_WEAK]:
            print(f"  {name:28s} letters {100 * accuracy:.0f} %")
    print(f"  {_mistakes(recognizer, [one for some in kinds.values() for one in some])}")


def _letters(recognizer: Recognizer, typefaces: Sequence[Typeface]) -> Metrics:
    """How often letters are read right, ignoring case."""
    return evaluate(recognizer, glyphs_of(typefaces), ALPHABETS["letters-nocase"]).metrics


def _mistakes(recognizer: Recognizer, typefaces: Sequence[Typeface]) -> str:
    """The commonest of letters, ignoring case."""
    labels = (*ALPHABETS["letters-nocase"].labels, "nothing")
    confusion = _letters(recognizer, typefaces).confusion
    pairs = [(n, labels[i], labels[j]) for (i, j), n in np.ndenumerate(confusion) if i != j]
    most = sorted(pairs, key=lambda pair: -pair[0])[:_MISTAKES]
    return "most often taken: " + ", ".join(f"{a} for {b} {n}" for n, a, b in most)


def main() -> None:
    """Print the figures of some bundles, the shipped ones unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.typefaces")
    parser.add_argument("bundles", nargs="*", type=Path, default=[Path("standard"), Path("tiny")])
    unseen = [typeface for typeface in find_typefaces() if typeface.held_out]
    kinds = {
        "hands that schools teach": [one for one in unseen if one.is_taught],
        "others": [one for one in unseen if not one.is_taught],
    }
    for bundle in parser.parse_args().bundles:
        _report(Recognizer.load(bundle), kinds)


if __name__ == "__main__":
    main()
