"""``rekognize data``: fetch data sets, and look at those that are there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rekognize.errors import MissingData

if TYPE_CHECKING:
    from rekognize.datasets.decontaminate import TwinCount
    from rekognize.datasets.fetch import Progress
    from rekognize.datasets.inventory import Inventory

_NO_CHARACTERS: Final = ("quickdraw/train",)

app = typer.Typer(help="Fetch data sets, and look at those that are there.", no_args_is_help=True)

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="REKOGNIZE_DATA",
        help="Data folder. Without it: ../shared/data where there is one, then the system's "
        "place for a program's data, which is where downloads go.",
        show_default=False,
    ),
]


class Fetchable(StrEnum):
    """Data sets that can be downloaded."""

    MNIST = "mnist"
    EMNIST = "emnist"


@app.callback()
def group() -> None:
    """Fetch data sets, and look at those that are there."""


@app.command()
def fetch(
    name: Annotated[
        Fetchable, typer.Argument(help="Which data set: mnist (12 MB) or emnist (560 MB).")
    ],
    data: DataOption = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="REKOGNIZE_DATA_URL",
            help="Address of a mirror with the same files.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds without a byte before giving up.")
    ] = 30.0,
) -> None:
    """Download a data set from its official place, with its checksum checked.

    A download that was cut off resumes when the same command is given again. What is there
    already is not downloaded again.
    """
    from rekognize.datasets.catalogue import download_root
    from rekognize.datasets.fetch import SOURCES
    from rekognize.datasets.fetch import fetch as download

    with _progress() as progress:
        folder = download(SOURCES[name], download_root(data), base_url, timeout, progress)
    typer.echo(f"{name} is in {folder}")


@app.command()
def check(
    data: DataOption = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps the twins found, for the next time.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the data sets that are there, count their classes, and find test twins.

    MNIST and EMNIST come from one collection of NIST's: some test images of one lie, differently
    rendered, in the training images of the other. Training drops these; here they are counted.
    """
    from rekognize.datasets.catalogue import CATALOGUE, default_roots, find, load
    from rekognize.datasets.inventory import inventory

    roots = default_roots(data)
    present = [name for name in CATALOGUE if find(name, roots)]
    counted = {name: inventory(load(name, roots)) for name in present}
    twins = _count_twins(present, roots, cache)
    missing = [name for name in CATALOGUE if name not in counted]
    if as_json:
        import orjson

        report = {"roots": [str(root) for root in roots], **_as_json(counted, missing, twins)}
        typer.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
    else:
        for line in _as_text(counted, missing, twins):
            typer.echo(line)


@app.command()
def noise(
    bundles: Annotated[
        list[Path],
        typer.Argument(
            metavar="BUNDLE...",
            help="Models of different seeds: each judges what its recipe's split kept from it.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for suspects.csv and a contact sheet a set.")],
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Training set to judge, as data check names it; may be given several times. "
            "Without it: all that are there.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Samples on each contact sheet.")] = 240,
    data: DataOption = None,
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps glyphs for the next time.", show_default=False),
    ] = None,
) -> None:
    """Find training samples whose labels models disagree with: likely label noise.

    A sample is judged by the models that did not train on it; where all did, their own training
    flatters the label, and the answer says how many such samples there are. Sheets show data-set
    images: keep them to yourself.

    Example: rekognize data noise runs/*/model.onnx --out noise --set emnist/nist-train
    """
    from rekognize.commands.progress import progress
    from rekognize.datasets.catalogue import CATALOGUE, default_roots, find, get_entry
    from rekognize.evaluation.noise_report import judge_labels
    from rekognize.recognizer import Recognizer

    roots = default_roots(data)
    for name in sets or ():
        get_entry(name)
    there = [n for n in CATALOGUE if CATALOGUE[n].use == "train" and find(n, roots)]
    chosen = sets or [name for name in there if name not in _NO_CHARACTERS]
    recognizers = [Recognizer.load(path) for path in bundles]
    if not chosen:
        raise MissingData(
            f"training sets are needed, received none in {', '.join(map(str, roots))}"
        )
    for name in progress(chosen, "Judging labels", sys.stdout):
        for line in judge_labels(name, roots, recognizers, out, most, cache):
            typer.echo(line)


def _count_twins(
    present: Sequence[str], roots: Sequence[Path], cache: Path | None
) -> list[TwinCount]:
    from rekognize.datasets.catalogue import CATALOGUE, load_samples
    from rekognize.datasets.decontaminate import BENCHMARKS, comparison, remove_twins

    tests = [load_samples(name, roots) for name in BENCHMARKS if name in present]
    counts: list[TwinCount] = []
    for name in present:
        compared = [test for test in tests if comparison(name, test.name)]
        if CATALOGUE[name].use == "train" and compared:
            counts += remove_twins(load_samples(name, roots), compared, cache)[1]
    return counts


def _as_json(
    counted: dict[str, Inventory], missing: Sequence[str], twins: Sequence[TwinCount]
) -> dict[str, Any]:
    from dataclasses import asdict

    from rekognize.datasets.catalogue import CATALOGUE

    return {
        "sets": [
            {"name": name, "use": CATALOGUE[name].use, **asdict(held)}
            for name, held in counted.items()
        ],
        "missing": list(missing),
        "twins": [asdict(count) for count in twins],
    }


def _as_text(
    counted: dict[str, Inventory], missing: Sequence[str], twins: Sequence[TwinCount]
) -> Iterator[str]:
    from rekognize.datasets.catalogue import CATALOGUE

    for name, held in counted.items():
        entry = CATALOGUE[name]
        writers = f", {held.writers} writers" if held.writers else ""
        yield f"{name} ({entry.use}): {held.size:,}{writers}. {entry.title}"
        yield from _wrapped(held.classes)
        if len(held.sources) > 1:
            yield from _wrapped(held.sources)
    yield f"not there: {', '.join(missing) or 'nothing'}"
    for twin in twins:
        what = "same to the pixel" if twin.method == "copies" else "twins"
        share = twin.shared / max(twin.test_size, 1)
        yield (
            f"{twin.train} loses {twin.dropped:,} of {twin.train_size:,} to {twin.test} ({what}); "
            f"{twin.shared:,} of its {twin.test_size:,} ({share:.1%}) "
            f"are shared, {twin.pairs:,} in pairs"
        )


def _wrapped(counts: dict[str, int]) -> list[str]:
    import textwrap

    # A long list of kinds says nothing to people: --json has them all.
    shown = [f"{label}:{count}" for label, count in list(counts.items())[:100]]
    rest = [f"... {len(counts) - len(shown)} more"] if len(counts) > len(shown) else []
    return textwrap.wrap(" ".join(shown + rest), 100, initial_indent="  ", subsequent_indent="  ")


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on stderr, and only where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def show(name: str, have: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=have, total=total)

        yield show
