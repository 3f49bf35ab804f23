import hashlib

import pytest

from rekognize.bundle import Card, load_bundle


def test_the_card_of_the_model_that_answers(live, recognizer):
    body = live.client.get("/api/v1/model").json()
    assert Card.model_validate(body) == recognizer.bundle.card


def test_the_bundle_can_be_fetched_and_loaded(live, recognizer, tmp_path):
    for name in ("bundle.onnx", "bundle.json"):
        answer = live.client.get(f"/api/v1/model/{name}")
        assert answer.status_code == 200
        (tmp_path / name).write_bytes(answer.content)
    bundle = load_bundle(tmp_path / "bundle.onnx")
    assert bundle.card == recognizer.bundle.card
    assert hashlib.sha256(bundle.model).hexdigest() == bundle.card.sha256


def test_the_bundle_has_media_types_and_its_card_is_compressed(live):
    answers = [live.client.get(f"/api/v1/model/bundle.{ending}") for ending in ("onnx", "json")]
    kinds = [answer.headers["content-type"] for answer in answers]
    assert kinds == ["application/octet-stream", "application/json"]
    assert [answer.headers.get("content-encoding") for answer in answers] == [None, "gzip"]


@pytest.mark.parametrize("name", ["bundle.onnx", "bundle.json"])
def test_a_bundle_that_the_client_has_is_not_sent_again(live, name):
    path = f"/api/v1/model/{name}"
    first = live.client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = live.client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    answer = live.client.get(path, headers={"if-none-match": '"other"'})
    assert answer.content == first.content
