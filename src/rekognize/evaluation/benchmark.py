"""The fixed table of figures that any two models are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rekognize.alphabets import get_alphabet
from rekognize.errors import MissingData
from rekognize.evaluation.evaluate import Evaluation, evaluate
from rekognize.evaluation.rejection import Rejection
from rekognize.evaluation.set_priors import named_prior
from rekognize.evaluation.shelf import Shelf
from rekognize.evaluation.sweeps import SWEEPS, Sweep, SweepResult, run_sweep
from rekognize.evaluation.things import THINGS, Things, run_things
from rekognize.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table.

    Attributes:
        title: what is measured.
        set_name: one of the named sets.
        alphabet: what the model is asked to read; samples of other classes are left out.
        prior: ``"uniform"``, or a set's own: ``"byclass"``, ``"unipen"``.
        heights: whether the model is told how high each character was written.
    """

    title: str
    set_name: str
    alphabet: str
    prior: str = "uniform"
    heights: bool = False


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
    Row(
        "UNIPEN held-out writers, 62 classes, heights",
        "unipen-heldout",
        "alphanumeric",
        heights=True,
    ),
    Row("UNIPEN held-out writers, letters ignoring case", "unipen-heldout", "letters-nocase"),
    Row(
        "UNIPEN held-out writers, letters, its own prior",
        "unipen-heldout",
        "letters-nocase",
        "unipen",
    ),
    Row("UNIPEN held-out writers, digits", "unipen-heldout", "digits"),
    Row("Scanned capitals, capitals", "scanned-capitals", "capitals"),
    Row("Mouse digits, digits", "mouse-digits", "digits"),
    Row("Photographed cheques, digits", "cheque-digits", "digits"),
)
"""Every figure of a set as it is, in the order in which it is printed."""

Part = Row | Sweep | Things
"""One line of the table."""

Result = Evaluation | SweepResult | Rejection
"""What comes out for one model: of a row, a sweep, or a kind of things."""

PARTS: Final[tuple[Part, ...]] = (*TABLE, *SWEEPS, *THINGS)
"""The whole table, in the order in which it is printed."""


def run_part(part: Part, recognizers: Sequence[Recognizer], shelf: Shelf) -> list[Result]:
    """One line of the table, judged for each model on the same samples.

    Raises:
        MissingData: its data are not there.
    """
    if isinstance(part, Sweep):
        return [*run_sweep(part, recognizers, shelf)]
    if isinstance(part, Things):
        return [*run_things(part, recognizers, shelf)]
    return [*run_row(part, recognizers, shelf)]


def run_row(row: Row, recognizers: Sequence[Recognizer], shelf: Shelf) -> list[Evaluation]:
    """A row of :data:`TABLE`, as :func:`run_part`."""
    glyphs = shelf.glyphs(row.set_name)
    prior = named_prior(row.prior, shelf.roots)
    return [
        evaluate(
            recognizer,
            glyphs,
            get_alphabet(row.alphabet),
            prior,
            row.prior,
            shelf.outputs(row.set_name, recognizer),
            row.heights,
        )
        for recognizer in recognizers
    ]


def run_table(
    recognizers: Sequence[Recognizer], shelf: Shelf, parts: Sequence[Part] = PARTS
) -> Iterator[tuple[Part, list[Result]]]:
    """Each line of the table, with its results by model; none where the data are missing.

    Raises:
        MissingData: none of the sets are there.
    """
    found = False
    for part in parts:
        try:
            results = run_part(part, recognizers, shelf)
        except MissingData:
            results = []
        found = found or bool(results)
        yield part, results
    if not found:
        names = sorted({part.set_name for part in parts if not isinstance(part, Things)})
        raise MissingData(
            f"the benchmark needs one of {', '.join(names)} in a data folder, "
            f"received {', '.join(map(str, shelf.roots))}"
        )


def run_benchmark(
    recognizer: Recognizer,
    roots: Sequence[Path],
    cache: Path | None = None,
    limit: int | None = None,
) -> Iterator[tuple[Row, Evaluation]]:
    """Each row of :data:`TABLE` whose data are there, with its evaluation.

    Args:
        recognizer: with the model.
        roots: data folders, first to last.
        cache: folder that keeps glyphs; None keeps none.
        limit: judge only this many samples of each set, spread over it.

    Raises:
        MissingData: none of the data are there.
    """
    for row, results in run_table([recognizer], Shelf(roots, cache, limit), TABLE):
        for result in results:
            if isinstance(row, Row) and isinstance(result, Evaluation):
                yield row, result
