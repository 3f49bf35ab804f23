"""The database: opened, checked against this version's tables, read and written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from rekognize.errors import (
    DatabaseOutdated,
    InvalidRequest,
    MissingData,
    MissingExtra,
    StorageUnavailable,
)
from rekognize.storage.failures import translated
from rekognize.storage.location import default_url, sqlite_path

REVISION: Final = "0004"
"""The migration whose tables this version reads and writes."""

_OURS: Final = {"alembic_version", "feedback"}
"""Tables of every revision."""

_PATIENCE: Final = 15.0
"""Seconds to wait for another process that writes."""

_UPGRADE_LOCK: Final = 6_201_903
"""PostgreSQL's advisory lock under which tables are made: any number that nobody else takes."""


class Database:
    """A database whose tables are those of this version. Safe to use from many threads.

    Attributes:
        url: where it is, without a password, for messages.
        path: the file of an SQLite database, None for PostgreSQL.
    """

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.url = engine.url.render_as_string(hide_password=True)
        self.path = path
        self.engine = engine
        self._writer = engine.execution_options(writes=True)
        # SQLite's readers see one state by themselves.
        snapshot = {} if path is not None else {"isolation_level": "REPEATABLE READ"}
        self._reader = engine.execution_options(**snapshot)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database.

        Raises:
            StorageUnavailable: the database cannot be reached.
        """
        with translated(self.path), Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end, on disk when this returns, or not at all.

        Raises:
            StorageFull: there is no room left on the disk.
            StorageUnavailable: the database cannot be reached, or others write for too long.
        """
        with (
            translated(self.path),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """A connection on which nobody else changes tables meanwhile, committed at the end."""
        with translated(self.path), self._writer.begin() as connection:
            if self.path is None:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
            yield connection

    @property
    def revision(self) -> str | None:
        """The last migration that was run on it, None for a database without tables.

        Raises:
            InvalidRequest: its tables are another program's.
            StorageUnavailable: the database cannot be reached.
        """
        with translated(self.path), self.engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if tables and not tables >= _OURS:
                raise InvalidRequest(
                    f"a database of rekognize or an empty one is needed, "
                    f"received one of another program: {self.url}"
                )
            return revision_of(connection)

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The last migration that was run, None without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def open_database(
    url: str | None = None, *, outdated: bool = False, existing: bool = False
) -> Database:
    """Open a database; one without any table gets ours.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``; None is the SQLite file in
            the user's data folder.
        outdated: open it even when its tables are not those of this version.
        existing: make neither a new SQLite file nor tables.

    Raises:
        InvalidRequest: the URL is of no database that is known, or of one that is another
            program's.
        MissingData: there is no such file or no table in it, and none is to be made.
        MissingExtra: PostgreSQL without the ``postgres`` extra.
        StorageUnavailable: it cannot be opened or reached.
        StorageFull: there is no room for its tables.
        DatabaseOutdated: its tables are those of another version.
    """
    url = url or default_url()
    path = sqlite_path(url)
    if existing and path is not None and not path.is_file():
        raise MissingData(f"a database is needed, received no file at {path}")
    database = Database(_engine(url, path), path)
    try:
        found = database.revision
        if found is None and existing:
            raise MissingData(
                f"a database with tables is needed ('rekognize db upgrade' makes them), "
                f"received an empty one: {database.url}"
            )
        if path is not None:
            # Not before: a file of another program stays as it is.
            event.listen(database.engine, "connect", _write_ahead)
            database.engine.dispose()
        if found is None:
            from rekognize.storage.migrate import upgrade

            upgrade(database)
        elif found != REVISION and not outdated:
            from rekognize.storage.migrate import knows, of_a_stranger

            if not knows(found):
                raise of_a_stranger(found, database.url)
            raise DatabaseOutdated(
                f"the database must be at revision {REVISION}: stop the server, "
                f"'rekognize db backup', 'rekognize db upgrade'; received {found} in {database.url}"
            )
    except BaseException:
        database.close()
        raise
    return database


def _engine(url: str, path: Path | None) -> Engine:
    try:
        if path is None:
            target = make_url(url).set(drivername="postgresql+psycopg")
            return create_engine(
                target, pool_pre_ping=True, connect_args={"connect_timeout": int(_PATIENCE)}
            )
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Transactions are begun by _begin below, not by the driver at a time of its own.
        engine = create_engine(url, connect_args={"timeout": _PATIENCE, "isolation_level": None})
    except ModuleNotFoundError:
        raise MissingExtra(
            "PostgreSQL needs psycopg, which is not installed: pip install 'rekognize[postgres]'"
        ) from None
    except (ArgumentError, ValueError):
        raise InvalidRequest("a database's URL is needed, received one that is none") from None
    except OSError as error:
        raise StorageUnavailable(f"the folder of {path} cannot be made: {error.strerror}") from None
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    """What SQLite otherwise does not do: checks, durability, erasure."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _write_ahead(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    """Let readers read beside a writer; the first process to do so locks out others for a moment.

    The file remembers it.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    """Writers queue up before they have read anything, instead of failing half way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
