"""Rows to write."""

from datetime import UTC, datetime, timedelta

from rekognize.glyphs import GLYPH_VERSION
from rekognize.storage.tables import FeedbackRow


def row(number, **values):
    """A row that only its number tells from others."""
    return FeedbackRow(
        **{
            "id": f"{number:032x}",
            "key": f"key-{number}",
            "created": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
            "alphabet": "alphanumeric",
            "answer": "q",
            "confidence": 0.9,
            "candidates": [["q", 0.9], ["9", 0.1]],
            "model": "standard@1",
            "given": "9",
            "label": "9",
            "media_type": "application/json",
            "drawing": b'{"strokes":[[[0,0],[1,1]]]}',
            "glyph": bytes(784),
            "glyph_version": GLYPH_VERSION,
            "shape": "0" * 13,
            "state": "pending",
        }
        | values
    )
