"""Pen strokes: validated, and drawn at any pen width."""

from rekognize.ink.document import InkDocument, fault
from rekognize.ink.raster import centreline, draw
from rekognize.ink.strokes import MAX_POINTS, MAX_STROKES, Guides, Ink, WritingArea

__all__ = [
    "MAX_POINTS",
    "MAX_STROKES",
    "Guides",
    "Ink",
    "InkDocument",
    "WritingArea",
    "centreline",
    "draw",
    "fault",
]
