"""A real bundle, made in a moment: it compares a glyph with one template for each known class.

The classes are those of ``benchmarks.drawings``; the others get no probability. It reads those
drawings well, so that what stands around a network can be tested without a trained one.
"""

import hashlib
import random
from pathlib import Path

import numpy as np
from benchmarks.drawings import STROKES, ink_of
from onnx import TensorProto, helper, numpy_helper

from rekognize.alphabets import ALPHABETS, BASE
from rekognize.bundle import Bundle, Calibration, Card, TrainingData, write_bundle
from rekognize.glyphs import GLYPH_VERSION, glyph_of_ink

SHARPNESS = 30.0


def write_template_bundle(
    path: Path,
    threshold: float = 0.5,
    recipe: dict[str, object] | None = None,
    version: str = "1",
    sharpness: float = SHARPNESS,
) -> Bundle:
    """Write ``path`` (.onnx) and its card, with a recipe that says what one wants."""
    model = _model(sharpness).SerializeToString()
    card = Card(
        name="templates",
        version=version,
        classes=BASE,
        glyph_version=GLYPH_VERSION,
        parameters=_templates().size,
        sha256=hashlib.sha256(model).hexdigest(),
        recipe=recipe or {"templates": len(STROKES)},
        training=TrainingData(
            images={"drawings": len(STROKES)}, dropped={}, files={}, licences="our own"
        ),
        calibration=Calibration(
            temperature=dict.fromkeys(ALPHABETS, 1.0), character_threshold=threshold, data="none"
        ),
        metrics={},
        measured_by="nothing",
        created="2025-01-01",
        environment={},
        weaknesses=("knows sixteen classes only",),
    )
    return write_bundle(path, model, card)


def _templates() -> np.ndarray:
    """float32 (784, 62), unit columns; zero for classes that are not known."""
    source = random.Random(7)
    columns = np.zeros((784, 62), np.float32)
    for label in STROKES:
        glyphs = [glyph_of_ink(ink_of(label, source)) for _ in range(8)]
        mean = np.mean([glyph.pixels.ravel() for glyph in glyphs if glyph], axis=0)
        columns[:, BASE.index(label)] = mean / np.linalg.norm(mean)
    return columns


def _model(sharpness):
    templates = _templates()
    bias = np.where(templates.any(axis=0), 0.0, -20.0).astype(np.float32)
    constants = {
        "templates": templates,
        "bias": bias,
        "sharpness": np.float32(sharpness),
        "little": np.float32(1e-6),
        "half": np.float32(0.5),
        "columns": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Flatten", ["glyphs"], ["flat"]),
        helper.make_node("ReduceL2", ["flat", "columns"], ["length"], keepdims=1),
        helper.make_node("Add", ["length", "little"], ["divisor"]),
        helper.make_node("Div", ["flat", "divisor"], ["unit"]),
        helper.make_node("MatMul", ["unit", "templates"], ["alike"]),
        helper.make_node("Mul", ["alike", "sharpness"], ["sharp"]),
        helper.make_node("Add", ["sharp", "bias"], ["logits"]),
        helper.make_node("ReduceMax", ["alike", "columns"], ["best"], keepdims=0),
        helper.make_node("Sub", ["best", "half"], ["above"]),
        helper.make_node("Mul", ["above", "sharpness"], ["character"]),
    ]
    graph = helper.make_graph(
        nodes,
        "templates",
        [helper.make_tensor_value_info("glyphs", TensorProto.FLOAT, ["batch", 1, 28, 28])],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 62]),
            helper.make_tensor_value_info("character", TensorProto.FLOAT, ["batch"]),
        ],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
