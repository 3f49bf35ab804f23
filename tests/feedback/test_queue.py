import time
from contextlib import closing
from datetime import timedelta

import pytest

from rekognize.errors import InvalidRequest
from rekognize.feedback.chosen import Chosen
from rekognize.feedback.queue import count_states, review_page
from rekognize.feedback.take import State
from rekognize.storage import open_database
from tests.storage.rows import row

PENDING = Chosen(State.PENDING)


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


def keep(database, *rows):
    with database.writing() as session:
        session.add_all(rows)


def agreeing(number, label="9", confidence=0.99, **values):
    """A row whose label is what the model answered, of a shape of its own."""
    values = {"shape": f"{number:013x}"} | values
    return row(number, label=label, answer=label, confidence=confidence, **values)


def order(database, chosen=PENDING, most=50):
    """Numbers of the rows in the queue's order, read page by page."""
    found, cursor = [], None
    while True:
        page = review_page(database, chosen, cursor, most)
        found += [int(queued.row.id, 16) for queued in page.records]
        cursor = page.following
        if cursor is None:
            return found


@pytest.mark.parametrize("most", [1, 3, 50])
def test_the_most_useful_come_first(database, most):
    keep(
        database,
        *(agreeing(n) for n in range(10, 30)),
        agreeing(1, confidence=0.5),
        agreeing(2, confidence=0.3),
        agreeing(3, label="Q"),
        row(4, label="7", answer="q", confidence=0.9, shape="a"),
        row(5, label="not-a-character", answer="q", confidence=0.95, shape="b"),
        row(6, label="not-a-character", answer=None, confidence=0.99, shape="c"),
        agreeing(7, state=State.REJECTED, confidence=0.1),
    )
    assert order(database, most=most) == [4, 5, 2, 1, 3, *range(10, 30), 6]


def test_what_looks_alike_comes_together_in_the_place_of_its_most_useful(database):
    keep(
        database,
        *(agreeing(n) for n in range(10, 14)),
        agreeing(2, shape="same", confidence=0.99),
        agreeing(3, shape="same", confidence=0.4),
        agreeing(4, shape="same", label="7"),
        agreeing(5, confidence=0.5),
    )
    assert order(database)[:3] == [3, 2, 5]
    alike = {int(q.row.id, 16): q.alike for q in review_page(database, PENDING).records}
    assert (alike[2], alike[3], alike[4], alike[10]) == (2, 2, 1, 1)


def test_filters(database):
    first = row(1).created
    keep(
        database,
        row(1),
        row(2, label="7", answer=None, model="other@2"),
        row(3, state=State.ACCEPTED),
    )
    assert order(database, Chosen(label="7")) == [2]
    assert order(database, Chosen(answer="not-a-character")) == [2]
    assert order(database, Chosen(answer="q", state=State.PENDING)) == [1]
    assert order(database, Chosen(model="other@2")) == [2]
    assert order(database, Chosen(since=first + timedelta(seconds=2))) == [3]
    assert order(database, Chosen(until=first + timedelta(seconds=1))) == [1]
    counts = {State.PENDING: 1, State.ACCEPTED: 1, State.REJECTED: 0}
    assert count_states(database, Chosen(State.PENDING, model="standard@1")) == counts


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "bm8=", "W10=", "WzEsMiwzLDQsNSw2XQ==", "\u00e4", "WzQsMC41LCI5IiwiMCIsMC41LCIwIl0="],
)
def test_cursors_that_are_none(database, cursor):
    with pytest.raises(InvalidRequest, match="a cursor"):
        review_page(database, PENDING, cursor)


def test_ten_thousand_are_ordered_quickly(database):
    keep(
        database,
        *(
            row(
                n,
                label="0123456789abcdef"[n % 16],
                answer="0123456789abcdef"[n % 15],
                confidence=(n * 7919 % 1000) / 1000,
                shape=f"{n % 4000:013x}",
                drawing=b"x" * 2000,
            )
            for n in range(10_000)
        ),
    )
    spent, seen, cursor = [], set(), None
    for _ in range(5):
        begun = time.perf_counter()
        page = review_page(database, PENDING, cursor)
        spent.append(time.perf_counter() - begun)
        seen |= {queued.row.id for queued in page.records}
        cursor = page.following
    assert len(seen) == 250
    print(f"a page of 10,000: {sorted(spent)[2] * 1000:.0f} ms")
    assert sorted(spent)[2] < 2
