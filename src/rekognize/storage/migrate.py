"""Bringing a database's tables to this version, with Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

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
        DatabaseOutdated: its tables are those of a version to come, or of another program.
        StorageFull, StorageUnavailable: it could not be written; nothing has changed.
    """
    with database.upgrading() as connection:
        before = revision_of(connection)
        if before not in (None, revision) and not knows(before):
            raise of_a_stranger(before, database.url)
        if before != revision:
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    return before, revision


def knows(revision: str) -> bool:
    """Whether a revision is among our migrations."""
    return any(each.revision == revision for each in ScriptDirectory(SCRIPTS).walk_revisions())


def of_a_stranger(revision: str, url: str) -> DatabaseOutdated:
    """The error for a database at a revision that is not among our migrations."""
    return DatabaseOutdated(
        f"a database at revision {REVISION} or before is needed, "
        f"received {revision}, of a newer rekognize or of another program, in {url}"
    )
