"""``rekognize model``: what a model is and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rekognize.commands.data import DataOption
from rekognize.commands.evaluate import cache_folder
from rekognize.errors import MissingData

if TYPE_CHECKING:
    from PIL import Image

    from rekognize.bundle import Bundle

_SHOWN: Final = "emnist-byclass-test"
"""The set whose characters may be shown: works of NIST, in the public domain."""

app = typer.Typer(help="Look at models, and describe them.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look at models, and describe them."""


@app.command()
def show(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="A bundle; without it the one that came along.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
) -> None:
    """Print a model's card: classes, training data, calibration, measured quality.

    The bundle is checked on the way: a damaged or foreign one ends with exit code 5.
    """
    from rekognize.bundle import load_bundle

    card = load_bundle(bundle).card
    if as_json:
        typer.echo(card.model_dump_json(indent=2))
        return
    for line in _lines(card.model_dump(mode="json")):
        typer.echo(line)


@app.command("card")
def write_card(
    figures: Annotated[
        Path, typer.Argument(help="What rekognize evaluate --json wrote of this model.")
    ],
    bundle: Annotated[
        Path | None,
        typer.Option(help="Model to describe instead of the one that came along."),
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
