"""``rekognize db``: the database in which feedback and models are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rekognize.storage import Database

app = typer.Typer(help="Look after the database.", no_args_is_help=True)

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="REKOGNIZE_DATABASE",
        help="sqlite:///FILE or postgresql://USER@HOST/NAME. Without it a file in the system's "
        "place for a program's data.",
        show_default=False,
        show_envvar=False,
    ),
]


@contextmanager
def opened(database: str | None, *, new: bool = False) -> Iterator[Database]:
    """The database, closed at the end.

    One that was named, perhaps mistyped, is made only where ``new`` says so.

    Raises:
        As :func:`rekognize.storage.open_database`.
    """
    from rekognize.storage import open_database

    with closing(open_database(database, existing=not new and database is not None)) as kept:
        yield kept


@app.callback()
def group() -> None:
    """Look after the database."""


@app.command()
def upgrade(database: DatabaseOption = None) -> None:
    """Bring the database's tables to this version; all of it happens or nothing."""
    from rekognize.storage.database import open_database
    from rekognize.storage.migrate import upgrade

    with closing(open_database(database, outdated=True)) as kept:
        before, after = upgrade(kept)
        steps = "is at" if before == after else f"went from {before} to"
        typer.echo(f"{kept.url} {steps} {after}")


@app.command()
def check(database: DatabaseOption = None) -> None:
    """Look whether the database can be used and is whole; ends with 1 when it is not."""
    from rekognize.errors import ExitCode
    from rekognize.storage.backup import find_faults
    from rekognize.storage.database import open_database

    with closing(open_database(database, existing=True)) as kept:
        faults = find_faults(kept)
        for fault in faults:
            typer.echo(f"{kept.url}: {fault}", err=True)
        if faults:
            raise typer.Exit(ExitCode.FAILURE)
        typer.echo(f"{kept.url} is at {kept.revision} and whole")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="New file to write the copy to.")],
    database: DatabaseOption = None,
) -> None:
    """Copy the database to a file while the server runs.

    PostgreSQL gives a dump for pg_restore. SQLite gives a database to put in the old one's place:
    stop the server first, and move FILE-wal and FILE-shm away with the old FILE, as what they hold
    would be written into the copy.
    """
    from rekognize.storage.backup import back_up
    from rekognize.storage.database import open_database

    with closing(open_database(database, outdated=True, existing=True)) as kept:
        back_up(kept, target)
        typer.echo(f"{kept.url} is copied to {target}")
