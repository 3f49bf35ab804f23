"""The layers of a network in order, found in its graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.explanation.graph import Graph, Node
from rekognize.explanation.window import PIXEL, Window, sliding, whole
from rekognize.glyphs import SIDE

Values: TypeAlias = Mapping[str, NDArray[np.generic]]

GLYPH: Final = "glyph"
"""Name of what the first layer takes."""

INPUT: Final = "glyphs"
OUTPUTS: Final = ("logits", "character")
"""Names of the graph's input and outputs, which every bundle has."""

_MOVES: Final = frozenset({"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"})
"""Operations that hand their numbers on in the same order."""


class Kind(StrEnum):
    """What a layer does."""

    CONVOLUTION = "convolution"
    DENSE = "dense"
    RELU = "relu"
    MAX_POOL = "max_pool"
    AVERAGE_POOL = "average_pool"
    ADD = "add"
    MULTIPLY = "multiply"
    SIGMOID = "sigmoid"
    CONCATENATE = "concatenate"
    OTHER = "other"


_NAMES: Final = {
    Kind.CONVOLUTION: "conv",
    Kind.DENSE: "dense",
    Kind.RELU: "relu",
    Kind.MAX_POOL: "pool",
    Kind.AVERAGE_POOL: "mean",
    Kind.ADD: "add",
}


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer.

    Attributes:
        name: unique and stable for a model: ``"conv3"``, ``"relu1"``; ``"logits"`` and
            ``"character"`` for the two that answer.
        kind: what it does.
        operator: its name in ONNX.
        value: name of the value in the graph.
        inputs: names of the layers that it takes, :data:`GLYPH` for the picture itself.
        shape: of its output for one glyph: (channels, rows, columns) or (numbers,).
        weights: float32 (outputs, inputs / groups, rows, columns) of a convolution,
            (outputs, inputs) of a dense layer, None for the others.
        bias: float32 (outputs,), beside ``weights``.
        window: the pixels of the layer before that one of its own is made of; None where that is
            not known, and for a dense layer, which takes every number.
        field: the pixels of the glyph that one of its own is made of, its receptive field.
    """

    name: str
    kind: Kind
    operator: str
    value: str
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    weights: NDArray[np.float32] | None
    bias: NDArray[np.float32] | None
    window: Window | None
    field: Window | None


def inner_values(graph: Graph) -> tuple[list[str], list[str]]:
    """Names of the values that depend on the picture, and of the constants they are made with.

    Only those that the answer depends on. Whatever is worked out from the shape of the input
    alone counts as constant.
    """
    constant = set(graph.weights)
    for node in graph.nodes:
        if node.operator in ("Shape", "Size") or all(
            name in constant for name in node.inputs if name
        ):
            constant.update(node.outputs)
    needed, found = set(OUTPUTS), []
    constants: dict[str, None] = {}
    for node in reversed(graph.nodes):
        outputs = [name for name in node.outputs if name in needed and name not in constant]
        if outputs:
            found += outputs
            needed.update(node.inputs)
            constants.update(dict.fromkeys(n for n in node.inputs if n in constant))
    return found[::-1], list(constants)


def find_layers(graph: Graph, values: Values) -> Iterator[Layer]:
    """Every layer that the answer depends on, in order.

    Args:
        graph: of the model.
        values: of one glyph, all that :func:`inner_values` names.
    """
    names = {INPUT: GLYPH}
    fields: dict[str, Window | None] = {GLYPH: PIXEL}
    answers = _sources(graph, values)
    counts: Counter[str] = Counter()
    for node in graph.nodes:
        taken = [name for name in node.inputs if name in names]
        for value in node.outputs:
            if value not in values or not taken:
                continue
            if _moves(node, values):
                names[value] = names[taken[0]]
                continue
            kind, weights, bias, window = _describe(node, taken, values)
            name = answers.get(value) or _next_name(kind, node, counts)
            inputs = tuple(names[each] for each in taken)
            fields[name] = _field(kind, window, [fields[each] for each in inputs])
            names[value] = name
            shape = values[value].shape[1:]
            yield Layer(
                name, kind, node.operator, value, inputs, shape, weights, bias, window, fields[name]
            )


def _sources(graph: Graph, values: Values) -> dict[str, str]:
    """The value that each of the model's two answers is, before its numbers were moved."""
    made_by = {name: node for node in graph.nodes for name in node.outputs}
    sources = {}
    for answer in OUTPUTS:
        value = answer
        while value in made_by and _moves(made_by[value], values):
            value = made_by[value].inputs[0]
        sources[value] = answer
    return sources


def _moves(node: Node, values: Values) -> bool:
    """Whether an operation hands on the numbers of its first input unchanged and in order."""
    if node.operator == "Gather" and not node.number("axis", 0):
        indices = values.get(node.inputs[1], np.empty(0)).ravel()
        source = values.get(node.inputs[0], np.empty(0))
        return source.ndim == 1 and np.array_equal(indices, np.arange(source.size))
    return node.operator in _MOVES


_Description = tuple[Kind, NDArray[np.float32] | None, NDArray[np.float32] | None, Window | None]


