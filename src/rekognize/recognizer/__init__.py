"""Glyphs -> calibrated candidates, and "not a character"."""

from rekognize.recognizer.recognizer import Drawing, Recognizer, glyph_of
from rekognize.recognizer.result import Candidate, Recognition

__all__ = ["Candidate", "Drawing", "Recognition", "Recognizer", "glyph_of"]
