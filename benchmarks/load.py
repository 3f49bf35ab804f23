"""Many clients on keep-alive connections, cheap enough that the server is what is measured.

Requests are composed and their right answers are known beforehand. A client sends its next
request when the answer to the last has come, as a page does that recognizes stroke by stroke.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop

Check = Callable[[bytes], bool]
"""Whether the body of an answer is the right one."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the bytes on the wire, and how to tell its right answer."""

    wire: bytes
    is_right: Check


def post(path: str, body: bytes, content_type: str, is_right: Check) -> Request:
    """A POST request with a body."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return Request(head.encode() + body, is_right)


def get(path: str) -> Request:
    """A GET request, right when it is answered at all."""
    return Request(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode(), lambda _: True)


@dataclass(frozen=True, slots=True)
class Load:
    """What a load of requests met.

    Attributes:
        clients: connections at a time.
        seconds: from the first request to the last answer.
        latencies: seconds of each answer, sorted.
        wrong: answers of another status than 200 or with another body than the right one.
    """

    clients: int
    seconds: float
    latencies: tuple[float, ...]
    wrong: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds within which that share of the answers came."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def run_load(host: str, port: int, clients: Sequence[Sequence[Request]], total: int) -> Load:
    """Send ``total`` requests from as many clients as there are lists of requests.

    Each client repeats its own list from the start when it is through.

    Raises:
        ConnectionError: a connection could not be made or was closed half way.
    """
    return uvloop.run(_run(host, port, clients, total))


async def _run(host: str, port: int, clients: Sequence[Sequence[Request]], total: int) -> Load:
    loop = asyncio.get_running_loop()
    budget = _Budget(total)
    connections = [
        (await loop.create_connection(partial(_Client, own, budget), host, port))[1]
        for own in clients
    ]
    start = time.perf_counter()
    for connection in connections:
        connection.send_next()
    await asyncio.gather(*(connection.finished for connection in connections))
    seconds = time.perf_counter() - start
    return Load(len(clients), seconds, tuple(sorted(budget.latencies)), budget.wrong)


@dataclass(slots=True)
class _Budget:
    """The requests left to send, and what has been measured so far, shared by all clients."""

    left: int
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


class _Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: Sequence[Request], budget: _Budget) -> None:
        self.requests = requests
        self.budget = budget
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sent = 0
        self.started = 0.0
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports keep the interface without the base class.
        self.transport = cast("asyncio.Transport", transport)

    def send_next(self) -> None:
        if not self.budget.take():
            self.finished.set_result(None)
            self.transport.close()
            return
        self.request = self.requests[self.sent % len(self.requests)]
        self.sent += 1
        self.started = time.perf_counter()
        self.transport.write(self.request.wire)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        place = head.index(b"content-length:") + 15
        length = int(head[place : (head + b"\r\n").index(b"\r\n", place)])
        if len(self.buffer) < end + 4 + length:
            return
        body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
        self.budget.latencies.append(time.perf_counter() - self.started)
        if not (head.startswith(b"http/1.1 200 ") and self.request.is_right(body)):
            self.budget.wrong += 1
        self.send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(exc or ConnectionError("the server hung up half way"))
