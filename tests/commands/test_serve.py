import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

COMMAND = [sys.executable, "-m", "rekognize", "serve"]
STROKES = {"strokes": [[[60, 40], [220, 40], [120, 240]]], "area": {"width": 280, "height": 280}}


def environment(**variables):
    return {k: v for k, v in os.environ.items() if not k.startswith("REKOGNIZE_")} | variables


@contextmanager
def started(*arguments):
    """The command, running; gives the process and the address that it told."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        line = process.stdout.readline()
        found = re.match(r"Rekognize is at (http://127\.0\.0\.1:\d+) ", line)
        assert found, line + process.stderr.read()
        yield process, found[1]
    finally:
        process.kill()
        process.communicate(timeout=10)


def answer_to(url, data):
    """All that comes back on a connection on which these bytes have been sent."""
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port), timeout=10) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def ended(*arguments, **variables):
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        env=environment(**variables),
        check=False,
    )


def test_from_the_command_to_an_answer_and_a_graceful_end():
    with started() as (process, url):
        # No waiting: the address is told once requests are answered.
        with httpx.Client(base_url=url) as client:
            assert client.get("/").status_code == 200
            answer = client.post(
                "/api/v1/recognize", params={"alphabet": "digits"}, json=STROKES
            ).json()
        assert answer["label"] == "7"
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=10)
        assert (process.returncode, output, errors) == (0, "Stopped.\n", "")


def test_terminating_it_leaves_nothing_on_stderr():
    with started() as (process, _):
        process.terminate()
        assert process.communicate(timeout=10)[1] == ""
        assert process.returncode == -signal.SIGTERM


def test_what_is_no_http_is_answered_as_every_error():
    with started() as (_, url):
        assert b'{"error":{"code":"bad_request",' in answer_to(url, b"no HTTP\r\n\r\n")


def test_several_processes():
    with started("--workers", "2") as (process, url):
        # No waiting here either.
        assert httpx.post(f"{url}/api/v1/recognize", json=STROKES).json()["label"] == "7"
        assert b'{"error":{"code":"bad_request",' in answer_to(url, b"no HTTP\r\n\r\n")
        # Nobody else got the address meanwhile, and nobody does.
        host, port = url.removeprefix("http://").split(":")
        with socket.socket() as another, pytest.raises(OSError, match="in use"):
            another.bind((host, int(port)))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0


def is_live(url):
    try:
        return httpx.get(f"{url}/health/live", timeout=5).is_success
    except httpx.TransportError:
        return False


def test_several_processes_end_with_the_one_that_started_them():
    """Even if it is killed, and can tell them nothing."""
    with started("--workers", "2") as (process, url):
        process.kill()
        patience = time.monotonic() + 20
        while is_live(url) and time.monotonic() < patience:
            time.sleep(0.1)
        assert not is_live(url)


def test_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = ended("--port", str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert result.stdout == ""
    assert re.fullmatch(
        r"rekognize: error: a free port .* received 127\.0\.0\.1 port \d+: .*in use\n",
        result.stderr,
    )


def test_an_address_of_another_machine():
    result = ended("--host", "192.0.2.1")
    assert result.returncode == 1
    assert result.stderr.startswith("rekognize: error: ")
    assert result.stderr.count("\n") == 1


def test_a_model_that_is_not_there(tmp_path):
    result = ended("--port", "0", "--bundle", str(tmp_path / "none.onnx"))
    assert result.returncode == 4
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("QUEUE", "0")])
def test_a_wrong_setting_in_the_environment(name, value):
    result = ended(**{f"REKOGNIZE_{name}": value})
    assert result.returncode == 2
    assert result.stderr.startswith(f"rekognize: error: REKOGNIZE_{name}: ")
    assert result.stderr.endswith(f"received {value!r}\n")


@pytest.mark.parametrize("name", ["ADMIN_TOKEN", "WEBHOOK_SECRET"])
def test_a_secret_that_is_refused_is_not_printed(name):
    result = ended(**{f"REKOGNIZE_{name}": "hush"})
    assert result.returncode == 2
    assert result.stderr.startswith(f"rekognize: error: REKOGNIZE_{name}: ")
    assert "16" in result.stderr
    assert "hush" not in result.stderr


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("REKOGNIZE_ADMIN_TOKN", "REKOGNIZE_ADMIN_TOKEN"), ("rekognize_prot", "REKOGNIZE_PORT")],
)
def test_a_mistyped_setting_is_refused(name, nearest):
    result = ended("--port", "0", **{name: "what-nobody-else-shall-see"})
    assert result.returncode == 2
    assert result.stderr.startswith("rekognize: error: ")
    assert result.stderr.endswith(f"{nearest} is near; received {name}\n")
    assert result.stderr.count("\n") == 1


def test_the_command_line_wins_over_the_environment():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = ended("--port", str(port), REKOGNIZE_PORT="0")
    assert f"port {port}" in result.stderr
