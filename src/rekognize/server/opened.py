"""The database of one server, opened when it is first needed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from rekognize.server import collector
from rekognize.server.settings import ServerSettings
from rekognize.storage import default_url
from rekognize.storage.location import sqlite_path

if TYPE_CHECKING:
    from rekognize.storage import Database


class LazyDatabase:
    """Opens the database, and imports SQLAlchemy, when something first asks for it.

    Attributes:
        url: where it is.

    Raises:
        InvalidRequest: the settings name no database that is known.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.url = settings.database or default_url()
        sqlite_path(self.url)
        self._lock = Lock()
        self._opened: Database | None = None

    def get(self) -> Database:
        """The database; one without tables gets them.

        Raises:
            StorageFull, StorageUnavailable, DatabaseOutdated: it cannot be opened.
        """
        from rekognize.storage import open_database

        with self._lock:
            if self._opened is None:
                self._opened = open_database(self.url)
                collector.keep()
            return self._opened

    def close(self) -> None:
        """Close it, if anything asked for it."""
        if self._opened is not None:
            self._opened.close()
