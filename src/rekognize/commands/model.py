"""``rekognize model``: what a model is, where it comes from, and which of them serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rekognize.commands.data import DataOption
from rekognize.commands.db import DatabaseOption, opened
from rekognize.commands.evaluate import cache_folder
from rekognize.commands.who import who_asks
from rekognize.errors import ExitCode, InvalidRequest, MissingData

if TYPE_CHECKING:
    from PIL import Image

    from rekognize.bundle import Bundle
    from rekognize.registry import Registry

_SHOWN: Final = "emnist-byclass-test"
"""The set whose characters may be shown: works of NIST, in the public domain."""

_ALIASES: Final = ("champion", "candidate")

app = typer.Typer(help="Describe models, and choose who serves.", no_args_is_help=True)

ModelArgument = Annotated[
    str, typer.Argument(metavar="MODEL", help="NAME@VERSION, champion or candidate.")
]
WhyOption = Annotated[str, typer.Option(help="Why, for whoever asks later.")]


@app.callback()
def group() -> None:
    """Describe models, and choose who serves."""


@app.command("list")
def list_versions(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
    database: DatabaseOption = None,
) -> None:
    """List the versions that the database keeps, the newest first."""
    import orjson

    with _registry(database) as registry:
        versions = registry.versions()
    if as_json:
        rows = [
            {
                "model": v.card.identity,
                "aliases": v.aliases,
                "added": v.added,
                "parent": v.card.parent,
                "note": v.note,
            }
            for v in versions
        ]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for v in versions:
        typer.echo(
            f"{v.card.identity}\t{', '.join(v.aliases) or '-'}\t{v.added:%Y-%m-%d %H:%M}\t"
            f"from {v.card.parent or 'nothing'}\t{v.note}"
        )
    if not any("champion" in v.aliases for v in versions):
        typer.echo("no champion is chosen: the model that came along serves", err=True)


@app.command()
def history(
    model: Annotated[
        str | None,
        typer.Argument(metavar="MODEL", help="Of this version alone.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON lines, the gate's figures too.")
    ] = False,
    database: DatabaseOption = None,
) -> None:
    """Print what happened to the versions: who did what, when and why. Removed ones stay in it."""
    from dataclasses import asdict

    import orjson

    with _registry(database) as registry:
        for event in registry.events(model):
            if as_json:
                typer.echo(orjson.dumps(asdict(event)).decode())
                continue
            instead = f" instead of {event.replaced}" if event.replaced else ""
            typer.echo(
                f"{event.at:%Y-%m-%d %H:%M:%S}\t{event.who}\t{event.identity} {event.what}{instead}"
                f"\t{event.why}"
            )


@app.command()
def add(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="A bundle; without it the one that came along.", show_default=False),
    ] = None,
    note: Annotated[str, typer.Option(help="What to remember of it.")] = "",
    why: WhyOption = "added by hand",
    database: DatabaseOption = None,
) -> None:
    """Keep a bundle in the database, as the candidate."""
    from rekognize.bundle import load_bundle

    with _registry(database, new=True) as registry:
        typer.echo(registry.add(load_bundle(bundle), who_asks(), why=why, note=note))


@app.command("note")
def write_note(
    model: ModelArgument,
    note: Annotated[str, typer.Argument(help="What to remember of it.")],
    database: DatabaseOption = None,
) -> None:
    """Change what is remembered of a version."""
    with _registry(database) as registry:
        typer.echo(registry.write_note(model, note))


NoBaseOption = Annotated[
    bool, typer.Option("--no-base", help="Judge without base data, by the feedback alone.")
]


@app.command()
def compare(
    model: ModelArgument = "candidate",
    no_base: NoBaseOption = False,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Ask the gate about a version, and print its table; ends with 1 when it refuses."""
    with _registry(database) as registry:
        candidate = registry.bundle(model)
        passed = _ask_gate(registry, registry.champion(), candidate, data, no_base)
    if not passed:
        raise typer.Exit(ExitCode.FAILURE)


