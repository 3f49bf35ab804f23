"""Which version's glyph is kept of a drawing; nobody knows of what was given before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("feedback", sa.Column("glyph_version", sa.Integer))
