"""A trained network as ONNX: batch normalisation folded, weights stored in two bytes or one."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
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

_Values = NDArray[np.float32]
_Packed = tuple[dict[str, NDArray[Any]], list[onnx.NodeProto]]
"""Tensors to store by name, and the nodes that make the weight of them."""
_Pack = Callable[[str, _Values], _Packed]


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


def stored_weights(model: bytes) -> dict[str, _Values]:
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


def _store(model: onnx.ModelProto, pack: _Pack) -> None:
    """Large float32 weights packed, each with the nodes that give them back.

    ONNX Runtime works those out once, on loading.
    """
    tensors, nodes = [], []
    for weight in model.graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= _SMALL:
            packed, unpacking = pack(weight.name, numpy_helper.to_array(weight))
            tensors += [numpy_helper.from_array(values, name) for name, values in packed.items()]
            nodes += unpacking
        else:
            tensors.append(weight)
    nodes += model.graph.node
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(tensors)
    model.graph.node.extend(nodes)


def _halve(name: str, values: _Values) -> _Packed:
    half = name + _HALF
    return {half: values.astype(np.float16)}, [_cast(half, name)]


def _quantise(name: str, values: _Values) -> _Packed:
    """Whole numbers from -127 to 127 times a scale for each output channel, the first axis."""
    most = np.abs(values).max(axis=tuple(range(1, values.ndim)), keepdims=True)
    scale = np.maximum(most, np.finfo(np.float32).tiny) / np.float32(127)
    byte, whole = name + _BYTE, f"{name}_whole"
    return (
        {byte: np.rint(values / scale).astype(np.int8), name + _SCALE: scale},
        [_cast(byte, whole), onnx.helper.make_node("Mul", [whole, name + _SCALE], [name])],
    )


def _cast(source: str, name: str) -> onnx.NodeProto:
    return onnx.helper.make_node("Cast", [source], [name], to=onnx.TensorProto.FLOAT)


_STORED: Final[Mapping[str, _Pack]] = MappingProxyType({"float16": _halve, "int8": _quantise})
