from concurrent.futures import ThreadPoolExecutor, as_completed

from rekognize.server import ServerSettings, create_app
from tests.server.conftest import assert_error, serving
from tests.server.drawn import strokes_of


def test_live_and_ready(live, recognizer):
    assert live.client.get("/health/live").json() == {"status": "live"}
    assert live.client.get("/health/ready").json() == {
        "status": "ready",
        "model": recognizer.bundle.card.identity,
    }


def test_a_busy_server_lives_and_refuses_what_it_cannot_keep(held):
    with serving(create_app(ServerSettings(queue=2), held)) as live, ThreadPoolExecutor(9) as pool:

        def send():
            return live.recognize(json=strokes_of("7"))

        first = pool.submit(send)
        assert held.entered.acquire(timeout=10)
        others = [pool.submit(send) for _ in range(8)]
        refused = _ended(others, 6)
        for answer in refused:
            assert_error(answer, 503, "overloaded")
            assert answer.headers["retry-after"] == "1"
        # Inference stands still, the event loop does not.
        assert live.client.get("/health/live").status_code == 200
        assert_error(live.client.get("/health/ready"), 503, "overloaded")
        held.released.set()
        statuses = sorted(answer.result().status_code for answer in [first, *others])
        assert statuses == [200] * 3 + [503] * 6
        assert live.client.get("/health/ready").status_code == 200


def _ended(futures, count):
    """The first results of that many futures."""
    ended = as_completed(futures, timeout=10)
    return [next(ended).result() for _ in range(count)]
