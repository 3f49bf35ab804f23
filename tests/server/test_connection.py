import json
import select
import time

import pytest

from rekognize.server import ServerSettings, create_app
from rekognize.server.connection import MOST
from rekognize.server.headers import SECURITY
from tests.server.conftest import serving
from tests.server.drawn import strokes_of

LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
SPARE = 600_000
"""Bytes that a pause for each piece lets the server read at most beyond its limit."""


def drawing(spaces=0):
    """A request to recognize strokes, its body as much longer."""
    body = json.dumps(strokes_of("7")).encode() + b" " * spaces
    return POST + b"Content-Length: %d\r\n\r\n" % len(body) + body


DRAWING = drawing()


def until_answered(connection, pieces):
    """Send pieces until the server says something; how many bytes that took."""
    sent = 0
    for piece in pieces:
        connection.sendall(piece)
        sent += len(piece)
        if select.select([connection], [], [], 0.01)[0]:
            return sent
    select.select([connection], [], [], 10)
    return sent


def until_closed(connection):
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def told(received):
    """Status, headers and code of an answer in the one shape."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert headers["content-type"] == "application/json"
    assert int(headers["content-length"]) == len(body)
    assert headers["connection"] == "close"
    assert SECURITY.items() <= headers.items()
    error = json.loads(body)
    assert error.keys() == {"error"}
    assert error["error"].keys() == {"code", "message"}
    return int(first.split()[1]), error["error"]["code"]


@pytest.mark.parametrize(
    ("begun", "piece"),
    [(LIVE, b"x-a: " + b"a" * 8000 + b"\r\n"), (LIVE + b"x-a: ", b"a" * 8000),
     (b"GET /", b"a" * 8000), (CHUNKED + b"0\r\n", b"x-a: " + b"a" * 8000 + b"\r\n"),
     (CHUNKED + b"1;", b"a" * 8000), (b"", b"\r\n" * 4000)],
    ids=["many", "one", "address", "trailers", "extension", "empty lines"],
)  # fmt: skip
def test_headers_without_end_are_refused_before_they_fill_the_memory(live, begun, piece):
    with live.raw(begun) as connection:
        sent = until_answered(connection, [piece] * 1000)
        assert MOST <= sent + len(begun) < SPARE
        assert told(until_closed(connection)) == (431, "headers_too_large")


def test_headers_that_arrive_at_once_have_the_same_limit(live):
    with live.raw(LIVE + b"x-a: " + b"a" * (MOST - 100) + b"\r\n\r\n") as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
    with live.raw(LIVE + b"x-a: " + b"a" * MOST + b"\r\n\r\n") as connection:
        assert told(until_closed(connection)) == (431, "headers_too_large")


def test_a_body_is_not_counted(live):
    with live.raw(drawing(spaces=500_000) + LIVE) as connection:  # with a part of the next request
        connection.sendall(b"Connection: close\r\n\r\n")
        assert until_closed(connection).count(b"HTTP/1.1 200 ") == 2


def test_requests_that_arrive_together_are_answered_in_order(live):
    many = (LIVE + b"\r\n") * 500  # together more bytes than one head may have
    wrong = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    last = LIVE + b"x-a: " + b"a" * 40_000 + b"\r\nConnection: close\r\n\r\n"
    with live.raw(many + wrong + last) as connection:
        received = until_closed(connection)
    lines = [line for line in received.split(b"\r\n") if b"HTTP/1.1 " in line]
    assert [line.rpartition(b"HTTP/1.1 ")[2][:3] for line in lines] == [b"200"] * 500 + [
        b"404",
        b"200",
    ]


@pytest.mark.parametrize(
    "request_",
    [b"GET / HTTP/1.1\r\nHost x\r\n\r\n", b"\x16\x03\x01 / HTTP/1.1\r\n\r\n",
     b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", CHUNKED + b"x\r\n"],
    ids=["header", "method", "connect", "length", "chunk"],
)  # fmt: skip
def test_what_is_no_http_is_answered_in_the_one_shape(live, request_):
    with live.raw(request_) as connection:
        assert told(until_closed(connection)) == (400, "bad_request")


def test_a_refusal_is_never_taken_for_another_answer(held):
    app = create_app(ServerSettings(), held)
    with serving(app) as live, live.raw(DRAWING) as connection:
        held.entered.acquire(timeout=10)
        connection.sendall(b"no HTTP\r\n\r\n")
        assert until_closed(connection) == b""
        held.released.set()


@pytest.mark.parametrize(
    ("before", "begun", "piece"),
    [(b"", b"", b""), (b"", b"", b"\r\n"), (b"", LIVE, b"x"),
     (LIVE + b"\r\n", b"", b"\r\n"), (LIVE + b"\r\n", LIVE, b"x")],
    ids=["nothing", "empty lines", "a part", "empty lines afterwards", "a part afterwards"],
)  # fmt: skip
def test_headers_that_do_not_arrive_end_the_connection(recognizer, before, begun, piece):
    app = create_app(ServerSettings(), recognizer)
    with serving(app, head_seconds=0.5) as live, live.raw(before) as connection:
        if before:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        start = time.monotonic()
        until_answered(connection, [begun] + [piece] * 1000)
        assert told(until_closed(connection)) == (408, "request_timeout")
        assert time.monotonic() - start < 8


def test_an_answer_may_take_longer_than_the_headers(held):
    app = create_app(ServerSettings(), held)
    with serving(app, head_seconds=0.2) as live, live.raw(DRAWING) as connection:
        held.entered.acquire(timeout=10)
        time.sleep(0.5)
        held.released.set()
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
