"""Bundles of random networks, as different as what may be registered."""

import hashlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from rekognize.alphabets import ALPHABETS, BASE
from rekognize.bundle import Calibration, Card, TrainingData, write_bundle
from rekognize.glyphs import GLYPH_VERSION


def write_random_bundle(path, model):
    """A bundle around a model that was never trained: it calls everything a character."""
    card = Card(
        name="random",
        version="1",
        classes=BASE,
        glyph_version=GLYPH_VERSION,
        parameters=1,
        sha256=hashlib.sha256(model).hexdigest(),
        recipe={},
        training=TrainingData(images={}, dropped={}, files={}, licences="none"),
        calibration=Calibration(
            temperature=dict.fromkeys(ALPHABETS, 1.3), character_threshold=0.0, data="none"
        ),
        metrics={},
        measured_by="nothing",
        created="2025-01-01",
        environment={},
    )
    return write_bundle(path, model, card)


def random_model(
    seed,
    channels=(4, 6),
    kernel=(3, 3),
    strides=(1, 1),
    dilations=(1, 1),
    groups=1,
    pads=(1, 1, 1, 1),
    pool="max",
    ending="gemm",
    skip=False,
    gated=False,
):
    """Two convolutions, pooling and a last weighted sum, in the ways that ONNX has for them.

    Gated, all that is pooled is there once more, times a share that it decides itself.
    """
    random = np.random.default_rng(seed)
    weights, nodes = {}, []

    def weight(name, *shape):
        weights[name] = random.normal(0, 1 / np.sqrt(np.prod(shape[1:]) or 1), shape)
        return name

    def node(operator, *inputs, output=None, **attributes):
        output = output or f"value{len(nodes)}"
        nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    first, second = channels
    x = node("Conv", "glyphs", weight("a", first, 1, 3, 3), weight("ab", first), pads=[1, 1, 1, 1])
    x = node("Relu", x)
    before = x
    grouped = weight("b", second, first // groups, *kernel)
    x = node("Conv", x, grouped, strides=strides, dilations=dilations, group=groups, pads=pads)
    if skip:
        x = node("Add", before, x)
    x = node("Relu", x)
    match pool:
        case "max":
            x = node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 0])
        case "average":
            x = node("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        case "whole":
            x = node("GlobalAveragePool", x)
    flat = node("Flatten", x)
    size = second * int(np.prod(list(_side_after(kernel, strides, dilations, pads, pool))))
    if gated:
        share = node("Sigmoid", node("Gemm", flat, weight("g", size, 1)))
        flat = node("Concat", flat, node("Mul", share, flat), axis=1)
        size *= 2
    if ending == "gemm":
        node("Gemm", flat, weight("w", 62, size), weight("wb", 62), output="logits", transB=1)
    else:
        product = node("MatMul", flat, weight("w", size, 62))
        node("Add", product, weight("wb", 62), output="logits")
    score = node("Gemm", flat, weight("c", size, 1), alpha=0.5)
    weights["axes"] = np.array([1])
    node("Squeeze", score, "axes", output="character")
    return _model(nodes, weights)


def _side_after(kernel, strides, dilations, pads, pool):
    for axis in (0, 1):
        padded = 28 + pads[axis] + pads[axis + 2]
        side = (padded - (kernel[axis] - 1) * dilations[axis] - 1) // strides[axis] + 1
        yield {"max": (side + 1 - 3) // 2 + 1, "average": side // 2, "whole": 1}[pool]


def _model(nodes, weights):
    stored = [
        numpy_helper.from_array(array if name == "axes" else np.asarray(array, np.float32), name)
        for name, array in weights.items()
    ]
    graph = helper.make_graph(
        nodes,
        "random",
        [helper.make_tensor_value_info("glyphs", TensorProto.FLOAT, ["batch", 1, 28, 28])],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 62]),
            helper.make_tensor_value_info("character", TensorProto.FLOAT, ["batch"]),
        ],
        stored,
    )
    opsets = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
