"""What the routes of one application share: a model, and the threads that use it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from rekognize.alphabets import Prior
from rekognize.errors import RekognizeError
from rekognize.glyphs import Glyph
from rekognize.recognizer import Recognition, Recognizer
from rekognize.server.answers import answer
from rekognize.server.drawings import BodyType, drawing_of, read_drawing
from rekognize.server.options import Options
from rekognize.server.recent import Answered, RecentAnswers
from rekognize.server.settings import ServerSettings
from rekognize.server.workers import Workers

TOGETHER: Final = 8
"""Stroke drawings that share a network call: more gains no speed and makes the first wait."""

NETWORK_THREADS: Final = min(2, os.cpu_count() or 1)
"""Of one network call. While the strokes of all who wait are in it, nobody else has work."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A drawing to recognize.

    Attributes:
        body: of the request, whole.
        kind: how to read it.
        options: of the query.
        received: ``perf_counter()`` when the last byte was there.
    """

    body: bytes
    kind: BodyType
    options: Options
    received: float


@dataclass(frozen=True, slots=True)
class _Read:
    """A submission with its drawing's own bytes and glyph."""

    submission: Submission
    drawing: bytes
    glyph: Glyph | None


class Service:
    """Recognizes submissions, off the event loop.

    Strokes and pictures have separate threads: strokes are small and alike, so those that wait
    together share a network call, while a large photograph would hold up whatever shares its turn.

    Attributes:
        recognizer: what answers. Whoever sets another swaps the model between two calls: each
            call takes it once.
    """

    def __init__(self, settings: ServerSettings, recognizer: Recognizer) -> None:
        self.settings = settings
        self.recognizer = recognizer
        self.recent = RecentAnswers()
        self._limits = settings.image_limits
        self._strokes = Workers(self._recognize, threads=1, queue=settings.queue, together=TOGETHER)
        self._pictures = Workers(self._recognize, threads=settings.threads, queue=settings.queue)

    @property
    def is_full(self) -> bool:
        """Whether some drawing would be refused now."""
        return self._strokes.is_full or self._pictures.is_full

    async def recognize(self, submission: Submission) -> Answered:
        """The drawing with its answer, which feedback can refer to for a while.

        Raises:
            Overloaded: too many drawings wait.
            RekognizeError: whatever is wrong with the drawing.
        """
        workers = self._strokes if submission.kind.is_strokes else self._pictures
        return await workers.run(submission)

    def close(self) -> None:
        """Finish what waits and end the threads."""
        self._strokes.close()
        self._pictures.close()

    def _recognize(self, submissions: Sequence[Submission]) -> list[Answered | Exception]:
        """An answer or an error for each, with one network call for those that ask alike."""
        results: dict[int, Answered | Exception] = {}
        alike: dict[Options, dict[int, _Read]] = {}
        for place, submission in enumerate(submissions):
            try:
                drawing = drawing_of(submission.body, submission.kind)
                glyph, prior = read_drawing(drawing, submission.kind, self._limits)
                read = _Read(submission, drawing, glyph)
                if prior is None:
                    alike.setdefault(submission.options, {})[place] = read
                else:
                    results[place] = self._answers([read], prior)[0]
            except RekognizeError as error:
                results[place] = error
        for group in alike.values():
            try:
                results.update(zip(group, self._answers(list(group.values())), strict=True))
            except RekognizeError as error:  # such as an alphabet that nobody knows
                results.update(dict.fromkeys(group, error))
        return [results[place] for place in range(len(submissions))]

    def _answers(self, read: Sequence[_Read], prior: Prior | None = None) -> list[Answered]:
        """Answers to drawings with the same options."""
        options = read[0].submission.options
        recognitions = self.recognizer.recognize_glyphs(
            [each.glyph for each in read], options.alphabet, options.top, prior
        )
        now = perf_counter()
        return [
            self._remembered(recognition, each, now)
            for recognition, each in zip(recognitions, read, strict=True)
        ]

    def _remembered(self, recognition: Recognition, read: _Read, now: float) -> Answered:
        """The answer, which feedback can refer to from now on."""
        name = secrets.token_hex(12)
        submission = read.submission
        time_ms = (now - submission.received) * 1000
        told = answer(name, recognition, submission.options.alphabet, time_ms)
        answered = Answered(name, read.drawing, submission.kind.is_strokes, told)
        self.recent.add(answered)
        return answered
