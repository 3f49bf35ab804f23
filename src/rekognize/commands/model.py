"""``rekognize model``: what a model is and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="Look at models.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look at models."""


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
