import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from rekognize.recognizer import Recognizer
from rekognize.server import ServerSettings, create_app
from rekognize.server.connection import Connection


@dataclass
class Live:
    """A server that runs, and a client of it."""

    url: str
    port: int
    client: httpx.Client

    def recognize(self, **request):
        return self.client.post("/api/v1/recognize", **request)

    def raw(self, data: bytes) -> socket.socket:
        """A connection on which these bytes have been sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(data)
        return connection


@contextmanager
def serving(app: FastAPI, head_seconds: float = 30) -> Iterator[Live]:
    """The application behind a real uvicorn on a free port."""
    connection = partial(Connection, seconds=head_seconds)
    config = uvicorn.Config(app, http=connection, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, timeout=20) as client:
                yield Live(url, port, client)
        finally:
            server.should_exit = True
            thread.join(20)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def recognizer():
    return Recognizer.load()


@pytest.fixture(scope="session")
def live(recognizer):
    with serving(create_app(ServerSettings(), recognizer)) as server:
        yield server


class HeldRecognizer(Recognizer):
    """Recognizes nothing until it is released."""

    def __init__(self, bundle):
        super().__init__(bundle)
        self.entered = threading.Semaphore(0)
        self.released = threading.Event()

    def recognize_glyphs(self, *arguments, **options):
        self.entered.release()
        assert self.released.wait(20)
        return super().recognize_glyphs(*arguments, **options)


@pytest.fixture
def held(recognizer):
    made = HeldRecognizer(recognizer.bundle)
    yield made
    made.released.set()


def assert_error(answer: httpx.Response, status: int, code: str) -> str:
    """The answer has the one error shape; gives its message."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message"}
    assert body["error"]["code"] == code, body
    assert body["error"]["message"]
    return body["error"]["message"]
