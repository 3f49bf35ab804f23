"""Where the database lies, told without opening it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import platformdirs

from rekognize.errors import InvalidRequest

SQLITE: Final = "sqlite:///"
POSTGRESQL: Final = "postgresql://"


def default_url() -> str:
    """The SQLite database in the user's data folder."""
    return SQLITE + str(Path(platformdirs.user_data_dir("rekognize")) / "rekognize.db")


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite database, None for PostgreSQL.

    Raises:
        InvalidRequest: the URL is of neither.
    """
    if url.startswith(POSTGRESQL):
        return None
    path = url.removeprefix(SQLITE)
    if path == url or not path or path.startswith(":"):
        raise InvalidRequest(
            f"a database is {SQLITE}FILE or {POSTGRESQL}USER@HOST/NAME, "
            f"received {url.partition('@')[0].partition(':')[0]!r} and so on"
        )
    if "?" in path:  # SQLAlchemy would take it off, and the file would be another than ours
        raise InvalidRequest(
            f"a database is {SQLITE}FILE without options, received {path.partition('?')[2][:60]!r}"
        )
    return Path(path)


def is_there(url: str) -> bool:
    """Whether there may be records: false for an SQLite file that nobody has made yet.

    Raises:
        InvalidRequest: the URL is of no database that is known.
    """
    path = sqlite_path(url)
    return path is None or path.is_file()
