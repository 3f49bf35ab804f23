import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update

from rekognize.errors import Conflict, InvalidRequest, UnknownAlphabet, UnknownRecord
from rekognize.feedback.labels import NOT_A_CHARACTER, check_label
from rekognize.feedback.take import UNDO, Given, Receipt, State, record, withdraw
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


def given(key, label="q", **values):
    return Given(
        **{
            "key": key,
            "label": label,
            "alphabet": "letters",
            "answer": "g",
            "candidates": [("g", 0.75), ("q", 0.25)],
            "model": "standard@1",
            "media_type": "application/json",
            "drawing": b"{}",
            "glyph": bytes(784),
        }
        | values
    )


def rows(database):
    with database.reading() as session:
        return list(session.scalars(select(FeedbackRow)))


def test_all_that_was_given_is_kept(database):
    one = given("key-one")
    (receipt,) = record(database, [one])
    assert receipt == Receipt(one.id, one.created + UNDO, is_new=True)
    (row,) = rows(database)
    for name, value in one.values().items():
        if name != "drawing":
            assert getattr(row, name) == value, name
    assert (row.confidence, row.state, row.decided) == (0.75, State.PENDING, None)


def test_doubles_are_kept_once_even_within_one_commit(database):
    first, again = given("key-one"), given("key-one")
    receipts = record(database, [first, again, given("key-two")])
    assert [r.is_new for r in receipts] == [True, False, True]
    assert receipts[0].id == receipts[1].id
    assert not record(database, [given("key-one")])[0].is_new
    assert len(rows(database)) == 2


def test_another_label_under_the_same_key_is_told_and_changes_nothing(database):
    record(database, [given("key-one")])
    conflict, receipt = record(database, [given("key-one", "g"), given("key-two")])
    assert isinstance(conflict, Conflict)
    assert "'q'" in conflict.message
    assert receipt.is_new
    assert {row.label for row in rows(database)} == {"q"}


def test_many_clients_lose_nothing_and_double_nothing(database):
    """Each key is sent by two of 32 clients, in commits of another size each."""
    batches = [
        [given(f"key-{(number * 7 + i) % 400}") for i in range(1 + number % 9)]
        for number in range(160)
    ]
    with ThreadPoolExecutor(32) as pool:
        receipts = [r for part in pool.map(lambda b: record(database, b), batches) for r in part]
    keys = {each.key for batch in batches for each in batch}
    assert len(receipts) == sum(map(len, batches)) > len(keys)
    assert {row.key for row in rows(database)} == keys
    assert len(rows(database)) == len(keys) == sum(r.is_new for r in receipts)
    assert {row.id for row in rows(database)} == {r.id for r in receipts}


def test_withdrawing_deletes_the_record(database):
    one, other = given("key-one"), given("key-two")
    record(database, [one, other])
    withdraw(database, one.id)
    assert [row.id for row in rows(database)] == [other.id]
    with pytest.raises(UnknownRecord):
        withdraw(database, one.id)
    assert record(database, [replace(one, label="g")])[0].is_new


def test_what_is_old_or_reviewed_stays(database):
    now = given("now").created
    old = given("old", created=now - UNDO - timedelta(seconds=1))
    reviewed = given("reviewed")
    record(database, [old, reviewed])
    with database.writing() as session:
        session.execute(
            update(FeedbackRow).where(FeedbackRow.key == "reviewed").values(state=State.ACCEPTED)
        )
    for each in (old, reviewed):
        with pytest.raises(Conflict):
            withdraw(database, each.id)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FeedbackRow)) == 2


@pytest.mark.parametrize("label", ["A", "7", "b", NOT_A_CHARACTER])
def test_labels_that_can_be_right(label):
    check_label(label, "letters-nocase")


@pytest.mark.parametrize("label", ["", "ab", "ä", "Not-a-character"])
def test_labels_that_cannot(label):
    with pytest.raises(InvalidRequest, match="a label is"):
        check_label(label, "letters-nocase")


def test_labels_of_no_alphabet():
    for label in ("ä", "7", NOT_A_CHARACTER):
        with pytest.raises(UnknownAlphabet):
            check_label(label, "runes")


def test_feedback_whose_double_is_deleted_meanwhile_is_kept(database):
    """PostgreSQL lets others delete between two statements; here the same connection does."""
    record(database, [given("key-one")])
    deleted = []

    @event.listens_for(database.engine, "after_cursor_execute")
    def delete_double(connection, _, statement, *__):
        if statement.startswith("INSERT") and not deleted:
            deleted.append(connection.exec_driver_sql("DELETE FROM feedback WHERE key = 'key-one'"))

    one, two = given("key-one", "a"), given("key-two")
    receipts = record(database, [one, two])
    assert deleted
    assert [(r.id, r.is_new) for r in receipts] == [(one.id, True), (two.id, True)]
    assert {(row.key, row.label) for row in rows(database)} == {("key-one", "a"), ("key-two", "q")}


def test_what_is_being_reviewed_is_not_withdrawn(database):
    (receipt,) = record(database, [given("key-one")])
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            session.execute(update(FeedbackRow).values(state=State.ACCEPTED))
            withdrawal = pool.submit(withdraw, database, receipt.id)
            wait_for_a_lock(database)
        with pytest.raises(Conflict, match="accepted"):
            withdrawal.result()
    assert len(rows(database)) == 1


def wait_for_a_lock(database):
    """Until another transaction waits for one; SQLite's writers wait before they have begun."""
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    end = time.monotonic() + 20
    while database.path is None:
        with database.reading() as session:
            if session.scalar(asked):
                return
        assert time.monotonic() < end
        time.sleep(0.01)
