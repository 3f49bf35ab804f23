from concurrent.futures import ThreadPoolExecutor

import orjson
import psutil
import pytest

from rekognize.errors import UnknownAlphabet
from rekognize.server import ServerSettings
from rekognize.server.drawings import body_type
from rekognize.server.options import Options
from rekognize.server.service import Service, Submission
from tests.server.drawn import LABELS, picture_of, strokes_of

ALPHABETS = ("alphanumeric", "digits", "letters-nocase")


def requests(count):
    """Different drawings, as strokes and pictures, in several alphabets, some of them wrong."""
    for number in range(count):
        label = LABELS[number % len(LABELS)]
        query = {"alphabet": ALPHABETS[number % 3], "top": 1 + number % 7}
        kind = number % 5
        if kind == 0:
            png = picture_of(label, seed=number)
            yield {"params": query, "content": png, "headers": {"content-type": "image/png"}}
        elif kind == 1:
            yield {
                "params": query,
                "json": strokes_of(label, number) | {"prior": {label: 1, "1": 1}},
            }
        elif kind == 2 and number % 2:
            yield {"params": query, "json": {"strokes": [[[0, "wrong"]]]}}
        else:
            yield {"params": query, "json": strokes_of(label, seed=number)}


def essence(answer):
    """What must not depend on who else asks; a batch may round the last digits otherwise."""
    body = answer.json()
    body.pop("time_ms", None)
    body.pop("id", None)
    for number in ("outside", "character_score"):
        if number in body:
            body[number] = pytest.approx(body[number], abs=1e-4)
    for candidate in body.get("candidates", ()):
        candidate["confidence"] = pytest.approx(candidate["confidence"], abs=1e-4)
    return answer.status_code, body


def test_answers_of_many_clients_never_mix(live):
    asked = list(requests(160))
    alone = [live.recognize(**request) for request in asked]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda request: live.recognize(**request), asked * 2))
    assert {answer.status_code for answer in alone} == {200, 422}
    for one, other in zip(alone * 2, together, strict=True):
        status, body = essence(one)
        got = other.json()
        got.pop("time_ms", None)
        got.pop("id", None)
        assert other.status_code == status
        assert got == body


def test_what_one_asks_wrongly_is_told_to_nobody_else(recognizer):
    service = Service(ServerSettings(), recognizer)
    body, kind = orjson.dumps(strokes_of("7")), body_type("application/json")
    try:
        right, wrong, other = service._recognize(
            [
                Submission(body, kind, Options(alphabet), received=0.0)
                for alphabet in ("digits", "nonsense", "alphanumeric")
            ]
        )
    finally:
        service.close()
    assert isinstance(wrong, UnknownAlphabet)
    assert orjson.loads(right.answer)["label"] == orjson.loads(other.answer)["label"] == "7"


def test_memory_stays(live):
    asked = list(requests(40))

    def send_all(times):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda request: live.recognize(**request), asked * times))

    send_all(5)
    before = psutil.Process().memory_info().rss
    send_all(12)
    assert psutil.Process().memory_info().rss - before < 16e6
