import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rekognize.errors import MissingData, MissingExtra, SinkUnavailable
from rekognize.feedback.outbox import LEASE, deliver_due, next_due, wait_after
from rekognize.feedback.review import erase
from rekognize.feedback.sheet import HEADER, Sheet
from rekognize.feedback.take import UNDO, record, withdraw
from rekognize.feedback.webhook import SIGNATURE, Webhook
from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from rekognize.storage.tables import OutboxRow
from tests.feedback.elsewhere import elsewhere
from tests.feedback.test_take import given
from tests.server.conftest import serving
from tests.server.drawn import strokes_of

SECRET = "a secret of the webhook"  # noqa: S105
LINK = "http://here/review?id="
PAST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def there():
    with elsewhere() as found:
        yield found


def keep(database, count, sink):
    """Feedback so old that it is due."""
    kept = [given(f"key-{number}", created=PAST) for number in range(count)]
    record(database, kept, [sink])
    return [each.id for each in kept]


def waiting(database):
    with database.reading() as session:
        return list(session.scalars(select(OutboxRow)))


@pytest.mark.parametrize("url", ["http://a..b/", "http://127.0.0.1/\u00e4", "http://[bad"])
def test_an_address_that_is_none_is_an_address_that_takes_nothing(database, url):
    keep(database, 1, "webhook")
    assert deliver_due(database, Webhook(url, None, LINK), PAST + UNDO) == 0
    (row,) = waiting(database)
    assert "webhook" in row.fault


class Fragile:
    """A sink that notes what it is handed and fails as it is told."""

    name = "webhook"
    most = 10

    def __init__(self, *, fails=0):
        self.fails = fails
        self.took = []

    def deliver(self, handed):
        if self.fails:
            self.fails -= 1
            raise SinkUnavailable("not now")
        self.took += [each.id for each in handed]


def test_what_can_still_be_withdrawn_is_not_handed_on(database):
    now = datetime.now(UTC)
    one, other = given("key-one", created=now), given("key-two", created=now)
    record(database, [one, other], ["webhook"])
    record(database, [given("key-one", created=now)], ["webhook"])  # the same again
    sink = Fragile()
    assert deliver_due(database, sink, now) == 0
    withdraw(database, one.id)
    assert next_due(database, "webhook") == now + UNDO
    assert deliver_due(database, sink, now + UNDO) == 1
    assert sink.took == [other.id]
    assert next_due(database, "webhook") is None


def test_a_failure_is_tried_again_later_and_later(database):
    ids = keep(database, 3, "webhook")
    sink, now = Fragile(fails=3), PAST + timedelta(hours=1)
    for tries in range(1, 4):
        assert deliver_due(database, sink, now) == 0
        assert deliver_due(database, sink, now) == 0  # not due yet: the sink is not asked
        assert {(row.tries, row.fault) for row in waiting(database)} == {(tries, "not now")}
        assert next_due(database, "webhook") == now + wait_after(tries)
        now += wait_after(tries)
    assert deliver_due(database, sink, now) == 3
    assert sink.took == ids
    assert wait_after(1) * 2 == wait_after(2)
    assert wait_after(1000) == timedelta(hours=1)


def test_what_a_killed_process_had_taken_up_is_due_again(database):
    ids = keep(database, 3, "webhook")

    class Dying(Fragile):
        def deliver(self, handed):
            raise KeyboardInterrupt(len(handed))

    now = PAST + timedelta(hours=1)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(database, Dying(), now)
    sink = Fragile()
    assert deliver_due(database, sink, now) == 0
    assert deliver_due(database, sink, now + LEASE) == 3
    assert sink.took == ids


def test_two_processes_do_not_hand_over_the_same(database):
    ids = keep(database, 60, "webhook")
    sinks = [Fragile() for _ in range(4)]

    def work(sink):
        while deliver_due(database, sink):
            pass

    threads = [threading.Thread(target=work, args=(sink,)) for sink in sinks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each for sink in sinks for each in sink.took) == sorted(ids)


def test_what_is_deleted_is_not_handed_on(database):
    ids = keep(database, 2, "webhook")
    erase(database, ids[:1])
    sink = Fragile()
    assert deliver_due(database, sink) == 1
    assert sink.took == ids[1:]


