"""The fixed table of figures that any two models are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rekognize.alphabets import get_alphabet
from rekognize.errors import MissingData
from rekognize.evaluation.evaluate import Evaluation, evaluate
from rekognize.evaluation.glyph_sets import GlyphSet, glyph_set
from rekognize.evaluation.sets import SETS, read_byclass_prior
from rekognize.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table.

    Attributes:
        title: what is measured.
        set_name: one of the named sets.
        alphabet: what the model is asked to read; samples of other classes are left out.
        prior: ``"uniform"`` or ``"byclass"``.
    """

    title: str
    set_name: str
    alphabet: str
    prior: str = "uniform"


TABLE: Final = (
    Row(
        "ByClass test, 62 classes, its own prior", "emnist-byclass-test", "alphanumeric", "byclass"
    ),
    Row("ByClass test, 62 classes, even prior", "emnist-byclass-test", "alphanumeric"),
    Row("ByClass test, ignoring case", "emnist-byclass-test", "alphanumeric-nocase", "byclass"),
    Row("ByClass test, letters ignoring case", "emnist-byclass-test", "letters-nocase", "byclass"),
    Row("ByClass test, digits", "emnist-byclass-test", "digits"),
    Row("MNIST test, digits", "mnist-test", "digits"),
    Row("UNIPEN held-out writers, 62 classes", "unipen-heldout", "alphanumeric"),
    Row("UNIPEN held-out writers, letters ignoring case", "unipen-heldout", "letters-nocase"),
    Row("UNIPEN held-out writers, digits", "unipen-heldout", "digits"),
    Row("Scanned capitals, capitals", "scanned-capitals", "capitals"),
    Row("Mouse digits, digits", "mouse-digits", "digits"),
)
"""Every figure, in the order in which it is printed."""


def run_benchmark(
    recognizer: Recognizer,
    roots: Sequence[Path],
    cache: Path | None = None,
    limit: int | None = None,
) -> Iterator[tuple[Row, Evaluation]]:
    """Each row whose data are there, with its evaluation.

    Args:
        recognizer: with the model.
        roots: data folders, first to last.
        cache: folder that keeps glyphs; None keeps none.
        limit: judge only this many samples of each set, spread over it.

    Raises:
        MissingData: none of the data are there.
    """
    sets: dict[str, GlyphSet] = {}
    found = False
    for row in TABLE:
        if row.set_name not in sets:
            try:
                samples = SETS[row.set_name].read(roots)
            except MissingData:
                continue
            sets = {row.set_name: replace(glyph_set(samples, cache, limit), name=row.set_name)}
        found = True
        prior = read_byclass_prior(roots) if row.prior == "byclass" else None
        alphabet = get_alphabet(row.alphabet)
        yield row, evaluate(recognizer, sets[row.set_name], alphabet, prior, row.prior)
    if not found:
        names = sorted({row.set_name for row in TABLE})
        raise MissingData(
            f"the benchmark needs one of {', '.join(names)} in a data folder, "
            f"received {', '.join(map(str, roots))}"
        )
