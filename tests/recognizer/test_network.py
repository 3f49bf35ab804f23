"""Networks that are not ours are refused, whatever their card says."""

import hashlib

import numpy as np
import pytest
from onnx import TensorProto, helper

from rekognize.bundle import write_bundle
from rekognize.errors import InvalidBundle
from rekognize.recognizer import Recognizer
from rekognize.recognizer.network import Network
from tests.template_model import write_template_bundle


@pytest.fixture
def bundle(tmp_path):
    return write_template_bundle(tmp_path / "model.onnx")


def with_model(bundle, model):
    """The bundle with another model that its card vouches for."""
    card = bundle.card.model_copy(update={"sha256": hashlib.sha256(model).hexdigest()})
    return write_bundle(bundle.path, model, card)


def foreign(inputs, outputs, shape):
    """A network that sums each input to one number, (N, 1)."""
    nodes = [helper.make_node("ReduceSum", [inputs[0]], [name], keepdims=0) for name in outputs]
    graph = helper.make_graph(
        nodes,
        "foreign",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
    )
    opset = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString()


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (b"not a network", "cannot run"),
        (b"", "cannot run"),
        (foreign(["image"], ["logits", "character"], ["N", 1, 28, 28]), "has the input glyphs"),
        (foreign(["glyphs"], ["logits"], ["N", 1, 28, 28]), "outputs logits and character"),
        (foreign(["glyphs"], ["logits", "character"], ["N", 3, 32, 32]), "cannot run"),
        (foreign(["glyphs"], ["logits", "character"], ["N", 1, 28, 28]), "for two glyphs"),
    ],
)
def test_foreign_network_is_refused(bundle, model, told):
    with_model(bundle, model)

    with pytest.raises(InvalidBundle, match=told):
        Recognizer.load(bundle.path)


@pytest.mark.parametrize("count", [0, 1, 2, 256, 257, 600])
def test_any_number_of_glyphs_is_answered_in_order(bundle, count):
    network = Network(bundle)
    glyphs = np.random.default_rng(1).random((count, 28, 28), np.float32)

    logits, character = network.run(glyphs)

    assert logits.shape == (count, 62)
    assert character.shape == (count,)
    if count:
        alone, _ = network.run(glyphs[-1:])
        np.testing.assert_allclose(logits[-1], alone[0], atol=1e-4)
