"""What the routes of one application share: a model, and the threads that use it."""

from __future__ import annotations

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

    async def recognize(self, submission: Submission) -> bytes:
        """The answer's JSON.

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

    def _recognize(self, submissions: Sequence[Submission]) -> list[bytes | Exception]:
        """An answer or an error for each, with one network call for those that ask alike."""
        results: list[bytes | Exception] = [b""] * len(submissions)
        alike: dict[Options, list[tuple[int, Glyph | None]]] = {}
        for place, submission in enumerate(submissions):
            try:
                glyph, prior = read_drawing(submission.body, submission.kind, self._limits)
                if prior is None:
                    alike.setdefault(submission.options, []).append((place, glyph))
                else:
                    results[place] = self._answers([submission], [glyph], prior)[0]
            except RekognizeError as error:
                results[place] = error
        for group in alike.values():
            places = [place for place, _ in group]
            answers = self._answers([submissions[i] for i in places], [g for _, g in group])
            for place, done in zip(places, answers, strict=True):
                results[place] = done
        return results

    def _answers(
        self,
        submissions: Sequence[Submission],
        glyphs: Sequence[Glyph | None],
        prior: Prior | None = None,
    ) -> list[bytes]:
        """Answers to submissions with the same options."""
        options = submissions[0].options
        recognitions = self.recognizer.recognize_glyphs(
            glyphs, options.alphabet, options.top, prior
        )
        now = perf_counter()
        return [
            self._remembered(recognition, submission, (now - submission.received) * 1000)
            for recognition, submission in zip(recognitions, submissions, strict=True)
        ]

    def _remembered(
        self, recognition: Recognition, submission: Submission, time_ms: float
    ) -> bytes:
        """The answer, which feedback can refer to from now on."""
        name = secrets.token_hex(12)
        told = answer(name, recognition, submission.options.alphabet, time_ms)
        kind = submission.kind
        body = drawing_of(submission.body, kind)
        self.recent.add(name, Answered(body, kind.is_strokes, told))
        return told
