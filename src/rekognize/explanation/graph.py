"""The graph of a model file: which operation takes which values.

Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rekognize.errors import InvalidBundle
from rekognize.explanation.protobuf import (
    Field,
    read_message,
    signed_numbers,
    write_bytes_field,
)

_MODEL_GRAPH: Final = 7
_GRAPH_NODE: Final = 1
_GRAPH_INITIALIZER: Final = 5
_GRAPH_OUTPUT: Final = 12
_TENSOR_NAME: Final = 8
_VALUE_NAME: Final = 1

Attribute = int | float | tuple[int, ...] | str


@dataclass(frozen=True, slots=True)
class Node:
    """One operation.

    Attributes:
        operator: its name in ONNX, such as ``"Conv"``.
        inputs: names of the values it takes; empty for an optional one that is left out.
        outputs: names of the values it gives.
        attributes: its settings; tensors and graphs among them are left out.
    """

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute]

    def numbers(self, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """A setting that is a list of whole numbers."""
        value = self.attributes.get(name, default)
        return value if isinstance(value, tuple) else default

    def number(self, name: str, default: float) -> float:
        """A setting that is one number."""
        value = self.attributes.get(name, default)
        return value if isinstance(value, int | float) else default


@dataclass(frozen=True, slots=True)
class Graph:
    """Operations in an order in which each comes after what it needs.

    Attributes:
        nodes: the operations.
        weights: names of the values that are stored in the file.
    """

    nodes: tuple[Node, ...]
    weights: frozenset[str]


def read_graph(model: bytes) -> Graph:
    """The graph of an ``.onnx`` file's bytes.

    Raises:
        InvalidBundle: they are no such file.
    """
    graphs = [_message(graph) for graph in read_message(model).get(_MODEL_GRAPH, [])]
    nodes = [node for graph in graphs for node in graph.get(_GRAPH_NODE, [])]
    weights = [weight for graph in graphs for weight in graph.get(_GRAPH_INITIALIZER, [])]
    if not nodes:
        raise InvalidBundle("a model has a graph of operations, received none")
    return Graph(
        tuple(_node(_message(node)) for node in nodes),
        frozenset(_text(_message(weight), _TENSOR_NAME) for weight in weights),
    )


def with_outputs(model: bytes, names: Iterable[str]) -> bytes:
    """The same model, which also gives these of its inner values.

    A message that stands in another twice is merged when it is read, its lists joined: so a second
    graph that holds nothing but outputs, written behind the model, adds them to the first.
    """
    outputs = (
        write_bytes_field(_GRAPH_OUTPUT, write_bytes_field(_VALUE_NAME, name.encode()))
        for name in names
    )
    return model + write_bytes_field(_MODEL_GRAPH, b"".join(outputs))


def _node(fields: dict[int, list[Field]]) -> Node:
    attributes = {}
    for attribute in fields.get(5, []):
        parts = _message(attribute)
        value = _attribute(parts)
        if value is not None:
            attributes[_text(parts, 1)] = value
    return Node(_text(fields, 4), _texts(fields, 1), _texts(fields, 2), attributes)


def _attribute(fields: dict[int, list[Field]]) -> Attribute | None:
    """The value by the kind that field 20 names; writers leave a value of 0 out or not."""
    match fields.get(20, [0])[0]:
        case 1:
            (bits,) = fields.get(2, [bytes(4)])
            return float(struct.unpack("<f", bits)[0]) if isinstance(bits, bytes) else None
        case 2:
            return signed_numbers(fields.get(3, [0]))[0]
        case 3:
            return _text(fields, 4)
        case 7:
            return tuple(signed_numbers(fields.get(8, [])))
    return None


def _message(field: Field) -> dict[int, list[Field]]:
    if isinstance(field, int):
        raise InvalidBundle("a model's graph holds messages, received a number")
    return read_message(field)


def _texts(fields: dict[int, list[Field]], number: int) -> tuple[str, ...]:
    texts = (value for value in fields.get(number, []) if isinstance(value, bytes))
    return tuple(text.decode("utf-8", "replace") for text in texts)


def _text(fields: dict[int, list[Field]], number: int) -> str:
    return (_texts(fields, number) or ("",))[0]