def test_a_webhook_is_signed_and_carries_a_key(database, there):
    (name,) = keep(database, 1, "webhook")
    assert deliver_due(database, Webhook(f"{there.address}/hook", SECRET, LINK)) == 1
    ((headers, body),) = there.posted
    told = json.loads(body)
    assert (told["id"], told["label"], told["answer"]) == (name, "q", "g")
    assert told["drawing"] == LINK + name
    assert headers["Idempotency-Key"] == name
    seconds, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers[SIGNATURE]).groups()
    assert abs(int(seconds) - time.time()) < 60
    expected = hmac.new(SECRET.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    assert signed == expected.hexdigest()


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_webhook_that_does_not_take_it(database, there, status):
    keep(database, 1, "webhook")
    there.statuses = [status]
    assert deliver_due(database, Webhook(f"{there.address}/hook", None, LINK)) == 0
    assert f"received {status}" in waiting(database)[0].fault
    assert len(there.calls) == 1


def test_a_webhook_that_nobody_answers(database):
    keep(database, 1, "webhook")
    assert deliver_due(database, Webhook("http://127.0.0.1:9/hook", None, LINK)) == 0
    assert "cannot be reached" in waiting(database)[0].fault


@pytest.fixture
def credentials(there, tmp_path):
    """The key of a service account whose tokens the server elsewhere gives."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path / "key.json"
    key = {
        "type": "service_account",
        "client_email": "rekognize@example.iam.gserviceaccount.com",
        "private_key": private.decode(),
        "token_uri": f"{there.address}/token",
    }
    path.write_text(json.dumps(key))
    return path


def test_a_sheet_gets_a_row_each_under_a_header(database, there, credentials):
    ids = keep(database, 120, "sheet")
    sheet = Sheet("the-sheet", credentials, LINK, there.address)
    assert [deliver_due(database, sheet) for _ in range(3)] == [100, 20, 0]
    header, first, *others = there.rows
    assert header == list(HEADER)
    assert first == ["2026-01-01 00:00:00", "letters", "g", 0.75, "q", LINK + ids[0], ids[0]]
    assert [row[-1] for row in (first, *others)] == ids
    assert there.options["valueInputOption"] == ["RAW"]
    appends = [headers for _, path, headers in there.calls if path.endswith(":append")]
    assert {headers["Authorization"] for headers in appends} == {"Bearer t0ken"}


def test_rows_whose_answer_was_lost_are_not_written_twice(database, there, credentials):
    ids = keep(database, 3, "sheet")
    sheet = Sheet("the-sheet", credentials, LINK, there.address)
    there.statuses, there.lost = [503], True
    assert deliver_due(database, sheet) == 0
    assert "busy" in waiting(database)[0].fault
    assert deliver_due(database, sheet, datetime.now(UTC) + timedelta(minutes=1)) == 3
    assert [row[-1] for row in there.rows] == [HEADER[-1], *ids]
    assert waiting(database) == []


def test_without_key_or_gspread(credentials, tmp_path, monkeypatch):
    with pytest.raises(MissingData, match="service account"):
        Sheet("the-sheet", tmp_path / "none.json", LINK)
    monkeypatch.setitem(sys.modules, "gspread", None)
    with pytest.raises(MissingExtra, match=r"rekognize\[sheets\]"):
        Sheet("the-sheet", credentials, LINK)


def test_no_request_waits_for_a_sink(tmp_path, there, monkeypatch):
    """And what a server left is handed on by the next."""
    monkeypatch.setattr("rekognize.feedback.take.UNDO", timedelta(seconds=1))
    monkeypatch.setattr("rekognize.feedback.outbox._FIRST_WAIT", timedelta(seconds=0.5))
    there.statuses = [500] * 1000
    url = f"sqlite:///{tmp_path / 'a.db'}"
    settings = ServerSettings(database=url, webhook_url=f"{there.address}/hook")
    with serving(create_app(settings)) as server:
        for number in range(3):
            sent = {"label": "7"} | strokes_of("7", number)
            assert server.client.post("/api/v1/feedback", json=sent).status_code == 200
        end = time.monotonic() + 20
        while not there.calls and time.monotonic() < end:
            time.sleep(0.05)
        assert there.calls
    assert there.posted == []
    there.statuses = []
    with serving(create_app(settings)):
        end = time.monotonic() + 60
        while len(there.posted) < 3 and time.monotonic() < end:
            time.sleep(0.05)
    assert len({headers["Idempotency-Key"] for headers, _ in there.posted}) == 3


def test_kill_9_loses_nothing(tmp_path, there):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with closing(open_database(url)) as database:
        ids = keep(database, 40, "webhook")
        code = (
            "import sys, datetime\n"
            "from rekognize.storage import open_database\n"
            "from rekognize.feedback.outbox import deliver_due\n"
            "from rekognize.feedback.webhook import Webhook\n"
            "database = open_database(sys.argv[1])\n"
            "while deliver_due(database, Webhook(sys.argv[2], None, '')): print(1, flush=True)"
        )
        for number in range(3):
            with subprocess.Popen(
                [sys.executable, "-c", code, url, f"{there.address}/hook"],
                stdout=subprocess.PIPE,
                env=os.environ,
            ) as worker:
                for _ in range(3 + number):
                    worker.stdout.readline()
                worker.kill()
        later = datetime.now(UTC) + LEASE
        while deliver_due(database, Webhook(f"{there.address}/hook", None, LINK), later):
            pass
    arrived = [headers["Idempotency-Key"] for headers, _ in there.posted]
    assert set(arrived) == set(ids)
    assert len(arrived) <= len(ids) + 3
