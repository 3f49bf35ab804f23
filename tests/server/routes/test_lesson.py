import json
import os
import signal
import subprocess
import sys

import httpx
import pytest
from pydantic import SecretStr

from rekognize.server import ServerSettings, create_app
from tests.digits import write_digits
from tests.server.conftest import assert_error, serving

LESSON = "/api/v1/lesson"
SHORT = {"digits": 100, "epochs": 30}


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Data and cache of this test alone."""
    monkeypatch.setenv("REKOGNIZE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def states_of(stream):
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))["state"]


def lock_of(places):
    """The lock that a lesson holds: to be had as soon as it has ended."""
    pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")
    from filelock import FileLock

    return FileLock(places / "cache/rekognize/lesson.lock")


def assert_held(lock):
    from filelock import Timeout

    with pytest.raises(Timeout):
        lock.acquire(timeout=0)


def test_it_is_for_administrators(live, recognizer):
    settings = ServerSettings(admin_token=SecretStr("a token of sixteen"))
    with serving(create_app(settings, recognizer)) as server:
        assert_error(server.client.post(LESSON), 401, "unauthorized")
    answer = live.client.post(LESSON, headers={"x-forwarded-for": "192.0.2.1"})
    assert_error(answer, 403, "forbidden")


@pytest.mark.parametrize("query", [{"digits": 0}, {"digits": 10**9}, {"epochs": 0}])
def test_a_lesson_is_neither_empty_nor_endless(live, query):
    assert_error(live.client.post(LESSON, params=query), 422, "invalid_request")


def test_without_torch_it_says_how_to_get_it(live, monkeypatch):
    monkeypatch.setattr("rekognize.registry.extra.find_spec", lambda _: None)
    message = assert_error(live.client.post(LESSON), 500, "missing_extra")
    assert "pip install 'rekognize[train]'" in message


@pytest.mark.train
def test_without_digits_it_says_so_and_closing_the_connection_ends_it(live, places):
    lock = lock_of(places)
    message = assert_error(live.client.post(LESSON), 404, "missing_data")
    assert "mnist/train" in message
    write_digits(places / "data", 140)
    with live.client.stream("POST", LESSON, params=SHORT, timeout=60) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        states = states_of(stream)
        assert next(states) == "preparing"
        assert_held(lock)
        assert_error(live.client.post(LESSON, params=SHORT), 409, "conflict")
    lock.acquire(timeout=60)
    lock.release()


@pytest.mark.train
def test_it_ends_with_a_server_that_is_killed(places):
    lock = lock_of(places)
    write_digits(places / "data", 140)
    server = subprocess.Popen(
        [sys.executable, "-m", "rekognize", "serve", "--port", "0"],
        env=os.environ | {"REKOGNIZE_DATABASE": f"sqlite:///{places / 'a.db'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        url = next(word for line in server.stdout for word in line.split() if "http://" in word)
        with httpx.stream("POST", url + LESSON, params=SHORT, timeout=60) as stream:
            states = states_of(stream)  # kept: forgetting it would close the connection
            assert next(states) == "preparing"
            assert_held(lock)
            server.send_signal(signal.SIGKILL)
            lock.acquire(timeout=60)
            lock.release()
    finally:
        server.kill()
        server.communicate()
