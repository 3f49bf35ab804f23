"""Versions as an upgrade of the program leaves them."""

from sqlalchemy import update

from rekognize.bundle import card_bytes
from rekognize.glyphs import GLYPH_VERSION
from rekognize.storage.tables import ModelRow


def age(database, bundle):
    """Let a version that is kept be one of before an upgrade of the program."""
    card = bundle.card.model_copy(update={"glyph_version": GLYPH_VERSION - 1})
    with database.writing() as session:
        kept = update(ModelRow).where(ModelRow.identity == card.identity)
        session.execute(kept.values(card=card_bytes(card)))
