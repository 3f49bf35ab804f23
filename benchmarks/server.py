"""A server of its own process, started the way a user starts it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Final

import psutil  # type: ignore[import-untyped]

HOST: Final = "127.0.0.1"
PATIENCE: Final = 60.0
"""Seconds after which a server that does not answer counts as broken."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        port: that it listens on.
        process: the command's own process.
        first_answer: seconds from the start of the process to its first right answer.
    """

    port: int
    process: psutil.Popen
    first_answer: float

    def resident_bytes(self) -> int:
        """Resident memory of the process and all its children."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(each.memory_info().rss for each in family)


@contextmanager
def serving(path: str, body: bytes, content_type: str) -> Iterator[Server]:
    """A fresh ``rekognize serve``, stopped at the end.

    It counts as there once it has answered a POST of ``body`` to ``path``.

    Raises:
        RuntimeError: it ended by itself or did not answer in time.
    """
    port = _free_port()
    start = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "rekognize", "serve", "--host", HOST, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port, path, body, content_type):
            if process.poll() is not None:
                raise RuntimeError(f"rekognize serve ended with exit code {process.returncode}")
            if time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"rekognize serve did not answer within {PATIENCE:g} s")
            time.sleep(0.002)
        yield Server(port, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _answers(port: int, path: str, body: bytes, content_type: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
