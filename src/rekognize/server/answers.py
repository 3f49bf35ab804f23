"""A recognition as the JSON bytes of an answer."""

from __future__ import annotations

from base64 import b64encode

import orjson

from rekognize.glyphs import Glyph
from rekognize.recognizer import Recognition


def answer(name: str, recognition: Recognition, alphabet: str, time_ms: float) -> bytes:
    """JSON of a :class:`rekognize.server.schemas.RecognitionBody`.

    Built without going through that model, at a tenth of its cost; a test holds them together.
    """
    glyph = recognition.glyph
    return orjson.dumps(
        {
            "id": name,
            "alphabet": alphabet,
            "label": recognition.label,
            "candidates": [
                {"label": candidate.label, "confidence": candidate.confidence}
                for candidate in recognition.candidates
            ],
            "outside": recognition.outside,
            "outside_label": recognition.outside_label,
            "has_ink": recognition.has_ink,
            "is_character": recognition.is_character,
            "several": recognition.several,
            "characters": recognition.characters,
            "character_score": recognition.character_score,
            "glyph": None if glyph is None else _pixels(glyph),
            "box": None if glyph is None else glyph.box,
            "pen_width": None if glyph is None else glyph.pen_width,
            "relative_height": None if glyph is None else glyph.relative_height,
            "relative_place": None if glyph is None else glyph.relative_place,
            "capital_heights": None if glyph is None else glyph.capital_heights,
            "model": recognition.model,
            "time_ms": round(time_ms, 3),
        },
        option=orjson.OPT_SERIALIZE_NUMPY,
    )


def _pixels(glyph: Glyph) -> str:
    return b64encode(glyph.quantised.tobytes()).decode("ascii")
