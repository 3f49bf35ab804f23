"""``rekognize retrain``: a candidate from the champion and what people have corrected."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rekognize.commands.data import DataOption
from rekognize.commands.db import DatabaseOption, opened
from rekognize.commands.who import who_asks
from rekognize.errors import ExitCode, MissingData, RekognizeError, StorageUnavailable

if TYPE_CHECKING:
    from rekognize.bundle import Bundle
    from rekognize.datasets.base_set import BaseSet
    from rekognize.registry import Retrainings, RunState
    from rekognize.storage import Database
    from rekognize.training.curves import Epoch
    from rekognize.training.loop import Progress, Watcher

_HEARTBEAT: Final = 3.0
"""Seconds between two signs of life; other processes wait for several."""

_NICER: Final = 10


class _Stopped(Exception):
    """Somebody asked the run to stop."""


@dataclass(frozen=True)
class _Wish:
    """What the command line asks for."""

    who: str
    note: str
    data: Path | None
    cache: Path | None
    promote: bool
    no_base: bool


def retrain(
    database: DatabaseOption = None,
    data: DataOption = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="Promote the candidate when the gate lets it through.")
    ] = False,
    no_base: Annotated[
        bool,
        typer.Option(
            "--no-base",
            help="Go on where no training data are there: our own outlines are rehearsed, and the "
            "gate does not judge what was forgotten.",
        ),
    ] = False,
    note: Annotated[str, typer.Option(help="What to remember of the candidate.")] = "",
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps prepared glyphs while the base set is made (once).",
            show_default=False,
        ),
    ] = None,
    begun: Annotated[
        str | None,
        typer.Option("--run", help="Id of a run that a server has begun.", show_default=False),
    ] = None,
) -> None:
    """Retrain the champion on accepted feedback, and ask the gate.

    It starts from the champion, learns three quarters of the accepted feedback and rehearses base
    data meanwhile. The candidate is kept with its card; the gate then compares it with the champion
    on the feedback that was held out and on base data. One thread, at low priority; one at a time.
    A run that was stopped or killed goes on where it was. Ends with 1 when the gate refuses.
    """
    from rekognize.registry import Retrainings, RunState

    if hasattr(os, "nice"):
        os.nice(_NICER)
    with opened(database) as kept:
        runs = Retrainings(kept)
        run = begun or runs.begin(who_asks())
        wish = _Wish(runs.who(run), note, data, cache, promote, no_base)
        try:
            with _alive(runs, run):
                passed, outcome = _retrain(kept, runs, run, wish)
        except (_Stopped, KeyboardInterrupt):
            _end(runs, run, RunState.STOPPED, "asked to stop")
            typer.echo("stopped; the next run goes on from here", err=True)
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BaseException as error:
            told = error.message if isinstance(error, RekognizeError) else repr(error)
            _end(runs, run, RunState.FAILED, told)
            raise
        runs.end(run, RunState.FINISHED, outcome)
    if not passed:
        raise typer.Exit(ExitCode.FAILURE)


def _retrain(kept: Database, runs: Retrainings, run: str, wish: _Wish) -> tuple[bool, str]:
    """Whether the gate lets the candidate through, and its identity."""
    from rekognize.registry.extra import check_training

    check_training()
    import torch

    from rekognize.commands.gate import accepted_feedback, ask_gate
    from rekognize.registry import Registry
    from rekognize.training.retrain import retrain as train

    torch.set_num_threads(1)
    registry = Registry(kept)
    champion = registry.champion()
    base = _base_set(champion, wish)
    accepted = accepted_feedback(kept)
    typer.echo(
        f"{champion.card.identity} learns {int((~accepted.held_out).sum())} of {len(accepted)} "
        f"accepted records and rehearses "
        + ("our own outlines and scribbles" if base is None else ", ".join(base.names)),
        err=True,
    )
    candidate = train(champion, accepted, base, _folder(kept), _watcher(runs, run))
    why = f"retrained on {len(accepted)} accepted records"
    identity = registry.add(candidate, wish.who, why=why, note=wish.note)
    report = ask_gate(
        registry, champion, candidate, accepted, base, wish.who, without_base=wish.no_base
    )
    if wish.promote and report.passed:
        if not runs.tell(run):
            raise _Stopped
        registry.promote(identity, champion, wish.who, why=report.reason, report=report.document())
        typer.echo(f"{identity} is champion now")
    return report.passed, identity


def _base_set(champion: Bundle, wish: _Wish) -> BaseSet | None:
    """The base set, made where it is not there yet and the training data are."""
    from rekognize.datasets.base_set import (
        base_set_path,
        find_base_set,
        read_base_set,
        write_base_set,
    )
    from rekognize.datasets.catalogue import default_roots, download_root
    from rekognize.training.base import make_base_set, sources_there
    from rekognize.training.recipe import Recipe

    roots = default_roots(wish.data)
    found = find_base_set(roots)
    if found is None:
        recipe = Recipe.read("standard")
        for root in roots:
            if sources_there(recipe, root):
                typer.echo(f"making the base set of {root}, once", err=True)
                found = base_set_path(download_root())
                write_base_set(found, make_base_set(recipe, root, wish.cache))
                break
    if found is not None:
        return read_base_set(found)
    if wish.no_base:
        return None
    raise MissingData(
        f"{champion.card.identity} needs base data to rehearse: the training data in a data "
        f"folder, or --no-base; received none in {', '.join(map(str, roots))}"
    )


def _folder(kept: Database) -> Path:
    """Where runs lie: beside an SQLite database, or in the user's data folder."""
    import platformdirs

    beside = kept.path.parent if kept.path else Path(platformdirs.user_data_dir("rekognize"))
    return beside / "retraining"


def _watcher(runs: Retrainings, run: str) -> Watcher:
    from rekognize.training.loop import Progress

    def watch(news: Progress | Epoch) -> None:
        try:
            goes_on = runs.tell(run, asdict(news))
        except StorageUnavailable:  # For a moment, maybe: a wish to stop is seen at the next news.
            goes_on = True
        if not goes_on:
            raise _Stopped
        if not isinstance(news, Progress):
            typer.echo(f"epoch {news.epoch}  loss {news.training_loss:.4f}", err=True)
        elif sys.stderr.isatty():
            sys.stderr.write(f"\r{news.left:.0f} s left \x1b[K")

    return watch


def _end(runs: Retrainings, run: str, state: RunState, outcome: str) -> None:
    """Record how a run was broken off.

    Where the database is away it counts as dead soon, and why it ended is told all the same.
    """
    with suppress(StorageUnavailable):
        runs.end(run, state, outcome)


@contextmanager
def _alive(runs: Retrainings, run: str) -> Iterator[None]:
    """Say that the run is alive while it reads data and has nothing else to tell."""
    ended = Event()

    def tell() -> None:
        while not ended.wait(_HEARTBEAT):
            # A database that is busy or away for a moment is asked again at the next beat.
            with suppress(RekognizeError):
                runs.tell(run)

    thread = Thread(target=tell, name="rekognize-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
