"""Everything on the way from a drawing to its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, DEFAULT, INDEX, Alphabet, Prior, get_alphabet
from rekognize.explanation.layers import Kind, Layer
from rekognize.explanation.nearest import Nearest, Neighbours
from rekognize.explanation.network import Activations, OpenNetwork
from rekognize.explanation.terms import Written, write_out
from rekognize.explanation.why import Why, find_why
from rekognize.glyphs import Glyph, Step
from rekognize.recognizer import Drawing, Recognition, Recognizer, glyph_of


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The last weighted sum: what speaks for the answer rather than for the second-best.

    The answer's logit less the rival's is the sum of ``features`` x (``for_answer`` -
    ``for_rival``), plus the difference of the biases.

    Attributes:
        answer: base class that the answer rests on: of "A or a", the likelier.
        rival: base class that the second-best rests on.
        features: float32 (F,), what the last layer takes.
        for_answer: float32 (F,), the answer's weights.
        for_rival: float32 (F,), the rival's.
        biases: the answer's and the rival's.
    """

    answer: str
    rival: str
    features: NDArray[np.float32]
    for_answer: NDArray[np.float32]
    for_rival: NDArray[np.float32]
    biases: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Explanation:
    """How one drawing was read.

    Attributes:
        recognition: the answer, with a candidate for each label of the alphabet.
        alphabet: answered in.
        steps: from the drawing to the glyph, in order.
        layers: of the network, in order.
        prior: float32 (62,), the weight of each base class: the class prior, times how likely the
            class is written as high where guide lines were there.
        temperature: what the logits are divided by before the softmax.
        activations: what every layer gave; None for a drawing without ink.
    """

    recognition: Recognition
    alphabet: Alphabet
    steps: tuple[Step, ...]
    layers: tuple[Layer, ...]
    prior: NDArray[np.float32]
    temperature: float
    activations: Activations | None

    @cached_property
    def probabilities(self) -> NDArray[np.float64] | None:
        """float64 (62,), softmax of the logits over the temperature, under an even prior."""
        if self.activations is None:
            return None
        scaled = self.activations.logits.astype(np.float64) / self.temperature
        exponentials = np.exp(scaled - scaled.max())
        return np.asarray(exponentials / exponentials.sum())

    @cached_property
    def decision(self) -> Decision | None:
        """The last weighted sum; None without ink or where the network does not end in one."""
        layer = next((each for each in self.layers if each.name == "logits"), None)
        if self.activations is None or layer is None or layer.kind is not Kind.DENSE:
            return None
        if layer.weights is None or layer.bias is None:
            return None
        answer, rival = (self._base_class(rank) for rank in (0, 1))
        one, other = INDEX[answer], INDEX[rival]
        return Decision(
            answer,
            rival,
            self.activations.layers[layer.inputs[0]].ravel(),
            layer.weights[one],
            layer.weights[other],
            (float(layer.bias[one]), float(layer.bias[other])),
        )

    def write_out(self, layer: Layer, place: tuple[int, ...]) -> Written | None:
        """One number of a layer, written out; None for a drawing without ink.

        Raises:
            InvalidRequest: the layer has no such place.
        """
        if self.activations is None:
            return None
        return write_out(layer, place, self.activations.layers)

    def _base_class(self, rank: int) -> str:
        """The likeliest base class of the label at a rank."""
        members = dict(self.alphabet.groups)[self.recognition.candidates[rank].label]
        assert self.probabilities is not None  # noqa: S101 - there are candidates
        weighted = self.probabilities * self.prior
        return max(members, key=lambda member: weighted[INDEX[member]])


class Explainer:
    """Explains what a recognizer answers. Safe to use from many threads at once.

    Args:
        recognizer: whose answers to explain.

    Raises:
        InvalidBundle: the layers of its model cannot be opened.

    Example:
        >>> from rekognize import Explainer
        >>> explanation = Explainer.load().explain("seven.png", "digits")  # doctest: +SKIP
        >>> explanation.activations.layers["conv1"].shape  # doctest: +SKIP
        (16, 28, 28)
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self._network = OpenNetwork(recognizer.bundle)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Self:
        """An explainer of the bundle of that path or shipped name; None is the standard one.

        Raises:
            MissingData: there is no such bundle.
            InvalidBundle: it is truncated, tampered with or foreign.
        """
        return cls(Recognizer.load(path))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the network, in order."""
        return self._network.layers

    def layer(self, name: str) -> Layer:
        """The layer of that name.

        Raises:
            InvalidRequest: there is none; the message names those that there are.
        """
        return self._network.layer(name)

    def explain(
        self, drawing: Drawing, alphabet: str = DEFAULT, prior: Prior | None = None
    ) -> Explanation:
        """How a drawing is read. Takes and raises what :meth:`Recognizer.recognize` does."""
        steps: list[Step] = []
        glyph = glyph_of(drawing, steps.append)
        return self.explain_glyph(glyph, steps, alphabet, prior)

    def explain_glyph(
        self,
        glyph: Glyph | None,
        steps: list[Step],
        alphabet: str = DEFAULT,
        prior: Prior | None = None,
    ) -> Explanation:
        """As :meth:`explain`, for a glyph already made; None stands for a blank drawing."""
        chosen = get_alphabet(alphabet)
        (recognition,) = self.recognizer.recognize_glyphs([glyph], alphabet, len(BASE), prior)
        return Explanation(
            recognition,
            chosen,
            tuple(steps),
            self.layers,
            self.recognizer.weights([] if glyph is None else [glyph], chosen, prior)[0],
            self.recognizer.bundle.card.calibration.temperature[alphabet],
            None if glyph is None else self._network.run(glyph.pixels),
        )

    def nearest(self, explanation: Explanation) -> Nearest | None:
        """The gallery's drawings that it sees most like this one; None for one without ink."""
        recognition = explanation.recognition
        if recognition.glyph is None:
            return None
        members = dict(explanation.alphabet.groups)
        answer, rival = (
            self._neighbours.find(recognition.glyph.pixels, members[each.label])
            for each in recognition.candidates[:2]
        )
        return Nearest(answer, rival)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._network.features)

    def why(self, explanation: Explanation) -> Why | None:
        """Which ink decided; None for a drawing without.

        Asks the network some hundred times, so it takes many times as long as :meth:`explain`.
        """
        recognition, alphabet = explanation.recognition, explanation.alphabet
        if recognition.glyph is None:
            return None

        def ask(
            pixels: NDArray[np.float32],
        ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            probabilities, scores = self.recognizer.probabilities(pixels, alphabet.name)
            return probabilities * explanation.prior, scores

        best, second = (alphabet.labels.index(c.label) for c in recognition.candidates[:2])
        threshold = self.recognizer.bundle.card.calibration.character_threshold
        return find_why(recognition.glyph.pixels, alphabet, (best, second), ask, threshold)
