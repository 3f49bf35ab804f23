"""Versions of the model, who is champion, what happened to them, and retraining."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "models",
        sa.Column("identity", sa.String(90), primary_key=True),
        sa.Column("card", sa.LargeBinary, nullable=False),
        sa.Column("model", sa.LargeBinary, nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "model_aliases",
        sa.Column("alias", sa.String(20), primary_key=True),
        sa.Column("identity", sa.String(90), sa.ForeignKey("models.identity"), nullable=False),
    )
    op.create_table(
        "model_events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("identity", sa.String(90), nullable=False),
        sa.Column("replaced", sa.String(90)),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("report", sa.JSON),
    )
    op.create_index("ix_model_events_identity", "model_events", ["identity"])
    op.create_table(
        "retrainings",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("stop", sa.Boolean, nullable=False),
        sa.Column("progress", sa.JSON, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_index("retrainings_started", "retrainings", ["started"])
