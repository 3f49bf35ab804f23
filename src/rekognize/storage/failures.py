"""What a database driver raises, as our own errors."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rekognize.errors import InvalidRequest, RekognizeError, StorageFull, StorageUnavailable

_DISK_FULL: Final = "53100"
"""PostgreSQL's code (its manual, appendix A)."""

_LEAST_FREE: Final = 1_000_000
"""Bytes; with fewer, SQLite's general I/O errors are those of a full disk."""


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Raise our own errors for a driver's; mistakes of ours stay what they are.

    Args:
        path: the file of an SQLite database, None for PostgreSQL.

    Raises:
        StorageFull: there is no room left on the disk.
        StorageUnavailable: the database cannot be opened, reached or locked, or is damaged.
        InvalidRequest: text with a zero byte, for PostgreSQL.
    """
    try:
        yield
    except DBAPIError as error:
        own = _own(error, path)
        if own is None:
            raise
        raise own from None
    except PoolTimeout:
        raise StorageUnavailable("too many requests wait for the database; try again") from None


def _own(error: DBAPIError, path: Path | None) -> RekognizeError | None:
    cause = error.orig
    reason = " ".join(str(cause).split())[:200]
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        broken = code == sqlite3.SQLITE_IOERR
        if code == sqlite3.SQLITE_FULL or (broken and _is_full(path)):
            return StorageFull(f"there is no room left for the database; {reason}")
    elif getattr(cause, "sqlstate", None) == _DISK_FULL:
        return StorageFull(f"there is no room left for the database; {reason}")
    elif "NUL (0x00)" in reason:  # psycopg's own check: it has no code
        return InvalidRequest("PostgreSQL keeps and finds text without zero bytes, received one")
    # Not reached, locked for too long, read-only, damaged: the operator's to mend.
    if type(error).__name__ in ("OperationalError", "DatabaseError", "InterfaceError"):
        return StorageUnavailable(f"the database cannot be used now: {reason}")
    return None


def _is_full(path: Path | None) -> bool:
    try:
        return path is not None and shutil.disk_usage(path.parent).free < _LEAST_FREE
    except OSError:
        return False
