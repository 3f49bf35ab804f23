"""``rekognize evaluate``: judge a model by data sets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rekognize.alphabets import ALPHABETS, Prior, get_alphabet
from rekognize.commands.data import DataOption

if TYPE_CHECKING:
    from rekognize.evaluation import Evaluation


def evaluate(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SET",
            help="mnist-test, emnist-byclass-test (and bymerge, balanced, letters, digits, mnist), "
            "mouse-digits, scanned-capitals, unipen-heldout, a folder by class (A/1.png), "
            "a .zip with labels.csv, or an .npz. Without any: the table of all benchmarks.",
            show_default=False,
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(help="Model to judge instead of the one that came along.", show_default=False),
    ] = None,
    alphabet: Annotated[
        str | None,
        typer.Option(
            "--alphabet",
            "-a",
            help=f"What the model is asked to read: {', '.join(ALPHABETS)}. "
            "Without it the set's own.",
            autocompletion=lambda: list(ALPHABETS),
            show_default=False,
        ),
    ] = None,
    prior: Annotated[
        str,
        typer.Option(
            help="Class prior that the model is told: uniform, byclass (the training counts of "
            "EMNIST ByClass), or a file as recognize takes it."
        ),
    ] = "uniform",
    data: DataOption = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write everything to this file as JSON.", show_default=False),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            help="Draw confusion matrix and reliability to this PNG; several sets are numbered.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, help="Judge only this many samples, spread over the set.", show_default=False
        ),
    ] = None,
    cache: Annotated[bool, typer.Option(help="Keep the sets' glyphs for the next time.")] = True,
) -> None:
    """Judge a model by data sets: accuracy, precision, recall, F1, confusion, calibration.

    Samples in which no ink is found count as wrong. Samples that the model calls no character are
    counted by their best candidate, and told beside.

    Without a set it prints one table of every benchmark whose data are there; alphabets and
    priors are then the table's own.

    Example: rekognize evaluate mnist-test --json mnist.json --figure mnist.png
    """
    from rich.console import Console

    from rekognize import evaluation
    from rekognize.datasets.catalogue import default_roots
    from rekognize.evaluation.report import report
    from rekognize.recognizer import Recognizer

    if alphabet is not None:
        get_alphabet(alphabet)
    roots = default_roots(data)
    if not sets:
        _benchmark(bundle, roots, json_file, _cache_folder() if cache else None, limit)
        return
    chosen_sets = [evaluation.find_set(name) for name in sets]
    weights = _weights(prior, roots)
    recognizer = Recognizer.load(bundle)
    kept = _cache_folder() if cache else None
    results: list[Evaluation] = []
    for chosen in chosen_sets:
        with _working_on(chosen.title):
            glyphs = replace(
                evaluation.glyph_set(chosen.read(roots), kept, limit), name=chosen.name
            )
            asked = get_alphabet(alphabet or chosen.alphabet)
            results.append(evaluation.evaluate(recognizer, glyphs, asked, weights, prior))
        # A pipe or a file has no width of its own: lines there must not be broken at 80.
        report(results[-1], Console(width=None if sys.stdout.isatty() else 120))
    if json_file is not None:
        _write_json(json_file, results)
    if figure is not None:
        _write_figures(figure, results)


def _benchmark(
    bundle: Path | None,
    roots: Sequence[Path],
    json_file: Path | None,
    cache: Path | None,
    limit: int | None,
) -> None:
    """Print the table of benchmarks, a row as soon as it is known."""
    from rekognize.evaluation.benchmark import run_benchmark
    from rekognize.recognizer import Recognizer

    recognizer = Recognizer.load(bundle)
    typer.echo(f"{recognizer.bundle.card.identity}: right answers with 95 % confidence intervals")
    results: list[Evaluation] = []
    with _working_on("benchmarks"):
        for row, result in run_benchmark(recognizer, roots, cache, limit):
            low, high = result.metrics.interval
            typer.echo(
                f"{row.title:<48} {result.metrics.accuracy:8.2%}  ({low:.2%} to {high:.2%})  "
                f"n = {result.metrics.count:,}"
            )
            results.append(result)
    if json_file is not None:
        _write_json(json_file, results)


def _weights(prior: str, roots: Sequence[Path]) -> Prior | None:
    from rekognize.evaluation.priors import read_prior
    from rekognize.evaluation.sets import read_byclass_prior

    match prior:
        case "uniform":
            return None
        case "byclass":
            return read_byclass_prior(roots)
        case _:
            return read_prior(Path(prior))


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("rekognize") / "glyphs"


def _working_on(title: str) -> AbstractContextManager[object]:
    """A spinner on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"Judging by {title}")


def _write_json(path: Path, results: list[Evaluation]) -> None:
    import orjson

    from rekognize.evaluation.report import document

    path.write_bytes(orjson.dumps([document(each) for each in results], option=orjson.OPT_INDENT_2))


def _write_figures(path: Path, results: list[Evaluation]) -> None:
    """One picture a set: ``mnist.png``, or ``all-1.png``, ``all-2.png`` for several."""
    from rekognize.evaluation.figure import draw_evaluation

    for number, each in enumerate(results, start=1):
        name = path if len(results) == 1 else path.with_stem(f"{path.stem}-{number}")
        draw_evaluation(each).save(name, format="PNG")
