import numpy as np
import pytest

from rekognize.alphabets import BASE
from rekognize.errors import InvalidBundle, InvalidRequest
from rekognize.explanation.layers import Kind
from rekognize.explanation.network import OpenNetwork
from tests.explanation.networks import random_model, write_random_bundle
from tests.template_model import write_template_bundle


@pytest.fixture
def opened(tmp_path):
    def open_(model):
        return OpenNetwork(write_random_bundle(tmp_path / "random.onnx", model))

    return open_


def test_the_shipped_models_layers_are_those_of_its_recipe(explainer):
    layers = explainer.layers
    assert layers[0].shape == (16, 28, 28)
    assert layers[0].weights.shape == (16, 1, 3, 3)
    convolutions = [layer for layer in layers if layer.kind is Kind.CONVOLUTION]
    assert len(convolutions) == 12 + 3 + 2  # the specialist's, and the gate's
    assert [layer.name for layer in layers[-5:]] == [
        "sigmoid1", "mul1", "concat2", "logits", "character"
    ]  # fmt: skip
    assert layers[-2].weights.shape == (62, 2 * 96)
    assert Kind.OTHER not in {layer.kind for layer in layers}
    parameters = sum(a.size for x in layers for a in (x.weights, x.bias) if a is not None)
    # Each normalised channel had a factor and an offset, folded into a bias; the gate's last none.
    channels = sum(layer.shape[0] for layer in convolutions) - 1
    assert parameters == explainer.recognizer.bundle.card.parameters - channels


def test_layers_stand_in_order_and_name_what_they_take(explainer):
    seen = {"glyph"}
    for layer in explainer.layers:
        assert set(layer.inputs) <= seen
        assert layer.name not in seen
        seen.add(layer.name)


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        ({}, "conv relu conv relu pool logits character"),
        (
            {"pool": "average", "skip": True, "channels": (5, 5)},
            "conv relu conv add relu mean logits character",
        ),
        ({"pool": "whole", "ending": "matmul"}, "conv relu conv relu mean dense logits character"),
        (
            {"pool": "whole", "gated": True},
            "conv relu conv relu mean dense sigmoid mul concat logits character",
        ),
    ],
)
def test_every_kind_is_found(opened, options, kinds):
    layers = opened(random_model(3, **options)).layers
    assert " ".join(layer.name.rstrip("0123456789") for layer in layers) == kinds


def test_unknown_operations_are_shown_all_the_same(tmp_path):
    network = OpenNetwork(write_template_bundle(tmp_path / "templates.onnx"))
    pixels = np.random.default_rng(1).random((28, 28), np.float32)
    values = network.run(pixels)
    assert [layer.name for layer in network.layers] == [
        "reducel2_1", "add1", "div1", "dense1", "mul1", "logits", "reducemax1", "sub1", "character"
    ]  # fmt: skip
    np.testing.assert_array_equal(values.layers["logits"], values.logits)
    for layer in network.layers:
        assert values.layers[layer.name].shape == layer.shape


def test_no_such_layer(explainer):
    with pytest.raises(InvalidRequest, match=r"conv1, relu1.*received 'conv99'"):
        explainer.layer("conv99")


def test_a_model_that_cannot_be_opened(tmp_path):
    bundle = write_random_bundle(tmp_path / "random.onnx", b"not a model")
    with pytest.raises(InvalidBundle):
        OpenNetwork(bundle)


@pytest.mark.parametrize("name", ["conv1", "conv2", "conv4", "relu4"])
def test_a_receptive_field_holds_what_a_pixel_depends_on_and_no_more(explainer, name):
    network = OpenNetwork(explainer.recognizer.bundle)
    layer = network.layer(name)
    random = np.random.default_rng(4)
    pixels = random.random((28, 28), np.float32)
    row, column = (int(side) // 2 for side in layer.shape[1:])
    before = network.run(pixels).layers[name][:, row, column]
    inside = np.zeros((28, 28), np.bool_)
    spans = [
        slice(max(reach.start + at * reach.step, 0), reach.start + at * reach.step + reach.count)
        for reach, at in ((layer.field.rows, row), (layer.field.columns, column))
    ]
    inside[tuple(spans)] = True
    outside_changed = np.where(inside, pixels, random.random((28, 28), np.float32))
    np.testing.assert_allclose(
        network.run(outside_changed).layers[name][:, row, column], before, atol=1e-5
    )
    for corner in ((0, 0), (-1, -1)):
        nudged = pixels.copy()
        nudged[spans[0], spans[1]][corner] += 5.0
        assert np.abs(network.run(nudged).layers[name][:, row, column] - before).max() > 1e-6


def test_a_dense_layer_sees_the_whole_glyph(explainer):
    field = explainer.layer("logits").field
    assert (field.rows.start, field.rows.count, field.rows.step) == (0, 28, 0)
    assert explainer.layer("logits").shape == (len(BASE),)
