"""The application that holds every command, and how it ends."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rekognize.commands import data, db, feedback, model
from rekognize.commands.evaluate import evaluate
from rekognize.commands.explain import explain
from rekognize.commands.recognize import recognize
from rekognize.commands.retrain import retrain
from rekognize.commands.serve import serve
from rekognize.commands.site import site
from rekognize.commands.train import train
from rekognize.errors import ExitCode, RekognizeError

EXIT_CODES = (
    "Exit codes: 0 all well; 1 something failed that no other code names; 2 a wrong command line; "
    "3 an input could not be read; 4 a file, data set or extra is missing; 5 a damaged or foreign "
    "model; 6 a failed download; 130 interrupted."
)

app = typer.Typer(
    name="rekognize",
    help="Reads handwritten characters: 0-9, A-Z and a-z.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from rekognize import __version__

        typer.echo(f"rekognize {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Reads handwritten characters: 0-9, A-Z and a-z."""


app.command()(recognize)
app.command()(explain)
app.command()(serve)
app.command()(site)
app.command()(train)
app.command()(retrain)
app.command()(evaluate)
app.add_typer(data.app, name="data")
app.add_typer(model.app, name="model")
app.add_typer(db.app, name="db")
app.add_typer(feedback.app, name="feedback")


def main() -> None:
    """Run the command line of this process and leave with its exit code.

    Typer itself answers wrong usage (2), Ctrl-C (130) and a reader that closed the pipe; an error
    of ours becomes one line on stderr and the exit code that it carries, one of the system's
    (a full disk, a folder that may not be written) a line and 1.
    """
    try:
        app(prog_name="rekognize")
    except RekognizeError as error:
        print(f"rekognize: error: {error.message}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        print(f"rekognize: error: {error}", file=sys.stderr)
        sys.exit(ExitCode.FAILURE)
