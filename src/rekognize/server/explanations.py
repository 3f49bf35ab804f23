"""Explanations for the routes of one application, off the event loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import orjson

from rekognize.errors import RekognizeError
from rekognize.explanation import Explainer
from rekognize.explanation.document import document
from rekognize.glyphs import Step
from rekognize.server.drawings import BodyType, drawing_of, read_drawing
from rekognize.server.options import ExplainOptions
from rekognize.server.service import Service
from rekognize.server.workers import Workers


@dataclass(frozen=True, slots=True)
class Question:
    """A drawing to explain.

    Attributes:
        body: of the request, whole.
        kind: how to read it.
        options: of the query.
        received: ``perf_counter()`` when the last byte was there.
    """

    body: bytes
    kind: BodyType
    options: ExplainOptions
    received: float


class Explanations:
    """Explains what a service answers, in a thread of its own, so that recognition never waits.

    The network is opened when the first explanation is asked for.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._explainer: Explainer | None = None
        self._workers = Workers(self._explain_all, threads=1, queue=service.settings.queue)

    async def explain(self, question: Question) -> bytes:
        """The explanation's JSON.

        Raises:
            Overloaded: too many drawings wait.
            RekognizeError: whatever is wrong with the drawing or with what is asked of it.
        """
        return await self._workers.run(question)

    def close(self) -> None:
        """Finish what waits and end the thread."""
        self._workers.close()

    def _explain_all(self, questions: Sequence[Question]) -> list[bytes | Exception]:
        results: list[bytes | Exception] = []
        for question in questions:
            try:
                results.append(self._explain(question))
            except RekognizeError as error:
                results.append(error)
        return results

    def _explain(self, question: Question) -> bytes:
        explainer = self._open()
        options = question.options
        layers = options.layers and {explainer.layer(name).name for name in options.layers}
        kernels = explainer.layer(options.kernels) if options.kernels is not None else None
        asked = options.number and (explainer.layer(options.number[0]), options.number[1])
        steps: list[Step] = []
        glyph, prior = read_drawing(
            drawing_of(question.body, question.kind),
            question.kind,
            self._service.settings.image_limits,
            steps.append,
        )
        explanation = explainer.explain_glyph(glyph, steps, options.alphabet, prior)
        answer = document(
            explanation,
            layers=layers,
            kernels=kernels,
            number=explanation.write_out(*asked) if asked else None,
            why=explainer.why(explanation) if options.why else None,
            nearest=explainer.nearest(explanation) if options.why else None,
        )
        answer["time_ms"] = round((perf_counter() - question.received) * 1000, 3)
        return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)

    def _open(self) -> Explainer:
        """The explainer of the recognizer that serves; the one thread alone calls this."""
        recognizer = self._service.recognizer
        if self._explainer is None or self._explainer.recognizer is not recognizer:
            self._explainer = Explainer(recognizer)
        return self._explainer
