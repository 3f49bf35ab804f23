"""What Alembic runs: the migrations on the connection that it was handed."""

from alembic import context

from rekognize.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
