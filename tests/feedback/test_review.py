from contextlib import closing

import pytest
from sqlalchemy import func, select

from rekognize.errors import InvalidRequest, UnknownRecord
from rekognize.feedback.review import Decision, decide, erase, find
from rekognize.feedback.take import State, record
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow, OutboxRow
from tests.feedback.test_take import given
from tests.storage.rows import row


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        with opened.writing() as session:
            session.add_all(row(number) for number in range(1200))
        yield opened


IDS = [f"{number:032x}" for number in range(1200)]


def test_a_record_named_often_is_one(database):
    assert decide(database, IDS[:1] * 1000, Decision("ann", State.ACCEPTED)) == 1
    assert erase(database, IDS[:1] * 1000) == 1


def test_a_decision_says_who_and_when_and_can_be_taken_back(database):
    assert decide(database, IDS[:1100], Decision("ann", State.ACCEPTED)) == 1100
    kept = find(database, IDS[7])
    assert (kept.state, kept.decided_by) == (State.ACCEPTED, "ann")
    assert kept.decided > kept.created
    assert find(database, IDS[1100]).state == State.PENDING
    assert decide(database, IDS[7:8], Decision("bob", State.PENDING)) == 1
    assert (find(database, IDS[7]).decided, find(database, IDS[7]).decided_by) == (None, None)


def test_another_label_leaves_what_was_given(database):
    assert decide(database, IDS[:2], Decision("ann", State.ACCEPTED, "B")) == 2
    kept = find(database, IDS[0])
    assert (kept.label, kept.given, kept.drawing) == ("B", "9", row(0).drawing)
    with pytest.raises(InvalidRequest, match="a label is"):
        decide(database, IDS[:3], Decision("ann", State.REJECTED, "ä"))
    assert find(database, IDS[2]).state == State.PENDING
    with pytest.raises(InvalidRequest, match="neither"):
        decide(database, IDS[:3], Decision("ann"))


def test_another_label_alone_says_who_and_when_too(database):
    assert decide(database, IDS[:1], Decision("ann", label="B")) == 1
    kept = find(database, IDS[0])
    assert (kept.label, kept.state, kept.decided_by) == ("B", State.PENDING, "ann")
    first = kept.decided
    assert first > kept.created
    assert decide(database, IDS[:1], Decision("bob", State.ACCEPTED)) == 1
    assert decide(database, IDS[:1], Decision("cy", label="8")) == 1
    kept = find(database, IDS[0])
    assert (kept.label, kept.state, kept.decided_by) == ("8", State.ACCEPTED, "cy")
    assert kept.decided > first
    # As the page takes a decision back: with the label that there was before.
    assert decide(database, IDS[:1], Decision("cy", State.PENDING, "9")) == 1
    kept = find(database, IDS[0])
    assert (kept.label, kept.decided, kept.decided_by) == ("9", None, None)


def test_deleting_takes_what_waits_for_a_sink_with_it(database):
    one = given("key-one-more")
    record(database, [one, given("another-key")], ["webhook", "sheet"])
    assert erase(database, [one.id, *IDS[:3], "no such"]) == 4
    with pytest.raises(UnknownRecord):
        find(database, one.id)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 2
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 1198
