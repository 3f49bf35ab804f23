from contextlib import closing

import numpy as np
import pytest
from sqlalchemy import delete

from rekognize.alphabets import BASE
from rekognize.feedback.accepted import HELD_OUT, read_accepted
from rekognize.feedback.labels import NOT_A_CHARACTER
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow
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


def test_nothing_accepted_is_no_error(database):
    accepted = read_accepted(database)
    assert accepted.glyphs.shape == (0, 28, 28)
    assert accepted.targets.shape == (0, 62)
    assert accepted.asked.shape == (0, 62)


@pytest.mark.parametrize(
    ("label", "alphabet", "allowed", "asked"),
    [
        ("q", "alphanumeric", "q", BASE),
        ("A", "letters-nocase", "Aa", BASE[10:]),
        ("3", "digits", "3", "0123456789"),
        ("B", "digits", "B", BASE),
        (NOT_A_CHARACTER, "digits", "", "0123456789"),
    ],
)
def test_a_label_allows_what_its_alphabet_means(database, label, alphabet, allowed, asked):
    write(database, row(1, state="accepted", label=label, alphabet=alphabet))
    accepted = read_accepted(database)
    assert "".join(np.array(list(BASE))[accepted.targets[0]]) == allowed
    assert "".join(np.array(list(BASE))[accepted.asked[0]]) == asked


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
