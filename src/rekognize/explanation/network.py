"""The network of a bundle, with every layer open to be looked into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rekognize.bundle import Bundle
from rekognize.errors import InvalidBundle, InvalidRequest
from rekognize.explanation.graph import read_graph, with_outputs
from rekognize.explanation.layers import (
    GLYPH,
    INPUT,
    OUTPUTS,
    Kind,
    Layer,
    find_layers,
    inner_values,
)
from rekognize.glyphs import SIDE


@dataclass(frozen=True, slots=True)
class Activations:
    """What every layer gave for one glyph.

    Attributes:
        layers: name -> float32, of the layer's shape; ``"glyph"`` is (1, 28, 28).
        logits: float32 (62,).
        character: the logit that the glyph shows any character.
    """

    layers: dict[str, NDArray[np.float32]]
    logits: NDArray[np.float32]
    character: float


class OpenNetwork:
    """A network that gives the values of all its layers. Safe to use from many threads at once.

    It is the same graph in the same runtime as the one that answers, with more outputs; sums may
    differ in their last digits, since layers that are looked between are not fused.

    Args:
        bundle: whose model to open.

    Raises:
        InvalidBundle: the model cannot be read or run.
    """

    def __init__(self, bundle: Bundle) -> None:
        graph = read_graph(bundle.model)
        inner, constants = inner_values(graph)
        try:
            session = _session(bundle.model, {*inner, *constants})
            blank = np.zeros((1, 1, SIDE, SIDE), np.float32)
            names = [output.name for output in session.get_outputs()]
            values = dict(zip(names, session.run(names, {INPUT: blank}), strict=True))
            self.layers: Final = tuple(find_layers(graph, values))
            self._names: Final = [*OUTPUTS, *(layer.value for layer in self.layers)]
            self._session = _session(bundle.model, self._names)
        except Exception as error:  # noqa: BLE001 - ONNX Runtime's errors share no base class
            raise InvalidBundle(f"the layers of {bundle.path} cannot be opened: {error}") from None
        self._by_name: Final = {layer.name: layer for layer in self.layers}

    def run(self, pixels: NDArray[np.float32]) -> Activations:
        """The values of every layer for a glyph's pixels, float32 (28, 28)."""
        logits, character, *values = self._session.run(self._names, {INPUT: pixels[None, None]})
        layers = {GLYPH: pixels[None]}
        layers |= {layer.name: v[0] for layer, v in zip(self.layers, values, strict=True)}
        return Activations(layers, logits[0], float(character[0]))

    def features(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the last weighted sum takes, of glyphs float32 (N, 28, 28): float32 (N, F).

        Where the network does not end in such a sum, its logits.
        """
        last = self._by_name.get(OUTPUTS[0])
        name = OUTPUTS[0]
        if last is not None and last.kind is Kind.DENSE and last.inputs[0] in self._by_name:
            name = self._by_name[last.inputs[0]].value
        (values,) = self._session.run([name], {INPUT: pixels[:, None]})
        return np.asarray(values.reshape(len(pixels), -1))

    def layer(self, name: str) -> Layer:
        """The layer of that name.

        Raises:
            InvalidRequest: there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise InvalidRequest(
                f"the layers are {', '.join(self._by_name)}; received {name[:40]!r}"
            ) from None


def _session(model: bytes, names: Iterable[str]) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    opened = with_outputs(model, sorted(set(names) - set(OUTPUTS)))
    return onnxruntime.InferenceSession(opened, options, providers=["CPUExecutionProvider"])
