import threading
import time
from datetime import UTC, datetime

from rekognize.feedback.take import record
from rekognize.server import ServerSettings
from rekognize.server.opened import LazyDatabase
from rekognize.server.sinks import Outbox
from tests.feedback.test_take import given


class HangingSink:
    """Takes feedback and does not return."""

    name = "hanging"
    most = 1

    def __init__(self):
        self.entered = threading.Event()
        self.released = threading.Event()

    def deliver(self, _):
        self.entered.set()
        assert self.released.wait(30)


def test_a_sink_that_hangs_does_not_hold_up_the_end(tmp_path):
    database = LazyDatabase(ServerSettings(database=f"sqlite:///{tmp_path / 'a.db'}"))
    record(database.get(), [given("a", created=datetime(2026, 1, 1, tzinfo=UTC))], ["hanging"])
    sink = HangingSink()
    outbox = Outbox(database, [sink])
    outbox.start()
    assert sink.entered.wait(10)
    start = time.monotonic()
    outbox.close()
    assert time.monotonic() - start < 5
    sink.released.set()
    outbox.close()
    database.close()
