import json

import pytest
from benchmarks.drawings import document_of, ink_of

from rekognize.errors import InvalidInk
from rekognize.ink import Guides, InkDocument


def test_strokes_and_area():
    ink = InkDocument.read(json.dumps(document_of(ink_of("7"))).encode()).ink()
    assert ink.area == ink_of("7").area
    assert all(
        (mine == theirs).all()
        for mine, theirs in zip(ink.strokes, ink_of("7").strokes, strict=True)
    )
    assert InkDocument.read(b'{"strokes": []}').ink().box is None
    timed = b'{"strokes": [[[1, 2, 0.5]]], "area": {"width": 9, "height": 8, "x": -1}}'
    assert InkDocument.read(timed).ink().area.x == -1


def test_guide_lines():
    ink = InkDocument.read(b'{"strokes": [], "guides": {"base": 200, "capital": 40}}').ink()

    assert ink.guides == Guides(200, 40)
    assert ink.guides.height == 160


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"{", "JSON"),
        (b"[1]", r"\[1\]"),
        (b"{}", "strokes"),
        (b'{"strokes": 3}', "received 3"),
        (b'{"strokes": [], "colour": "red"}', "colour"),
        (b'{"strokes": [[[1]]]}', "at least 2"),
        (b'{"strokes": [[[1, 2], [1, 2, 3]]]}', "stroke 0"),
        (b'{"strokes": [[[1, "a"]]]}', "received 'a'"),
        (b'{"strokes": [[[1, NaN]]]}', "NaN|finite"),
        (b'{"strokes": [[[1, 1e9]]]}', "1000000000"),
        (b'{"strokes": [], "guides": {"base": 3}}', "capital"),
        (b'{"strokes": [], "guides": {"base": 3, "capital": 3}}', "received base 3"),
        (b'{"strokes": [], "guides": {"base": 1e9, "capital": 3}}', "1000000000"),
        (b'{"strokes": [], "area": 4}', "received 4"),
        (b'{"strokes": [], "area": {"width": 3}}', "height"),
        (b'{"strokes": [], "area": {"width": 3, "height": "4"}}', "'4'"),
        (b'{"strokes": [], "area": {"width": 3, "height": 1e-300}}', "1e-300"),
        (b'{"strokes": [], "area": {"width": 0, "height": 4}}', "greater than or equal to"),
    ],
)
def test_what_holds_no_strokes_is_refused(document, told):
    with pytest.raises(InvalidInk, match=told):
        InkDocument.read(document).ink()
