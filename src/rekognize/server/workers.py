"""Threads that recognize while the event loop serves."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from rekognize.errors import Overloaded

Task = TypeVar("Task")
Result = TypeVar("Result")

Waiting = tuple["asyncio.Future[Result]", Task]


class Workers(Generic[Task, Result]):
    """A few threads before a queue of bounded length; what waits together is done together.

    Crossing from the event loop to a thread and back costs two wake-ups and two waits for the
    interpreter's lock. Under load tasks pile up meanwhile, and a thread that takes several at
    once pays that price once; a task that comes alone is never kept waiting for company.

    Args:
        work: does several tasks; gives a result or an exception for each, in order.
        threads: more than the machine has cores only add waiting.
        queue: tasks that may wait. One that nobody bounds answers everybody late, instead of
            some not at all.
        together: most tasks that one call of ``work`` gets.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Task]], Sequence[Result | Exception]],
        *,
        threads: int,
        queue: int,
        together: int = 1,
    ) -> None:
        self._work = work
        self._threads = threads
        self._queue = queue
        self._together = together
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="rekognize")
        self._lock = Lock()
        self._waiting: deque[Waiting[Result, Task]] = deque()
        self._busy = 0

    @property
    def is_full(self) -> bool:
        """Whether the next task would be refused."""
        return len(self._waiting) >= self._queue

    async def run(self, task: Task) -> Result:
        """What ``work`` makes of a task; raises the exception that it gives for it.

        Raises:
            Overloaded: the queue is full.
        """
        if self.is_full:
            raise Overloaded(f"up to {self._queue} drawings may wait, received one more; try again")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._lock:
            self._waiting.append((future, task))
            needs_thread = self._busy < self._threads
            self._busy += needs_thread
        if needs_thread:
            self._pool.submit(self._drain)
        return await future

    def close(self) -> None:
        """Finish what waits and end the threads."""
        self._pool.shutdown(wait=True)

    def _drain(self) -> None:
        """Work in this thread until nothing waits."""
        while True:
            with self._lock:
                count = min(len(self._waiting), self._together)
                taken = [self._waiting.popleft() for _ in range(count)]
                if not taken:
                    self._busy -= 1
                    return
            try:
                results = self._work([task for _, task in taken])
            except Exception as fault:  # noqa: BLE001 - the thread lives on; each task is told
                results = [fault] * len(taken)
            _deliver([future for future, _ in taken], results)


def _deliver(
    futures: Sequence[asyncio.Future[Result]], results: Sequence[Result | Exception]
) -> None:
    """Settle futures from a thread, with one wake-up of each event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Result], Result | Exception]]]
    loops = {}
    for future, result in zip(futures, results, strict=True):
        loops.setdefault(future.get_loop(), []).append((future, result))
    for loop, settled in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: Sequence[tuple[asyncio.Future[Result], Result | Exception]]) -> None:
    for future, result in settled:
        if future.done():  # its client went away
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
