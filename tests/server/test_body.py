import json

import pytest

from rekognize.server import ServerSettings, create_app
from tests.server.conftest import assert_error, serving
from tests.server.drawn import strokes_of

HEAD = b"POST /api/v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def answer_on(connection):
    """Status and error code of the answer on a connection."""
    received = b""
    while b"\r\n\r\n" not in received or b"}}" not in received:
        part = connection.recv(65536)
        if not part:
            break
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["error"]["code"]


def chunks(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


@pytest.mark.parametrize("length", [b"2000001", b"5" * 17])
def test_an_announced_length_is_refused_before_the_body_is_sent(live, length):
    with live.raw(HEAD + b"Content-Length: " + length + b"\r\n\r\n") as connection:
        assert answer_on(connection) == (413, "request_too_large")


def test_a_body_of_unknown_length_is_counted(live):
    with live.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as connection:
        connection.sendall(chunks(*[b" " * 100_000] * 21))
        assert answer_on(connection) == (413, "request_too_large")


def test_a_body_in_pieces_is_put_together(live):
    body = json.dumps(strokes_of("7")).encode()
    pieces = [body[i : i + 1000] for i in range(0, len(body), 1000)]
    assert live.recognize(
        content=iter(pieces), headers={"content-type": "application/json"}
    ).json()["has_ink"]


def test_a_body_that_does_not_arrive(recognizer):
    app = create_app(ServerSettings(body_seconds=0.3), recognizer)
    with serving(app) as live, live.raw(HEAD + b"Content-Length: 99\r\n\r\n{") as connection:
        assert answer_on(connection) == (408, "request_timeout")


def test_a_client_that_goes_away_harms_nobody(live):
    for _ in range(20):
        live.raw(HEAD + b"Content-Length: 99\r\n\r\n{").close()
    assert live.recognize(json=strokes_of("7")).status_code == 200


def test_bodies_are_counted_together_until_they_are_answered(held):
    body = json.dumps(strokes_of("7")).encode()
    app = create_app(ServerSettings(bodies_bytes=len(body) + 50), held)
    whole = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with serving(app) as live:
        with live.raw(whole) as connection:
            held.entered.acquire(timeout=10)
            answer = live.recognize(json=strokes_of("7"))
            assert_error(answer, 503, "overloaded")
            assert answer.headers["retry-after"] == "1"
            with live.raw(HEAD + b"Content-Length: 99\r\n\r\n" + b" " * 40):
                pass  # what went away counts no longer
            held.released.set()
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        for _ in range(3):
            assert live.recognize(json=strokes_of("7")).status_code == 200
