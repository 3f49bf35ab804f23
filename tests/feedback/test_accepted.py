from contextlib import closing

import numpy as np
import orjson
import pytest
from sqlalchemy import delete

from rekognize.alphabets import BASE
from rekognize.feedback.accepted import HELD_OUT, _is_held_out, read_accepted
from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.glyphs import GLYPH_VERSION, glyph_of_image, glyph_of_ink
from rekognize.images import decode_image
from rekognize.ink import InkDocument
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow
from tests.server.drawn import picture_of, strokes_of
from tests.storage.rows import row


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


def write(database, *rows):
    with database.writing() as session:
        session.add_all(rows)


def glyph(number):
    return np.random.default_rng(number).integers(0, 256, 784, np.uint8).tobytes()


def test_only_what_was_accepted_is_read(database):
    write(
        database,
        row(1, state="accepted", glyph=glyph(1)),
        row(2, state="pending"),
        row(3, state="rejected"),
    )
    accepted = read_accepted(database)
    assert len(accepted) == 1
    assert accepted.glyphs.tobytes() == glyph(1)
    assert accepted.glyphs.shape == (1, 28, 28)


STROKES = orjson.dumps(strokes_of("7"))
PICTURE = picture_of("A")


def made(drawing, media_type):
    """What the server would keep of a drawing today."""
    if media_type == "image/png":
        drawn = glyph_of_image(decode_image(drawing))
    else:
        drawn = glyph_of_ink(InkDocument.read(drawing).ink())
    return np.rint(drawn.pixels * 255).astype(np.uint8).tobytes()


@pytest.mark.parametrize("version", [None, GLYPH_VERSION - 1, GLYPH_VERSION + 1])
@pytest.mark.parametrize(
    "drawn", [(STROKES, "application/json"), (PICTURE, "image/png")], ids=["strokes", "picture"]
)
def test_a_glyph_of_another_version_is_made_again_and_keeps_its_side(database, version, drawn):
    drawing, media_type = drawn
    kept = {"drawing": drawing, "media_type": media_type, "state": "accepted"}
    write(database, *(row(n, glyph=glyph(n), glyph_version=version, **kept) for n in range(20)))
    accepted = read_accepted(database)
    assert {each.tobytes() for each in accepted.glyphs} == {made(drawing, media_type)}
    assert accepted.held_out.sum() == sum(_is_held_out(glyph(n)) for n in range(20))
    assert accepted.left_out == 0


@pytest.mark.parametrize(
    ("drawing", "media_type"),
    [(b'{"strokes":[]}', "application/json"), (b"no picture", "image/png"), (b"", "image/png")],
)
def test_what_cannot_be_made_again_is_left_out_and_counted(database, drawing, media_type):
    kept = {"drawing": drawing, "media_type": media_type, "state": "accepted"}
    write(
        database,
        row(1, glyph=glyph(1), **kept),
        row(2, glyph=glyph(2), glyph_version=None, **kept),
    )
    accepted = read_accepted(database)
    assert accepted.glyphs.tobytes() == glyph(1)
    assert accepted.left_out == 1


def test_nothing_accepted_is_no_error(database):
    accepted = read_accepted(database)
    assert accepted.glyphs.shape == (0, 28, 28)
    assert accepted.targets.shape == (0, 62)
    assert accepted.judging.shape == (0,)


@pytest.mark.parametrize(
    ("label", "alphabet", "allowed", "among"),
    [
        ("q", "alphanumeric", "q", "alphanumeric"),
        ("A", "letters-nocase", "Aa", "letters-nocase"),
        ("3", "digits", "3", "digits"),
        ("B", "digits", "B", "alphanumeric"),
        (NOT_A_CHARACTER, "digits", "", "digits"),
    ],
)
def test_a_label_allows_what_its_alphabet_means(database, label, alphabet, allowed, among):
    write(database, row(1, state="accepted", label=label, alphabet=alphabet))
    accepted = read_accepted(database)
    assert "".join(np.array(list(BASE))[accepted.targets[0]]) == allowed
    assert accepted.alphabets == (among,)


def test_the_same_feedback_is_read_in_the_same_order_whatever_its_ids(database):
    write(database, *(row(n, state="accepted", glyph=glyph(n)) for n in range(5)))
    first = read_accepted(database)
    with database.writing() as session:
        session.execute(delete(FeedbackRow))
    write(database, *(row(9 - n, state="accepted", glyph=glyph(n)) for n in range(5)))
    again = read_accepted(database)
    assert again.digest == first.digest
    assert np.array_equal(again.glyphs, first.glyphs)


def test_a_quarter_is_held_out_whoever_joins_and_twins_stay_together(database):
    write(database, *(row(n, state="accepted", glyph=glyph(n)) for n in range(400)))
    before = read_accepted(database)
    assert 0.8 * HELD_OUT < before.held_out.mean() < 1.2 * HELD_OUT
    kept = dict(zip((g.tobytes() for g in before.glyphs), before.held_out, strict=True))
    write(database, *(row(1000 + n, state="accepted", glyph=glyph(n)) for n in range(400)))
    after = read_accepted(database)
    assert after.digest != before.digest
    for pixels, held_out in zip(after.glyphs, after.held_out, strict=True):
        assert kept[pixels.tobytes()] == held_out


def test_the_same_drawing_label_and_alphabet_is_judged_by_once(database):
    number = next(n for n in range(100) if _is_held_out(glyph(n)))
    other = next(n for n in range(100) if not _is_held_out(glyph(n)))
    sent = [("C", "letters"), ("C", "letters"), ("G", "letters"), ("C", "alphanumeric")]
    write(
        database,
        *(
            row(n, state="accepted", glyph=glyph(number), label=label, alphabet=alphabet)
            for n, (label, alphabet) in enumerate(sent)
        ),
        row(9, state="accepted", glyph=glyph(other)),
    )
    accepted = read_accepted(database)
    assert accepted.held_out.sum() == 4
    assert len(accepted) == 5
    judging = accepted.judging
    assert accepted.held_out[judging].all()
    kept = {
        ("".join(np.array(list(BASE))[accepted.targets[n]]), accepted.alphabets[n]) for n in judging
    }
    assert len(judging) == 3
    assert kept == set(sent)
