"""What is kept: tables, the database that holds them, and their migrations.

Importing this package alone does not import SQLAlchemy, so that a server nobody has corrected yet
does not carry it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from rekognize.storage.location import default_url, is_there

if TYPE_CHECKING:
    from rekognize.storage.database import Database, open_database

__all__ = ["Database", "default_url", "is_there", "open_database"]


def __getattr__(name: str) -> object:
    if name in ("Database", "open_database"):
        return getattr(import_module("rekognize.storage.database"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
