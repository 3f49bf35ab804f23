"""``rekognize evaluate``: judge a model by data sets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from rekognize.alphabets import ALPHABETS, get_alphabet
from rekognize.commands.data import DataOption
from rekognize.errors import MissingData

if TYPE_CHECKING:
    from rekognize.evaluation.shelf import Shelf
    from rekognize.evaluation.table import Line
    from rekognize.recognizer import Recognizer

    Judge: TypeAlias = Callable[[Sequence[Recognizer]], Iterator[Line]]

Part = TypeVar("Part")


def evaluate(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SET",
            help="mnist-test, emnist-byclass-test (and bymerge, balanced, letters, digits, mnist, "
            "of whose images training holds some), mouse-digits, scanned-capitals, cheque-digits, "
            "unipen-heldout, a folder by class (A/1.png), a .zip with labels.csv, an .npz, or "
            "a UNIPEN file (.dat). "
            "Without any: the table of all benchmarks.",
            show_default=False,
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            help="Model to judge: a file, or tiny, which is small and came along too.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="A second model: its figures below the first's, with the difference.",
            show_default=False,
        ),
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
            help="Class prior that the model is told: uniform, english, byclass (the training "
            "counts of EMNIST ByClass), unipen (those of UNIPEN), or a file as recognize takes it."
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

    Without a set it prints one table of everything whose data are there: test sets, drawings that
    get harder to read, and things that are no character. Alphabets and priors are then the
    table's own. The first time its pictures are made, which takes minutes.

    Example: rekognize evaluate mnist-test --json mnist.json --figure mnist.png
    """
    from rekognize.datasets.catalogue import default_roots
    from rekognize.evaluation.shelf import Shelf
    from rekognize.recognizer import Recognizer

    if alphabet is not None:
        get_alphabet(alphabet)
    for out in (json_file, figure):
        if out is not None and not out.parent.is_dir():
            raise MissingData(f"figures are written into a folder that is there, received {out}")
    shelf = Shelf(default_roots(data), cache_folder() if cache else None, limit)
    judge = _judge_sets(sets, alphabet, prior, shelf) if sets else _judge_all(shelf)
    paths = [bundle] if against is None else [bundle, against]
    recognizers = [Recognizer.load(path) for path in paths]
    lines = list(judge(recognizers))
    if json_file is not None:
        _write_json(json_file, recognizers, lines)
    if figure is not None:
        _write_figures(figure, lines)


def _judge_sets(names: Sequence[str], alphabet: str | None, prior: str, shelf: Shelf) -> Judge:
    """Judges by the named sets, and prints everything of each."""
    from rich.console import Console

    from rekognize import evaluation
    from rekognize.evaluation.report import report
    from rekognize.evaluation.set_priors import named_prior
    from rekognize.evaluation.table import Line, line_text

    chosen = [evaluation.find_set(name) for name in names]
    weights = named_prior(prior, shelf.roots)
    # A pipe or a file has no width of its own: lines there must not be broken at 80.
    console = Console(width=None if sys.stdout.isatty() else 120)

    def judge(recognizers: Sequence[Recognizer]) -> Iterator[Line]:
        for each in _watched(chosen, lambda each: each.title):
            asked = get_alphabet(alphabet or each.alphabet)
            glyphs = shelf.glyphs(each.name)
            results = []
            for recognizer in recognizers:
                outputs = shelf.outputs(each.name, recognizer)
                results.append(
                    evaluation.evaluate(recognizer, glyphs, asked, weights, prior, outputs)
                )
                report(results[-1], console)
            line = Line(each.name, results)
            if line.difference is not None:
                typer.echo("\n".join(line_text(line)))
            yield line

    return judge


def _judge_all(shelf: Shelf) -> Judge:
    """Judges by the table of benchmarks, and prints a line of it as soon as it is known."""
    from rekognize.evaluation import Evaluation
    from rekognize.evaluation.benchmark import PARTS, run_table
    from rekognize.evaluation.table import Line, line_text

    def judge(recognizers: Sequence[Recognizer]) -> Iterator[Line]:
        typer.echo(" against ".join(each.bundle.card.identity for each in recognizers))
        table = run_table(recognizers, shelf)
        missing = []
        kind: type = Evaluation
        for part in _watched(PARTS, lambda part: part.title):
            _, results = next(table)
            line = Line(part.title, results)
            if results:
                if not isinstance(results[0], kind):
                    typer.echo()
                kind = type(results[0])
                typer.echo("\n".join(line_text(line)))
                yield line
            else:
                missing.append(part.title)
        # The end of the table is where it says that there was nothing at all.
        for _ in table:
            pass
        if missing:
            typer.echo(f"not judged, as the data are not there: {'; '.join(missing)}", err=True)

    return judge


def cache_folder() -> Path:
    """Where the glyphs of evaluation sets are kept from one run to the next."""
    from platformdirs import user_cache_path

    return user_cache_path("rekognize") / "glyphs"


def _watched(parts: Sequence[Part], title: Callable[[Part], str]) -> Iterator[Part]:
    """The parts one by one, with a bar on stderr that names the one at work, on a terminal."""
    if not sys.stderr.isatty():
        yield from parts
        return
    from rich.console import Console
    from rich.progress import Progress

    # What is printed to the same terminal goes above the bar; what is piped must not go there.
    same = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=same) as bar:
        task = bar.add_task("", total=len(parts))
        for part in parts:
            bar.update(task, description=title(part))
            yield part
            bar.advance(task)


def _write_json(path: Path, recognizers: Sequence[Recognizer], lines: Sequence[Line]) -> None:
    import orjson

    from rekognize.evaluation.table import table_document

    models = [each.bundle.card.identity for each in recognizers]
    document = table_document(models, lines)
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def _write_figures(path: Path, lines: Sequence[Line]) -> None:
    """One picture an evaluation: ``mnist.png``, or ``all-1.png``, ``all-2.png`` for several."""
    from rekognize.evaluation import Evaluation
    from rekognize.evaluation.figure import draw_evaluation

    results = [each for line in lines for each in line.results if isinstance(each, Evaluation)]
    for number, each in enumerate(results, start=1):
        name = path if len(results) == 1 else path.with_stem(f"{path.stem}-{number}")
        draw_evaluation(each).save(name, format="PNG")
