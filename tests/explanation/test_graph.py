import numpy as np
import onnx
import onnxruntime
import pytest

from rekognize.bundle import load_bundle
from rekognize.errors import InvalidBundle
from rekognize.explanation.graph import read_graph, with_outputs
from tests.explanation.networks import random_model


def attributes(node):
    for attribute in node.attribute:
        value = onnx.helper.get_attribute_value(attribute)
        match value:
            case bytes():
                yield attribute.name, value.decode()
            case list():
                yield attribute.name, tuple(value)
            case _:
                yield attribute.name, value


@pytest.mark.parametrize("model", [load_bundle().model, random_model(1)], ids=["shipped", "random"])
def test_the_graph_is_read_as_onnx_reads_it(model):
    expected = onnx.load_from_string(model).graph

    graph = read_graph(model)

    assert graph.weights == {weight.name for weight in expected.initializer}
    assert [(n.operator, n.inputs, n.outputs) for n in graph.nodes] == [
        (n.op_type, tuple(n.input), tuple(n.output)) for n in expected.node
    ]
    for node, wanted in zip(graph.nodes, expected.node, strict=True):
        assert node.attributes == dict(attributes(wanted))


def test_inner_values_become_outputs_beside_the_models_own():
    model = random_model(2)
    opened = with_outputs(model, ["value0", "a"])
    session = onnxruntime.InferenceSession(opened, providers=["CPUExecutionProvider"])
    assert [o.name for o in session.get_outputs()] == ["logits", "character", "value0", "a"]
    first, weight = session.run(["value0", "a"], {"glyphs": np.ones((1, 1, 28, 28), np.float32)})
    assert first.shape == (1, 4, 28, 28)
    assert weight.shape == (4, 1, 3, 3)
    onnx.checker.check_model(onnx.load_from_string(model))


@pytest.mark.parametrize("model", [b"", b"no model", random_model(1)[:-9]])
def test_what_is_no_model_is_refused(model):
    with pytest.raises(InvalidBundle):
        read_graph(model)
