"""Networks and their export."""

import numpy as np
import onnxruntime
import pytest
import torch

from rekognize.alphabets import BASE
from rekognize.errors import InvalidRecipe
from rekognize.training.export import stored_weights, to_onnx
from rekognize.training.networks import NETWORKS, build, parameter_count

pytestmark = pytest.mark.train


@pytest.mark.parametrize(
    ("name", "options"), [*((name, {}) for name in NETWORKS), ("residual", {"specialist": True})]
)
def test_network_answers_in_shape(name, options):
    logits, character = build(name, options)(torch.rand(3, 1, 28, 28))

    assert logits.shape == (3, len(BASE))
    assert character.shape == (3,)


def test_sizes_are_as_promised():
    assert 150_000 < parameter_count(build("classic", {})) < 250_000
    assert parameter_count(build("residual", {})) < 450_000
    small = build("residual", {"widths": [4, 8, 8, 8], "blocks": [0, 0, 0]})
    assert parameter_count(small) < 10_000


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("perceptron", {}),
        ("residual", {"depth": 3}),
        ("residual", {"dropout": 1.5}),
        ("residual", {"widths": [4, 8, 8, 8, 8], "blocks": [0, 0, 0]}),
        ("residual", {"widths": [4, 8, 8, 8], "blocks": [0, 0]}),
        ("classic", {"x": 1}),
    ],
)
def test_unknown_networks_are_refused(name, options):
    with pytest.raises(InvalidRecipe, match=r"received|take"):
        build(name, options)


@pytest.fixture(
    scope="module",
    params=[*((name, {}) for name in NETWORKS), ("residual", {"specialist": True})],
    ids=[*NETWORKS, "specialist"],
)
def trained(request):
    """A network whose normalisation has seen something."""
    torch.manual_seed(1)
    network = build(*request.param)
    network.train()
    for _ in range(3):
        network(torch.rand(32, 1, 28, 28))
    return network.eval()


@pytest.fixture(scope="module")
def stored(trained):
    """Its model files by how weights are stored; an export takes seconds."""
    return {weights: to_onnx(trained, weights) for weights in ("float32", "float16", "int8")}


@pytest.mark.parametrize(
    ("weights", "most"), [("float32", 1e-4), ("float16", 1e-4), ("int8", 1e-2)]
)
def test_torch_and_onnx_agree(trained, stored, weights, most):
    glyphs = torch.rand(7, 1, 28, 28)
    with torch.no_grad():
        expected = trained(glyphs)

    session = onnxruntime.InferenceSession(stored[weights])
    for batch in (glyphs, glyphs[:1]):
        answers = session.run(["logits", "character"], {"glyphs": batch.numpy()})
        for answer, wanted in zip(answers, expected, strict=True):
            np.testing.assert_allclose(answer, wanted[: len(batch)].numpy(), atol=most)


def test_half_precision_halves_the_file(trained, stored):
    assert to_onnx(trained) == stored["float16"]
    assert len(stored["float16"]) < 0.55 * len(stored["float32"])


def test_a_byte_a_weight_quarters_it(stored):
    assert len(stored["int8"]) < 0.3 * len(stored["float32"])


def test_stored_weights_are_those_of_the_network_rounded(stored):
    found = {weights: stored_weights(model) for weights, model in stored.items()}
    plain = found["float32"]
    for weights, steps in (("float16", 1024), ("int8", 127)):
        assert {n: w.shape for n, w in found[weights].items()} == {
            n: w.shape for n, w in plain.items()
        }
        for name, weight in found[weights].items():
            if plain[name].dtype == np.float32 and plain[name].ndim > 1:
                most = np.abs(plain[name]).max(axis=tuple(range(1, weight.ndim)), keepdims=True)
                assert (np.abs(weight - plain[name]) <= 0.51 * most / steps).all(), name


def test_model_file_names_no_place_on_this_machine(stored):
    for model in stored.values():
        assert b"/" not in b"".join(part for part in model.split(b"\0") if b".py" in part)
        assert b"site-packages" not in model


def test_what_the_gate_shuts_out_says_nothing():
    torch.manual_seed(1)
    network = build("residual", {"specialist": True, "dropout": 0.0}).eval()
    glyphs = torch.rand(5, 1, 28, 28)
    shut, wide_open = (torch.full((5,), value) for value in (False, True))
    gate = network.gate[-1]

    with torch.no_grad():
        answers = []
        for bias, own in ((-1e4, shut), (1e4, wide_open)):
            gate.bias.fill_(bias)
            logits, character = network(glyphs)
            alone, told = network.specialised(glyphs, own)
            torch.testing.assert_close(logits, alone)
            assert ((told > 0) == own).all()
            answers.append((logits, character))

    assert not torch.allclose(answers[0][0], answers[1][0])
    torch.testing.assert_close(answers[0][1], answers[1][1])  # whether it is a character at all
