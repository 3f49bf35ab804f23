"""The page's own forward pass against ONNX Runtime, for every network that training can export."""

import hashlib
import random
from pathlib import Path

import pytest
from benchmarks.drawings import STROKES, document_of, ink_of

from rekognize import Recognizer
from rekognize.bundle import Bundle, load_bundle, write_bundle
from tests.template_model import write_template_bundle
from tests.web.local.node import ask_locally
from tests.web.local.parity import assert_alike

INKS = [ink_of(label, random.Random(i)) for i, label in enumerate(sorted(STROKES))]


def assert_runs_alike(bundle: Bundle):
    recognizer = Recognizer(bundle)
    questions = [{"document": document_of(ink), "top": 62} for ink in INKS]
    for local, ink in zip(ask_locally(questions, bundle.path), INKS, strict=True):
        assert_alike(local, recognizer.recognize(ink, top=62), "alphanumeric")


def test_the_tiny_bundle():
    assert_runs_alike(load_bundle(Path("tiny")))


def test_a_bundle_of_other_operators(tmp_path):
    assert_runs_alike(write_template_bundle(tmp_path / "templates.onnx"))


@pytest.mark.train
@pytest.mark.parametrize("weights", ["float32", "float16", "int8"])
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("classic", {}),
        ("residual", {}),
        ("residual", {"widths": [5, 6, 7, 9], "blocks": [0, 1, 0]}),
        ("residual", {"widths": [5, 6, 7, 9], "blocks": [0, 1, 1], "specialist": True}),
    ],
    ids=["classic", "residual", "odd", "specialist"],
)
def test_every_network_of_the_trainer(tmp_path, name, options, weights):
    torch = pytest.importorskip("torch")
    from rekognize.training.export import to_onnx
    from rekognize.training.networks import build

    torch.manual_seed(3)
    network = build(name, options)
    for module in network.modules():  # as trained: the statistics are folded into the weights
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.2, 0.2)
            module.running_var.uniform_(0.5, 1.5)
            module.bias.data.uniform_(-0.2, 0.2)
    model = to_onnx(network, weights)
    card = load_bundle().card.model_copy(update={"sha256": hashlib.sha256(model).hexdigest()})
    assert_runs_alike(write_bundle(tmp_path / "model.onnx", model, card))


def test_a_damaged_model_is_refused_with_words(tmp_path):
    bundle = load_bundle()
    path = tmp_path / "cut.onnx"
    path.write_bytes(bundle.model[: len(bundle.model) // 2])
    path.with_suffix(".json").write_text(bundle.card.model_dump_json())
    with pytest.raises(Exception, match="returned non-zero") as caught:
        ask_locally([], path)
    assert "bytes are announced" in caught.value.stderr.decode()


def test_glyphs_of_another_version_are_refused(tmp_path):
    bundle = load_bundle()
    path = tmp_path / "model.onnx"
    path.write_bytes(bundle.model)
    card = bundle.card.model_copy(update={"glyph_version": 99})
    path.with_suffix(".json").write_text(card.model_dump_json())
    with pytest.raises(Exception, match="returned non-zero") as caught:
        ask_locally([], path)
    assert "reads 99" in caught.value.stderr.decode()
