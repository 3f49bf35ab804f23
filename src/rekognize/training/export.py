"""A trained network as ONNX: batch normalisation folded, weights stored in two bytes or one."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from rekognize.glyphs import SIDE
from rekognize.training.recipe import Weights

_OPSET: Final = 18
_SMALL: Final = 256
"""Tensors with fewer numbers stay in single precision: biases gain nothing from half the size."""
_HALF: Final = "_half"
_BYTE: Final = "_byte"
_SCALE: Final = "_scale"


def to_onnx(network: nn.Module, weights: Weights = "float16") -> bytes:
    """The network as an ONNX model with any batch size.

    Args:
        network: with one input (N, 1, 28, 28) and two outputs, as :mod:`networks` says.
        weights: how large tensors are stored. They are turned back once, when the model is loaded;
            sums are made in float32. ``float16`` halves the file, rounding moves outputs by about
            1e-3 of their size; ``int8``, with a scale for each output channel, quarters it and
            moves them by a hundredth.

    Returns:
        Bytes of an ``.onnx`` file with the input ``glyphs`` and outputs ``logits``, ``character``.
    """
    network = network.cpu().eval()
    example = torch.zeros(2, 1, SIDE, SIDE)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        # The exporter's own use of what torch deprecates is nothing that a user could mend.
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network,
            (example,),
            input_names=["glyphs"],
            output_names=["logits", "character"],
            dynamic_shapes=({0: torch.export.Dim("batch", min=1)},),
            opset_version=_OPSET,
            dynamo=True,
            optimize=True,
            verbose=False,
        )
    assert program is not None  # noqa: S101 - only None when a path was given
    model = program.model_proto
    _strip(model)
    if weights in _STORED:
        _store(model, _STORED[weights])
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _strip(model: onnx.ModelProto) -> None:
    """Without the notes that the exporter leaves: source lines and paths of the machine."""
    model.producer_name = "rekognize"
    model.producer_version = ""
    model.doc_string = ""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.graph.doc_string = ""
    del model.graph.value_info[:]
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]


def stored_weights(model: bytes) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """The weights of :func:`to_onnx`'s model by the names that they have in the network."""
    tensors = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in onnx.load_from_string(model).graph.initializer
    }
    weights = {}
    for name, values in tensors.items():
        if name.endswith(_BYTE):
            plain = name.removesuffix(_BYTE)
            weights[plain] = values * tensors[plain + _SCALE]
        elif values.dtype in (np.float16, np.float32) and not name.endswith(_SCALE):
            weights[name.removesuffix(_HALF)] = values.astype(np.float32)
    return weights


def _store(
    model: onnx.ModelProto,
    pack: Callable[[onnx.TensorProto, onnx.GraphProto], list[onnx.NodeProto]],
) -> None:
    """Large float32 weights packed, each with the nodes that give them back.

    ONNX Runtime works those out once, on loading.
    """
    unpacking = []
    for weight in list(model.graph.initializer):
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= _SMALL:
            unpacking += pack(weight, model.graph)
    nodes = [*unpacking, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _halve(weight: onnx.TensorProto, graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    del graph
    name = weight.name
    values = numpy_helper.to_array(weight).astype(np.float16)
    weight.CopyFrom(numpy_helper.from_array(values, name + _HALF))
    return [_cast(name + _HALF, name)]


def _quantise(weight: onnx.TensorProto, graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    """Whole numbers from -127 to 127 times a scale for each output channel, the first axis."""
    name = weight.name
    values = numpy_helper.to_array(weight)
    most = np.abs(values).max(axis=tuple(range(1, values.ndim)), keepdims=True)
    scale = np.maximum(most, np.finfo(np.float32).tiny) / np.float32(127)
    packed = np.rint(values / scale).astype(np.int8)
    weight.CopyFrom(numpy_helper.from_array(packed, name + _BYTE))
    graph.initializer.append(numpy_helper.from_array(scale, name + _SCALE))
    whole = f"{name}_whole"
    return [
        _cast(name + _BYTE, whole),
        onnx.helper.make_node("Mul", [whole, name + _SCALE], [name]),
    ]


def _cast(source: str, name: str) -> onnx.NodeProto:
    return onnx.helper.make_node("Cast", [source], [name], to=onnx.TensorProto.FLOAT)


_STORED: Final[
    Mapping[str, Callable[[onnx.TensorProto, onnx.GraphProto], list[onnx.NodeProto]]]
] = MappingProxyType({"float16": _halve, "int8": _quantise})
