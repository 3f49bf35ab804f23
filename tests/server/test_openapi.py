import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from rekognize.alphabets import ALPHABETS
from rekognize.server.schemas import StrokesBody

# Positive data need not be accepted: random bytes are an image/png to a schema, not to a decoder.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(scope="session")
def description(live):
    return schemathesis.openapi.from_url(f"{live.url}/openapi.json")


RECOGNIZE = ("POST", "/api/v1/recognize")
EXPLAIN = ("POST", "/api/v1/explain")
FEEDBACK = ("POST", "/api/v1/feedback")
WITHDRAW = ("DELETE", "/api/v1/feedback/{feedback_id}")
REVIEW = [
    ("GET", "/api/v1/feedback"),
    ("GET", "/api/v1/feedback/export"),
    ("GET", "/api/v1/feedback/{feedback_id}"),
    ("GET", "/api/v1/feedback/{feedback_id}/drawing"),
    ("POST", "/api/v1/feedback/decisions"),
    ("POST", "/api/v1/feedback/deletions"),
]
MODELS = [
    ("GET", "/api/v1/models"),
    ("GET", "/api/v1/models/history"),
    ("POST", "/api/v1/models/promotion"),
    ("POST", "/api/v1/models/rollback"),
    ("POST", "/api/v1/models/removal"),
    ("POST", "/api/v1/models/note"),
]
RETRAINING = [(method, "/api/v1/retraining") for method in ("GET", "POST", "DELETE")]
LESSON = ("POST", "/api/v1/lesson")
READ_ONLY = [
    ("GET", path)
    for path in (
        "/api/v1/alphabets",
        "/api/v1/evaluations",
        "/api/v1/evaluations/{evaluation_id}",
        "/api/v1/model",
        "/api/v1/training",
        "/api/v1/model/bundle.onnx",
        "/api/v1/model/bundle.json",
        "/health/live",
        "/health/ready",
    )
]


@pytest.mark.parametrize(
    ("route", "mode"),
    [
        *((route, mode) for route in (RECOGNIZE, EXPLAIN) for mode in GenerationMode),
        *((FEEDBACK, mode) for mode in GenerationMode),
        (WITHDRAW, GenerationMode.POSITIVE),
        *((route, GenerationMode.POSITIVE) for route in (*REVIEW, *MODELS)),
        # Without parameters and body there is nothing to get wrong.
        *((route, GenerationMode.POSITIVE) for route in READ_ONLY),
    ],
    ids=str,
)
def test_the_server_does_what_it_says_of_itself(description, route, mode):
    method, path = route

    @settings(
        max_examples={RECOGNIZE: 150, EXPLAIN: 50}.get(route, 5),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=description[path][method].as_strategy(mode))
    def conforms(case):
        case.call_and_validate(checks=CHECKS)

    conforms()


def test_every_route_is_described(live):
    document = live.client.get("/openapi.json").json()
    described = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    assert described == {
        RECOGNIZE,
        EXPLAIN,
        FEEDBACK,
        WITHDRAW,
        *REVIEW,
        *MODELS,
        *RETRAINING,
        LESSON,
        *READ_ONLY,
    }
    recognize = document["paths"]["/api/v1/recognize"]["post"]
    assert [p["name"] for p in recognize["parameters"]] == ["alphabet", "top"]
    assert recognize["parameters"][0]["schema"]["enum"] == list(ALPHABETS)
    explain = document["paths"]["/api/v1/explain"]["post"]
    assert [p["name"] for p in explain["parameters"]] == [
        "alphabet",
        "layers",
        "kernels",
        "number",
        "why",
    ]
    assert explain["requestBody"] == recognize["requestBody"]
    assert set(recognize["requestBody"]["content"]) == {
        "application/json",
        "multipart/form-data",
        *(f"image/{kind}" for kind in ("png", "jpeg", "webp", "gif", "bmp", "tiff")),
    }


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/api/v1/recognize", "RecognitionBody"), ("/api/v1/explain", "ExplanationBody")],
)
def test_every_error_is_described_in_the_one_shape(live, path, answer):
    document = live.client.get("/openapi.json").json()
    responses = document["paths"][path]["post"]["responses"]
    assert set(responses) == {"200", "400", "408", "413", "415", "422", "503"}
    for status, response in responses.items():
        name = answer if status == "200" else "ErrorBody"
        reference = response["content"]["application/json"]["schema"]
        assert reference == {"$ref": f"#/components/schemas/{name}"}


def test_the_example_is_recognized(live):
    document = live.client.get("/openapi.json").json()
    (example,) = document["components"]["schemas"]["StrokesBody"]["examples"]
    StrokesBody.model_validate(example)
    answer = live.recognize(json=example, params={"alphabet": "digits"})
    assert answer.json()["label"] == "7"


def test_the_document_is_made_once(live):
    first = live.client.get("/openapi.json").text
    assert live.client.get("/openapi.json").text == first
