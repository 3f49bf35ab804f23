"""``rekognize train``: train a network by a recipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rekognize.commands.data import DataOption
from rekognize.errors import MissingData

if TYPE_CHECKING:
    from rekognize.bundle import Bundle
    from rekognize.training.loop import Watcher
    from rekognize.training.recipe import Recipe


def train(
    recipe: Annotated[
        str,
        typer.Argument(help="A recipe file (TOML), or the name of one that came along."),
    ] = "standard",
    data: DataOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Run folder. A run that was begun there and broken off is resumed. "
            "Without it runs/NAME-SEED.",
            show_default=False,
        ),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Bundle (.onnx) or folder of a finished run, whose weights to start from "
            "instead of random ones.",
            show_default=False,
        ),
    ] = None,
    teacher: Annotated[
        list[Path] | None,
        typer.Option(
            help="Bundle (.onnx) or run folder to learn from, where the recipe distils; "
            "several teach by the mean of their answers.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**31 - 1, help="Instead of the recipe's.", show_default=False),
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(help="cpu, cuda, cuda:1. Without it the GPU where there is one."),
    ] = None,
    cache: Annotated[
        Path,
        typer.Option(help="Folder in which prepared glyphs are kept between runs."),
    ] = Path(".cache"),
) -> None:
    """Train a network: read the data, learn, export a bundle.

    The run folder holds the recipe, the learning curves (curves.csv, curves.png), a checkpoint
    after every epoch, and in the end the bundle (model.onnx with its card model.json). Ctrl-C
    or a kill loses at most the epoch that was running.
    """
    from rekognize.registry.extra import check_training

    check_training()
    from rekognize.bundle.bundle import write_whole
    from rekognize.datasets.catalogue import default_roots
    from rekognize.training.base import sources_there
    from rekognize.training.curves import draw_curves
    from rekognize.training.distil import check_teachers
    from rekognize.training.loop import Run, choose_device
    from rekognize.training.pool import read_pool
    from rekognize.training.produce import produce
    from rekognize.training.recipe import Recipe
    from rekognize.training.start import bundle_of

    chosen = Recipe.read(recipe)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    folder = out or Path("runs") / f"{chosen.name}-{chosen.seed}"
    where = choose_device(device)
    if data is not None and not data.is_dir():
        raise MissingData(f"a data folder is needed, received no folder at {data}")
    roots = [root for root in default_roots(data) if root.is_dir()] or [Path()]
    wanted = chosen.data.sources.keys()
    root = next((r for r in roots if sources_there(chosen, r).keys() == wanted), roots[0])
    parent = None if start is None else bundle_of(start)
    teachers = [bundle_of(path) for path in teacher or ()]
    check_teachers(chosen, len(teachers))
    typer.echo(f"{chosen.name}: reading {', '.join(chosen.data.sources)}", err=True)
    pool = read_pool(chosen.data, root, cache, chosen.split_seed)
    run = Run(chosen, pool, folder, where, parent, teachers)
    _announce(chosen, sum(pool.counts().values()), run.epochs_done)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "recipe.json", chosen.model_dump_json(indent=2).encode())
    network = run.train(_watcher(chosen.optimisation.epochs))
    ancestor = None if parent is None else parent.card
    bundle = produce(
        network,
        chosen,
        pool,
        root,
        folder / "model.onnx",
        ancestor,
        [each.card for each in teachers],
    )
    draw_curves(folder)
    typer.echo(f"{bundle.path}: {bundle.card.identity}, {len(bundle.model):,} bytes")
    _judge(bundle, root, cache)


def _judge(bundle: Bundle, root: Path, cache: Path) -> None:
    """Write the benchmarks whose data are there into the bundle's card."""
    from rekognize.bundle import write_bundle
    from rekognize.evaluation.benchmark import run_benchmark
    from rekognize.recognizer import Recognizer

    metrics: dict[str, float] = {}
    weaknesses: list[str] = []
    try:
        for row, result in run_benchmark(Recognizer(bundle), (root,), cache):
            metrics[row.title] = round(result.metrics.accuracy, 6)
            typer.echo(f"{row.title}: {result.metrics.accuracy:.2%}", err=True)
            weaknesses += [
                f"{row.title}: {true} read as {answer or 'nothing'}, "
                f"{count} of {result.metrics.count} samples"
                for true, answer, count in result.metrics.confusions(3)
            ]
    except MissingData as missing:
        typer.echo(f"not judged: {missing.message}", err=True)
        return
    card = bundle.card.model_copy(
        update={
            "metrics": metrics,
            "measured_by": "rekognize evaluate",
            "weaknesses": tuple(weaknesses),
        }
    )
    write_bundle(bundle.path, bundle.model, card)


def _announce(recipe: Recipe, images: int, done: int) -> None:
    resumed = f", resumed after epoch {done}" if done else ""
    typer.echo(
        f"{recipe.name}: {images:,} training images, "
        f"{recipe.optimisation.epochs} epochs, seed {recipe.seed}{resumed}",
        err=True,
    )


def _watcher(epochs: int) -> Watcher:
    """A line on stderr for each epoch; on a terminal also one that counts while it runs."""
    from rekognize.training.curves import Epoch
    from rekognize.training.loop import Progress

    live = sys.stderr.isatty()

    def watch(news: Progress | Epoch) -> None:
        if isinstance(news, Progress):
            if live:
                sys.stderr.write(
                    f"\repoch {news.epoch + 1}/{epochs}  {news.step / news.steps:4.0%}  "
                    f"loss {news.loss:.4f}  {news.rate:,.0f} img/s  "
                    f"{news.left / 60:.0f} min left \x1b[K"
                )
                sys.stderr.flush()
            return
        start, end = ("\r", "\x1b[K\n") if live else ("", "\n")
        sys.stderr.write(
            f"{start}epoch {news.epoch}/{epochs}  loss {news.training_loss:.4f}  "
            f"validation {news.validation_loss:.4f}, {100 * news.validation_accuracy:.2f} %  "
            f"{news.images_per_second:,.0f} img/s  "
            f"{news.seconds * (epochs - news.epoch) / 60:.0f} min left{end}"
        )

    return watch
