"""A copy of the database while it is in use, and a look at its health."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from rekognize.errors import Conflict, MissingData, StorageUnavailable
from rekognize.storage.database import Database


def back_up(database: Database, target: Path) -> None:
    """Copy one state of the database to a file: an SQLite database, or PostgreSQL's own dump.

    Raises:
        Conflict: the file is there already.
        MissingData: there is no such folder, or ``pg_dump`` is not installed.
        StorageUnavailable: it could not be written.
    """
    try:
        if target.exists():
            raise Conflict(f"a backup goes to a new file, received {target}, which is there")
        if not target.parent.is_dir():
            raise MissingData(f"a folder is needed for the backup, received none: {target.parent}")
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            part = Path(folder) / "part"
            if database.path is not None:
                _copy_sqlite(database.path, part)
            else:
                _dump_postgresql(database, part)
            part.chmod(0o600)  # it holds every drawing, as the data folder of mode 0700 does
            part.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StorageUnavailable(f"the backup could not be written: {error}") from None


def find_faults(database: Database) -> list[str]:
    """What is wrong inside the database, as its own checks tell; empty when nothing is."""
    if database.path is None:
        return []
    with database.reading() as session:
        told = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
        orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    faults = [line for line in told if line != "ok"]
    return faults + [f"{row[0]}: row {row[1]} refers to nothing" for row in orphans]


def _copy_sqlite(source: Path, part: Path) -> None:
    with (
        closing(sqlite3.connect(source)) as reader,
        closing(sqlite3.connect(part)) as writer,
    ):
        reader.backup(writer)
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _dump_postgresql(database: Database, part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise MissingData("a backup of PostgreSQL needs pg_dump, received none on the PATH")
    url = database.engine.url.set(drivername="postgresql")
    # The password goes by the environment: arguments are everybody's to read.
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    address = url._replace(password=None).render_as_string()
    ended = subprocess.run(  # noqa: S603
        [program, "--format=custom", f"--file={part}", f"--dbname={address}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise StorageUnavailable(f"pg_dump failed: {ended.stderr.strip()[:300]}")
