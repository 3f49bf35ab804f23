import statistics
from base64 import b64decode

import numpy as np
import pytest
from benchmarks.drawings import STROKES

from rekognize.explanation import Explainer
from rekognize.recognizer import Recognizer
from rekognize.server import ServerSettings, create_app
from rekognize.server.explanation_schemas import ExplanationBody
from tests.server.conftest import assert_error, serving
from tests.server.drawn import picture_of, strokes_of
from tests.template_model import write_template_bundle

PNG = {"content-type": "image/png"}


def explain(live, query="", **request):
    return live.client.post(f"/api/v1/explain?{query}", **request)


def unpacked(packed, shape):
    values = np.frombuffer(b64decode(packed["values"]), np.int8).reshape(shape)
    return values * packed["scale"]


@pytest.mark.parametrize("query", ["", "alphabet=digits&why=true", "layers=&kernels=conv1"])
def test_answer_has_exactly_the_described_fields(live, query):
    for document in (strokes_of("7"), {"strokes": []}):
        answer = explain(live, query, json=document).json()
        assert answer.keys() == ExplanationBody.model_fields.keys()
        parsed = ExplanationBody.model_validate(answer)
        dumped = parsed.model_dump(mode="json")
        assert [*dumped["layers"][0]] == [*answer["layers"][0]]


@pytest.mark.parametrize("as_picture", [False, True])
def test_it_explains_what_recognize_answers(live, as_picture):
    request = (
        {"content": picture_of("R"), "headers": PNG} if as_picture else {"json": strokes_of("R")}
    )
    answer = explain(live, "alphabet=capitals", **request).json()
    recognized = live.client.post("/api/v1/recognize?alphabet=capitals&top=62", **request).json()
    assert answer["label"] == recognized["label"] == "R"
    assert [c["label"] for c in answer["candidates"]] == [
        c["label"] for c in recognized["candidates"]
    ]
    assert answer["glyph"]["pixels"] == recognized["glyph"]
    steps = [step["name"] for step in answer["steps"]]
    assert steps[-2:] == ["cut", "width"]
    assert ("found" in steps) == as_picture


def test_only_the_layers_asked_for_have_maps(live):
    layers = explain(live, "layers=relu2,conv1", json=strokes_of("7")).json()["layers"]
    assert [layer["name"] for layer in layers if layer["maps"]] == ["conv1", "relu2"]
    layers = explain(live, "layers=", json=strokes_of("7")).json()["layers"]
    assert not any(layer["maps"] for layer in layers)


def test_a_number_is_written_out_and_its_kernel_is_the_models(live, recognizer):
    query = "number=conv2:5,3,4&kernels=conv2&layers=relu1"
    answer = explain(live, query, json=strokes_of("7")).json()
    number = answer["number"]
    total = np.dot(number["inputs"], number["weights"]) + number["bias"]
    assert total == pytest.approx(number["value"], abs=1e-4)
    layer = Explainer(recognizer).layer("conv2")
    np.testing.assert_allclose(
        np.reshape(number["weights"], number["shape"]), layer.weights[5], atol=1e-7
    )
    kernels = unpacked(answer["kernels"], answer["kernels"]["shape"])
    np.testing.assert_allclose(kernels, layer.weights, atol=answer["kernels"]["scale"])


def test_a_prior_that_comes_with_strokes_is_heeded(live):
    document = strokes_of("0") | {"prior": {"O": 1}}
    assert explain(live, json=document).json()["candidates"][0]["label"] == "O"


@pytest.mark.parametrize(
    ("query", "code", "told"),
    [
        ("layers=conv99", "invalid_request", "conv99"),
        ("kernels=", "invalid_request", "conv1"),
        ("number=conv1", "invalid_request", "conv1:0,14,14"),
        ("number=conv1:1,2", "invalid_request", "16 x 28 x 28"),
        ("number=conv1:99,0,0", "invalid_request", "99,0,0"),
        ("why=yes", "invalid_request", "'yes'"),
        ("top=3", "invalid_request", "top=3"),
        ("why=true&why=true", "invalid_request", "once each"),
        ("alphabet=klingon", "unknown_alphabet", "klingon"),
    ],
)
def test_what_cannot_be_asked(live, query, code, told):
    answer = explain(live, query, json=strokes_of("7"))
    assert told in assert_error(answer, 422, code)


def test_bad_drawings_are_refused_as_by_recognize(live):
    assert_error(explain(live, content=b"no picture", headers=PNG), 415, "not_an_image")
    assert_error(explain(live, json={"strokes": "no"}), 422, "invalid_ink")
    assert_error(explain(live, content=b"", headers=PNG), 400, "empty_input")


@pytest.mark.parametrize("label", sorted(STROKES)[:4])
def test_it_is_small_and_quick(live, label):
    """300 kB and 30 ms are promised; a busy machine is given ten times as long."""
    document = strokes_of(label)
    times = []
    for _ in range(9):
        answer = explain(live, json=document)
        times.append(answer.json()["time_ms"])
        assert len(answer.content) < 300_000
    assert statistics.median(times) < 300
    picture = explain(live, content=picture_of(label), headers=PNG)
    assert len(picture.content) < 300_000


def test_a_bundle_of_other_operations_is_explained(tmp_path):
    bundle = write_template_bundle(tmp_path / "templates.onnx")
    app = create_app(ServerSettings(bundle=bundle.path), Recognizer(bundle))
    with serving(app) as live:
        answer = explain(live, "why=true", json=strokes_of("7"))
        body = answer.json()
        ExplanationBody.model_validate(body)
        assert body["label"] == "7"
        assert body["decision"] is None
        assert {layer["kind"] for layer in body["layers"]} == {"dense", "other"}
