"""What review is ordered by, and feedback on its way to sinks."""

import sqlalchemy as sa
from alembic import op

from rekognize.storage.shape import shape_of

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, filled in, and the table."""
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("shape", sa.String(16), nullable=False, server_default=""))
    kept = sa.table("feedback", sa.column("id"), sa.column("glyph"), sa.column("shape"))
    connection = op.get_bind()
    ids = connection.scalars(sa.select(kept.c.id)).all()
    for each in ids:
        glyph = connection.scalar(sa.select(kept.c.glyph).where(kept.c.id == each))
        connection.execute(
            sa.update(kept).where(kept.c.id == each).values(shape=shape_of(bytes(glyph)))
        )
    with op.batch_alter_table("feedback") as table:
        table.alter_column("shape", server_default=None)
    op.create_index(
        "feedback_review",
        "feedback",
        ["state", "label", "shape", "confidence", "answer", "created", "model", "id"],
    )
    op.create_table(
        "outbox",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column(
            "feedback",
            sa.String(32),
            sa.ForeignKey("feedback.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("sink", sa.String(20), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("fault", sa.String(300)),
    )
    op.create_index("outbox_due", "outbox", ["sink", "due"])
    op.create_index("ix_outbox_feedback", "outbox", ["feedback"])
