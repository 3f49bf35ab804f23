"""A trained network as ONNX: batch normalisation folded, weights stored in half precision."""

from __future__ import annotations

import logging
import warnings
from typing import Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from rekognize.glyphs import SIDE

_OPSET: Final = 18
_SMALL: Final = 256
"""Tensors with fewer numbers stay in single precision: biases gain nothing from half the size."""


def to_onnx(network: nn.Module, *, half: bool = True) -> bytes:
    """The network as an ONNX model with any batch size.

    Args:
        network: with one input (N, 1, 28, 28) and two outputs, as :mod:`networks` says.
        half: store large weights as float16. They are cast back once, when the model is loaded;
            sums are still made in float32. Halves the file; rounding moves outputs by about 1e-3
            of their size.

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
    if half:
        _halve_weights(model)
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


def _halve_weights(model: onnx.ModelProto) -> None:
    """Large float32 weights as float16, each with a cast that ONNX Runtime folds on loading."""
    casts = []
    for weight in model.graph.initializer:
        if weight.data_type != onnx.TensorProto.FLOAT or np.prod(weight.dims) < _SMALL:
            continue
        name = weight.name
        halved = numpy_helper.to_array(weight).astype(np.float16)
        weight.CopyFrom(numpy_helper.from_array(halved, f"{name}_half"))
        casts.append(
            onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT)
        )
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
