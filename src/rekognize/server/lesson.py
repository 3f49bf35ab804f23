"""A lesson in a process of its own, for as long as somebody watches it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Thread
from typing import Any, Final

from rekognize.errors import Conflict, InvalidData, MissingData, RekognizeError

_KNOWN: Final = {error.code: error for error in (Conflict, InvalidData, MissingData)}
_PATIENCE: Final = 5.0
"""Seconds that it may take to end by itself."""

_DIED: Final = "the lesson's process ended without a word"


class Lesson:
    """A process that teaches the classic network and tells how far it is.

    It ends when :meth:`end` is called, and when this process does, however that happens.

    Args:
        digits: to learn from.
        epochs: how often each is shown.
    """

    def __init__(self, digits: int, epochs: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "rekognize.training.lesson", str(digits), str(epochs)],
            # One core is left to whoever asks the server meanwhile.
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        Thread(target=self._read, name="rekognize-lesson", daemon=True).start()

    async def begun(self) -> bytes:
        """The first that it tells, as a line of JSON.

        Raises:
            Conflict: another lesson is being given.
            MissingData, InvalidData: the digits are not there, or damaged.
            RekognizeError: the process died.
        """
        line = await self._lines.get()
        told: dict[str, Any] = {"state": "failed"} if line is None else json.loads(line)
        if line is None or told["state"] == "failed":
            error = _KNOWN.get(told.get("code", ""), RekognizeError)
            raise error(told.get("message", _DIED))
        return line

    async def news(self) -> AsyncIterator[bytes]:
        """What it tells from then on; the last is ``finished`` or ``failed``."""
        state = ""
        while (line := await self._lines.get()) is not None:
            state = json.loads(line)["state"]
            yield line
        if state not in ("finished", "failed"):
            yield json.dumps({"state": "failed", "message": _DIED}).encode() + b"\n"

    def end(self) -> None:
        """End it, if it has not ended."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(OSError):
            self._process.stdin.close()
        Thread(target=self._make_sure, name="rekognize-lesson-end", daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        # The loop is closed when the server ended first.
        with self._process.stdout as lines, suppress(RuntimeError):
            for line in lines:
                if line.endswith(b"\n"):  # not the part of one in which the process was killed
                    self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
            self._loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _make_sure(self) -> None:
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
