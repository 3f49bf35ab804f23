"""Bringing a database's tables to this version, with Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

from rekognize.errors import DatabaseOutdated
from rekognize.storage.database import REVISION, Database, revision_of

SCRIPTS: Final = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = REVISION) -> tuple[str | None, str]:
    """Run the migrations that are missing, all or none.

    Args:
        database: opened with ``outdated=True``.
        revision: the migration to come to.

    Returns:
        The revisions before, None for a database without tables, and after.

    Raises:
        DatabaseOutdated: its tables are those of a version to come.
        StorageFull, StorageUnavailable: it could not be written; nothing has changed.
    """
    with database.upgrading() as connection:
        before = revision_of(connection)
        if before is not None and before > REVISION:
            raise DatabaseOutdated(
                f"a database at revision {REVISION} or before is needed, "
                f"received {before}, of a newer rekognize, in {database.url}"
            )
        if before != revision:
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    return before, revision
