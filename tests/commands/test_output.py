import io
import os
from dataclasses import replace

import numpy as np
import pytest

from rekognize.commands.output import CsvWriter, JsonLinesWriter, TextWriter, remark
from rekognize.glyphs import Glyph
from rekognize.glyphs.several import Company
from rekognize.recognizer import Candidate, Recognition

CROWDED = Glyph(
    np.zeros((28, 28), np.float32),
    (0.0, 0.0, 9.0, 9.0),
    1.0,
    company=Company(beside=True, parted=False),
)
ANSWER = Recognition(
    candidates=(Candidate("7", 0.96), Candidate("1", 0.03)),
    outside=0.01,
    outside_label="T",
    has_ink=True,
    is_character=True,
    character_score=0.99,
    glyph=None,
    model="templates@1",
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_colours_and_aligned_names():
    stream = Terminal()
    writer = TextWriter(stream, name_width=12)
    writer.write("a.png", ANSWER)
    writer.write("longer.png", replace(ANSWER, is_character=False))
    first, second = stream.getvalue().splitlines()
    assert first.startswith("a.png         \x1b[1;32m7\x1b[0m   96.0%")
    assert second.startswith("longer.png    \x1b[1;33m7\x1b[0m")
    assert "does not look like a character" in second


@pytest.mark.parametrize("writer", [CsvWriter, JsonLinesWriter, TextWriter])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_name_that_is_no_text_or_cannot_be_shown_stops_nothing(writer, encoding):
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding, write_through=True)
    writer(stream).write(os.fsdecode(b"gr\xf6ss.png"), ANSWER)
    writer(stream).write("größe.png", ANSWER)
    text = written.getvalue().decode(encoding)
    assert "gr?ss.png" in text
    assert {"utf-8": "größe.png", "ascii": "gr??e.png"}[encoding] in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"has_ink": False}, "no ink"),
        ({"is_character": False}, "does not look like a character"),
        ({"glyph": CROWDED}, "more than one character"),
        ({"outside": 0.9}, "looks like the letter T"),
        ({"outside": 0.9, "outside_label": "4"}, "looks like the digit 4"),
    ],
)
def test_remarks(change, told):
    assert remark(replace(ANSWER, **change)) == told
