"""Sums written out equal the model's numbers, worked out from its file by another reader."""

import math

import numpy as np
import onnx
import pytest
from benchmarks.drawings import ink_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx.reference import ReferenceEvaluator

from rekognize.errors import InvalidRequest
from rekognize.explanation import Explainer
from rekognize.explanation.layers import Kind
from rekognize.explanation.network import OpenNetwork
from rekognize.explanation.terms import write_out
from tests.explanation.networks import random_model, write_random_bundle


def places(layer, count, seed=0):
    """Some places of a layer, its corners among them."""
    random = np.random.default_rng(seed)
    yield (0,) * len(layer.shape)
    yield tuple(n - 1 for n in layer.shape)
    for _ in range(count):
        yield tuple(int(random.integers(n)) for n in layer.shape)


def worked_out(written):
    """The number again, from the parts; None where it is not written out."""
    if not written.inputs.size:
        return None
    match written.layer.kind:
        case Kind.RELU:
            return max(0.0, float(written.inputs[0]))
        case Kind.MAX_POOL:
            return float(written.inputs.max())
        case Kind.AVERAGE_POOL:
            return float(written.inputs.mean(dtype=np.float64))
        case Kind.ADD:
            return float(written.inputs.sum(dtype=np.float64))
        case Kind.MULTIPLY:
            return float(written.inputs.prod(dtype=np.float64))
        case Kind.SIGMOID:
            return 1 / (1 + math.exp(-float(written.inputs[0])))
        case Kind.CONCATENATE:
            return float(written.inputs[0])
    products = written.inputs.astype(np.float64) * written.weights
    return float(products.sum()) + written.bias


def check_every_layer(layers, values, count=6):
    for layer in layers:
        for place in places(layer, count):
            written = write_out(layer, place, values)
            assert written.value == pytest.approx(float(values[layer.name][place]))
            if layer.kind is Kind.OTHER:
                assert worked_out(written) is None
            else:
                assert worked_out(written) == pytest.approx(written.value, abs=1e-4), layer.name


def test_numbers_of_the_shipped_model(explainer):
    explanation = explainer.explain(ink_of("R"))
    check_every_layer(explainer.layers, explanation.activations.layers)


def test_the_runtime_and_the_files_own_weights_agree(explainer):
    """Every layer of the shipped model, computed by onnx's reference from the file alone."""
    explanation = explainer.explain(ink_of("3"))
    model = onnx.load_from_string(explainer.recognizer.bundle.model)
    given_names = {output.name for output in model.graph.output}
    model.graph.output.extend(
        onnx.ValueInfoProto(name=layer.value)
        for layer in explainer.layers
        if layer.value not in given_names
    )
    reference = ReferenceEvaluator(model)
    glyph = explanation.recognition.glyph.pixels[None, None]
    names = [layer.value for layer in explainer.layers]
    for layer, expected in zip(
        explainer.layers, reference.run(names, {"glyphs": glyph}), strict=True
    ):
        actual = explanation.activations.layers[layer.name]
        np.testing.assert_allclose(actual, expected[0], atol=1e-4, err_msg=layer.name)


NETWORKS = st.one_of(
    st.fixed_dictionaries(
        {
            "channels": st.sampled_from([(4, 6), (2, 8), (6, 6)]),
            "kernel": st.tuples(st.integers(1, 4), st.integers(1, 4)),
            "strides": st.tuples(st.integers(1, 3), st.integers(1, 3)),
            "dilations": st.tuples(st.integers(1, 2), st.integers(1, 2)),
            "groups": st.sampled_from([1, 2]),
            "pads": st.tuples(*[st.integers(0, 2)] * 4),
            "pool": st.sampled_from(["max", "average", "whole"]),
            "ending": st.sampled_from(["gemm", "matmul"]),
            "gated": st.booleans(),
        }
    ),
    st.fixed_dictionaries({"channels": st.just((5, 5)), "skip": st.just(True)}),
)


@given(seed=st.integers(0, 999), options=NETWORKS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_numbers_of_any_network(tmp_path, seed, options):
    bundle = write_random_bundle(tmp_path / "random.onnx", random_model(seed, **options))
    network = OpenNetwork(bundle)
    pixels = np.random.default_rng(seed).random((28, 28), np.float32)
    values = network.run(pixels)
    check_every_layer(network.layers, values.layers)


@pytest.mark.train
@pytest.mark.parametrize(
    ("name", "options", "weights"),
    [
        ("residual", {"widths": [4, 8, 8, 12], "blocks": [1, 0, 1]}, "float16"),
        ("residual", {"widths": [3, 5, 7, 9], "blocks": [0, 2, 0]}, "int8"),
        ("residual", {"widths": [4, 6, 8, 10], "specialist": True}, "float16"),
        ("classic", {}, "float16"),
    ],
)
def test_numbers_of_the_networks_that_are_trained(tmp_path, name, options, weights):
    torch = pytest.importorskip("torch")
    from rekognize.training.export import to_onnx
    from rekognize.training.networks import build

    torch.manual_seed(7)
    trained = build(name, options)
    trained.train()
    trained(torch.rand(16, 1, 28, 28))
    bundle = write_random_bundle(tmp_path / "trained.onnx", to_onnx(trained, weights))

    explainer = Explainer.load(bundle.path)
    explanation = explainer.explain(ink_of("4"))

    assert Kind.OTHER not in {layer.kind for layer in explainer.layers}
    assert explanation.decision is not None
    assert explainer.why(explanation) is not None
    check_every_layer(explainer.layers, explanation.activations.layers)
    with torch.no_grad():
        glyph = torch.from_numpy(explanation.recognition.glyph.pixels)[None, None]
        logits, _ = trained.eval()(glyph)
    # Weights are stored rounded.
    np.testing.assert_allclose(explanation.activations.logits, logits[0].numpy(), atol=2e-2)


def test_pooling_names_its_choice(tmp_path):
    network = OpenNetwork(write_random_bundle(tmp_path / "r.onnx", random_model(5)))
    values = network.run(np.random.default_rng(5).random((28, 28), np.float32)).layers
    written = write_out(network.layer("pool1"), (2, 0, 3), values)
    # The window begins above the picture: what lies there is never chosen.
    assert written.corner == (-1, 5)
    assert np.isneginf(written.inputs[0, 0]).all()
    row, column = divmod(written.chosen, 3)
    assert written.value == values["relu2"][2, written.corner[0] + row, written.corner[1] + column]


@pytest.mark.parametrize("place", [(0, 0), (16, 0, 0), (0, -1, 0), (0, 0, 28), ()])
def test_a_place_that_is_not_there_is_refused(explainer, place):
    explanation = explainer.explain(ink_of("1"))
    with pytest.raises(InvalidRequest, match=r"16 x 28 x 28.*received"):
        explanation.write_out(explainer.layer("conv1"), place)


def test_nothing_is_written_out_of_a_blank_sheet(explainer):
    blank = explainer.explain(np.full((50, 50), 255, np.uint8))
    assert blank.write_out(explainer.layer("conv1"), (0, 0, 0)) is None
    assert math.isclose(float(blank.prior.sum()), 1.0, abs_tol=1e-5)