@app.command()
def promote(
    model: ModelArgument = "candidate",
    why: Annotated[
        str | None,
        typer.Option(help="Why, for whoever asks later; the gate's reason by default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Promote whatever the gate says; needs --why.")
    ] = False,
    no_base: NoBaseOption = False,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a version the champion, if the gate lets it through; servers follow within seconds."""
    if force and not why:
        raise InvalidRequest("--force needs --why, received none")
    with _registry(database) as registry:
        champion = registry.champion()
        # Whatever is added while the gate judges, this is the one that was asked about.
        candidate = registry.bundle(model)
        passed = force or _ask_gate(registry, champion, candidate, data, no_base)
        if not passed:
            raise typer.Exit(ExitCode.FAILURE)
        identity = candidate.card.identity
        verdict = registry.last_verdict(identity, champion.card.identity)
        reason = why or (verdict.why if verdict else "")
        report = verdict.report if verdict else None
        before = registry.promote(identity, champion, who_asks(), why=reason, report=report)
        typer.echo(f"{identity} is champion instead of {before}")


@app.command()
def rollback(why: WhyOption = "taken back by hand", database: DatabaseOption = None) -> None:
    """Let the champion before the present one serve again; servers follow within seconds."""
    with _registry(database) as registry:
        before, now = registry.rollback(who_asks(), why=why)
        typer.echo(f"{now} is champion instead of {before}")


@app.command()
def remove(
    model: ModelArgument, why: WhyOption = "removed by hand", database: DatabaseOption = None
) -> None:
    """Delete a version, but never the champion; its history stays."""
    with _registry(database) as registry:
        typer.echo(f"{registry.remove(model, who_asks(), why=why)} is removed")


def _ask_gate(
    registry: Registry, champion: Bundle, candidate: Bundle, data: Path | None, no_base: bool
) -> bool:
    """Whether the gate lets a version through; its table is printed and kept."""
    from rekognize.commands.gate import accepted_feedback, ask_gate
    from rekognize.datasets.base_set import find_base_set, read_base_set
    from rekognize.datasets.catalogue import default_roots

    path = find_base_set(default_roots(data))
    base = None if path is None else read_base_set(path)
    accepted = accepted_feedback(registry.database)
    report = ask_gate(
        registry, champion, candidate, accepted, base, who_asks(), without_base=no_base
    )
    return report.passed


@contextmanager
def _registry(database: str | None, *, new: bool = False) -> Iterator[Registry]:
    """The registry of a database, as :func:`rekognize.commands.db.opened`."""
    from rekognize.registry import Registry

    with opened(database, new=new) as kept:
        yield Registry(kept)


@app.command()
def show(
    bundle: Annotated[
        str | None,
        typer.Argument(
            help="A bundle's file, or NAME@VERSION, champion or candidate of the database; "
            "without it the one that came along.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Print a model's card: classes, training data, calibration, measured quality.

    The bundle is checked on the way: a damaged or foreign one ends with exit code 5.
    """
    from rekognize.bundle import load_bundle

    if bundle is not None and _names_a_version(bundle):
        with _registry(database) as registry:
            card = registry.bundle(bundle).card
    else:
        card = load_bundle(None if bundle is None else Path(bundle)).card
    if as_json:
        typer.echo(card.model_dump_json(indent=2))
        return
    for line in _lines(card.model_dump(mode="json")):
        typer.echo(line)


def _names_a_version(bundle: str) -> bool:
    """Whether a name is one of the database's; a file of that name comes first."""
    from rekognize.bundle import is_identity

    return (bundle in _ALIASES or is_identity(bundle)) and not Path(bundle).exists()


@app.command("card")
def write_card(
    figures: Annotated[
        Path, typer.Argument(help="What rekognize evaluate --json wrote of this model.")
    ],
    bundle: Annotated[
        Path | None,
        typer.Option(help="Model to describe: a file, or tiny, which is small and came along too."),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Folder for NAME.md and, in a folder NAME, its pictures.")
    ] = Path("docs/models"),
    data: DataOption = None,
    cache: Annotated[bool, typer.Option(help="Keep the sets' glyphs for the next time.")] = True,
) -> None:
    """Write a model's card as a page: data, licences, figures by set and class, weaknesses.

    Where EMNIST's ByClass test is in the data folder, some of its characters that the model gets
    wrong are shown: they are works of NIST, in the public domain.
    """
    from rekognize.bundle import load_bundle
    from rekognize.bundle.bundle import write_whole
    from rekognize.evaluation.figure import draw_metrics
    from rekognize.evaluation.model_card import drawn_sets, metrics_of, model_card, read_figures

    model = load_bundle(bundle)
    values = read_figures(figures, model.card)
    folder = out / model.card.name
    folder.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, str] = {}
    if sheet := _mistakes(model, data, cache):
        sheet.save(folder / "mistakes.png", optimize=True)
        pictures["The surest mistakes on ByClass test, true > answered"] = "mistakes.png"
    for name, each in drawn_sets(values):
        draw_metrics(each["title"], *metrics_of(each)).save(folder / f"{name}.png", optimize=True)
        pictures[f"{each['title']}: confusion and reliability"] = f"{name}.png"
    paths = {title: f"{model.card.name}/{file}" for title, file in pictures.items()}
    page = out / f"{model.card.name}.md"
    write_whole(page, model_card(model.card, values, paths).encode())
    typer.echo(page)


def _mistakes(bundle: Bundle, data: Path | None, cache: bool) -> Image.Image | None:
    """A sheet of ByClass test characters that the model reads wrong; None without them."""
    from rekognize.datasets.catalogue import default_roots
    from rekognize.evaluation.contact_sheet import contact_sheet
    from rekognize.evaluation.mistakes import surest_mistakes
    from rekognize.evaluation.shelf import Shelf
    from rekognize.recognizer import Recognizer

    shelf = Shelf(default_roots(data), cache_folder() if cache else None)
    recognizer = Recognizer(bundle)
    try:
        glyphs = shelf.glyphs(_SHOWN)
    except MissingData:
        return None
    found = surest_mistakes(recognizer, glyphs, shelf.outputs(_SHOWN, recognizer), 24)
    captions = [f"{each.true} > {each.answered}" for each in found]
    return contact_sheet(glyphs.pixels[[each.index for each in found]], captions)


def _lines(values: dict[str, Any], indent: str = "") -> Iterator[str]:
    """``name  value`` line by line, nested parts indented below their name."""
    width = max((len(name) for name in values), default=0)
    for name, value in values.items():
        title = name.replace("_", " ")
        if isinstance(value, dict) and value:
            yield f"{indent}{title}"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{title}"
            yield from (f"{indent}  - {each}" for each in value)
        else:
            yield f"{indent}{title:<{width}}  {'' if value in (None, {}) else value}"
