from base64 import b64decode

import numpy as np
import orjson
import pytest
from benchmarks.drawings import ink_of, png_of
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rekognize import Ink
from rekognize.explanation.document import document, fitting_layers, pack


def as_json(explanation, **options):
    return orjson.loads(
        orjson.dumps(document(explanation, **options), option=orjson.OPT_SERIALIZE_NUMPY)
    )


def unpacked(packed, shape):
    values = np.frombuffer(b64decode(packed["values"]), np.int8).reshape(shape)
    return values * packed["scale"]


@given(arrays(np.float32, (3, 4), elements=st.floats(-1e6, 1e6, width=32)))
def test_packed_numbers_are_within_half_a_step(values):
    packed = pack(values)
    np.testing.assert_allclose(
        unpacked(packed, values.shape), values.astype(float), atol=packed["scale"] * 0.501, rtol=0
    )


def test_maps_are_the_layers(explainer):
    explanation = explainer.explain(png_of(ink_of("7"), 12.0))
    body = as_json(explanation)
    assert [layer["name"] for layer in body["layers"]] == [x.name for x in explainer.layers]
    for layer in body["layers"]:
        values = explanation.activations.layers[layer["name"]]
        maps = unpacked(layer["maps"], layer["shape"])
        np.testing.assert_allclose(maps, values, atol=0.501 * layer["maps"]["scale"] + 1e-7)
        assert layer["most"] == pytest.approx(float(values.max()))
    np.testing.assert_allclose(body["logits"], explanation.activations.logits, atol=1e-5)


def test_only_what_is_asked_for_is_carried(explainer):
    explanation = explainer.explain(ink_of("7"))
    body = as_json(explanation, layers=["conv2"])
    assert [x["name"] for x in body["layers"] if x["maps"]] == ["conv2"]
    assert body["kernels"] is body["number"] is body["why"] is None
    conv = explainer.layer("conv2")
    body = as_json(
        explanation, layers=[], kernels=conv, number=explanation.write_out(conv, (1, 2, 3))
    )
    kernels = unpacked(body["kernels"], body["kernels"]["shape"])
    np.testing.assert_allclose(kernels, conv.weights, atol=body["kernels"]["scale"])
    number = body["number"]
    total = np.dot(number["inputs"], number["weights"]) + number["bias"]
    assert total == pytest.approx(number["value"], abs=1e-4)
    assert len(number["inputs"]) == np.prod(number["shape"])


def test_a_large_network_carries_the_first_of_its_maps(explainer, monkeypatch):
    monkeypatch.setattr("rekognize.explanation.document.MOST_VALUES", 30_000)
    assert fitting_layers(explainer.layers) == {"conv1", "relu1", "mean1"}


def test_a_blank_drawing(explainer):
    body = as_json(explainer.explain(Ink([])))
    assert not body["has_ink"]
    assert body["glyph"] is body["logits"] is body["probabilities"] is body["decision"] is None
    assert not any(layer["maps"] for layer in body["layers"])
