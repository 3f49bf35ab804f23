import orjson
import pytest

from rekognize.errors import InvalidData, MissingData
from rekognize.server import ServerSettings, create_app
from rekognize.server.evaluations import read_evaluations
from tests.server.conftest import assert_error, serving

ONE = {
    "title": "mnist-test",
    "model": "standard@1",
    "alphabet": "digits",
    "prior": "uniform",
    "count": 10,
    "accuracy": 0.9,
    "mistakes": [{"true": "1", "answered": "7", "confidence": 0.8, "glyph": "AAAA"}],
}


def write(path, *sets, schema=2):
    document = {"schema": schema, "models": [{"model": "m", "sets": list(sets)}]}
    path.write_bytes(orjson.dumps(document))
    return path


def test_a_server_without_evaluations_lists_none(live):
    assert live.client.get("/api/v1/evaluations").json() == {"evaluations": []}
    assert_error(live.client.get("/api/v1/evaluations/0"), 404, "unknown_record")


def test_evaluations_of_a_folder_are_listed_and_given_whole(tmp_path, recognizer):
    write(tmp_path / "a.json", ONE, {**ONE, "title": "letters"})
    write(tmp_path / "b.json", {**ONE, "model": "other@2"})
    app = create_app(ServerSettings(evaluations=tmp_path), recognizer)
    with serving(app) as live:
        listed = live.client.get("/api/v1/evaluations").json()["evaluations"]
        assert [(e["id"], e["title"], e["model"]) for e in listed] == [
            ("0", "mnist-test", "standard@1"),
            ("1", "letters", "standard@1"),
            ("2", "mnist-test", "other@2"),
        ]
        assert live.client.get("/api/v1/evaluations/0").json() == ONE


def test_what_is_no_evaluation_is_refused_when_the_server_starts(tmp_path):
    with pytest.raises(MissingData, match="nowhere"):
        read_evaluations(tmp_path / "nowhere.json")
    with pytest.raises(MissingData, match="with none"):
        read_evaluations(tmp_path)
    (tmp_path / "no.json").write_text("{")
    with pytest.raises(InvalidData, match="no JSON"):
        read_evaluations(tmp_path)
    with pytest.raises(InvalidData, match="schema 2"):
        read_evaluations(write(tmp_path / "no.json", ONE, schema=1))
    for models in (None, [1], [{"sets": None}], [{"sets": [3]}]):
        (tmp_path / "no.json").write_bytes(orjson.dumps({"schema": 2, "models": models}))
        with pytest.raises(InvalidData, match="received"):
            read_evaluations(tmp_path)
    with pytest.raises(InvalidData, match=r"no\.json: count: ") as told:
        read_evaluations(write(tmp_path / "no.json", {**ONE, "accuracy": 7, "count": "many"}))
    assert "\n" not in told.value.message