def _describe(node: Node, taken: list[str], values: Values) -> _Description:
    """Kind, weights, bias and window of an operation."""
    describe = _DESCRIPTIONS.get(node.operator)
    known = describe(node, taken, values) if describe else None
    return known or (Kind.OTHER, None, None, None)


def _convolution(node: Node, taken: list[str], values: Values) -> _Description | None:
    if len(taken) != 1 or node.inputs[0] != taken[0]:
        return None
    weights = _floats(values[node.inputs[1]])
    window = sliding(node, weights.shape[2:])
    bias = values[node.inputs[2]] if len(node.inputs) > 2 else np.zeros(len(weights))
    return Kind.CONVOLUTION, weights, _floats(bias), window


def _gemm(node: Node, taken: list[str], values: Values) -> _Description | None:
    if taken != [node.inputs[0]] or node.number("transA", 0):
        return None
    matrix = _floats(values[node.inputs[1]]) * np.float32(node.number("alpha", 1.0))
    weights = matrix if node.number("transB", 0) else matrix.T
    bias = np.zeros(len(weights), np.float32)
    if len(node.inputs) > 2:
        bias += _floats(values[node.inputs[2]]).ravel() * np.float32(node.number("beta", 1.0))
    return Kind.DENSE, np.ascontiguousarray(weights), bias, whole(SIDE, SIDE)


def _matmul(node: Node, taken: list[str], values: Values) -> _Description | None:
    if taken != [node.inputs[0]] or values[node.inputs[1]].ndim != 2:
        return None
    weights = np.ascontiguousarray(_floats(values[node.inputs[1]]).T)
    return Kind.DENSE, weights, np.zeros(len(weights), np.float32), None


def _relu(*_: object) -> _Description:
    return Kind.RELU, None, None, PIXEL


def _sigmoid(*_: object) -> _Description:
    return Kind.SIGMOID, None, None, PIXEL


def _max_pool(node: Node, _: list[str], __: Values) -> _Description:
    return Kind.MAX_POOL, None, None, sliding(node, node.numbers("kernel_shape", ()))


def _average_pool(node: Node, _: list[str], __: Values) -> _Description | None:
    window = sliding(node, node.numbers("kernel_shape", ()))
    padded = any(node.numbers("pads", ()))
    # Without padding it does not matter whether padding counts.
    return None if padded else (Kind.AVERAGE_POOL, None, None, window)


def _whole_average(node: Node, taken: list[str], values: Values) -> _Description | None:
    shape = values.get(taken[0], np.empty((1, 1, SIDE, SIDE))).shape
    if node.operator == "ReduceMean":
        axes = node.numbers("axes", ())
        if len(node.inputs) > 1:
            axes = tuple(values[node.inputs[1]].ravel().tolist())
        if sorted(axis % len(shape) for axis in axes) != [2, 3]:
            return None
    if len(shape) != 4:
        return None
    return Kind.AVERAGE_POOL, None, None, whole(*shape[2:])


def _add(_: Node, taken: list[str], values: Values) -> _Description | None:
    shapes = {values[name].shape for name in taken if name in values}
    if len(taken) != 2 or len(shapes) != 1:
        return None
    return Kind.ADD, None, None, PIXEL


def _multiply(_: Node, taken: list[str], values: Values) -> _Description | None:
    """Numbers times numbers, or each channel times one number."""
    shapes = [values[name].shape[1:] for name in taken if name in values]
    if len(taken) != 2 or len(shapes) != 2:
        return None
    alike = shapes[0] == shapes[1] or any(np.prod(shape) == 1 for shape in shapes)
    return (Kind.MULTIPLY, None, None, PIXEL) if alike else None


def _concatenate(node: Node, taken: list[str], values: Values) -> _Description | None:
    """Channels behind channels."""
    shapes = {values[name].shape[2:] for name in taken if name in values}
    by_channel = node.number("axis", 0) == 1 and len(shapes) == 1 and len(taken) == len(node.inputs)
    return (Kind.CONCATENATE, None, None, PIXEL) if by_channel else None


_DESCRIPTIONS: Final[Mapping[str, Callable[[Node, list[str], Values], _Description | None]]] = {
    "Conv": _convolution,
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Relu": _relu,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _whole_average,
    "ReduceMean": _whole_average,
    "Add": _add,
    "Mul": _multiply,
    "Sigmoid": _sigmoid,
    "Concat": _concatenate,
}


def _field(kind: Kind, window: Window | None, before: list[Window | None]) -> Window | None:
    """The receptive field of a layer from those of the layers that it takes."""
    if kind is Kind.DENSE:
        return whole(SIDE, SIDE)
    if window is None:
        return None
    joined: Window | None = None
    for each in before:
        if each is None:
            return None
        reach = window.after(each)
        joined = reach if joined is None else joined.joined(reach)
        if joined is None:
            return None
    return joined


def _next_name(kind: Kind, node: Node, counts: Counter[str]) -> str:
    stem = _NAMES.get(kind, node.operator.lower())
    counts[stem] += 1
    return f"{stem}{'_' if stem[-1].isdigit() else ''}{counts[stem]}"


def _floats(values: NDArray[np.generic]) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)
