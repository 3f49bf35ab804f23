import json
import time
from contextlib import closing

import httpx
import pytest
from sqlalchemy import update

from rekognize.bundle import load_bundle
from rekognize.registry import Registry, Retrainings, RunState, What
from rekognize.server import ServerSettings, create_app
from rekognize.server.routes import models
from rekognize.storage import open_database
from rekognize.storage.tables import ModelRow
from tests.server.conftest import assert_error, serving
from tests.template_model import write_template_bundle

TOKEN = "a token of a test"  # noqa: S105 - no secret
ROUTES = [
    ("GET", "/api/v1/models"),
    ("GET", "/api/v1/models/history"),
    ("POST", "/api/v1/models/promotion"),
    ("POST", "/api/v1/models/rollback"),
    ("POST", "/api/v1/models/removal"),
    ("POST", "/api/v1/models/note"),
    ("POST", "/api/v1/retraining"),
    ("GET", "/api/v1/retraining"),
    ("DELETE", "/api/v1/retraining"),
]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'kept.db'}"


@pytest.fixture
def registry(url, tmp_path):
    with closing(Registry(open_database(url))) as opened:
        opened.add(write_template_bundle(tmp_path / "made.onnx"), "a test", why="made")
        yield opened


@pytest.fixture
def server(url, registry):  # noqa: ARG001 - the versions must be there first
    with serving(create_app(ServerSettings(database=url, admin_token=TOKEN))) as running:
        running.client.headers["authorization"] = f"Bearer {TOKEN}"
        yield running


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_administrators(server, method, path):
    answer = httpx.request(method, server.url + path, json={} if method == "POST" else None)
    assert_error(answer, 401, "unauthorized")


def test_only_what_the_gate_let_through_is_promoted(server, registry):
    shipped = load_bundle().card.identity
    answer = server.client.post("/api/v1/models/promotion", json={"model": "nobody@1"})
    assert_error(answer, 404, "unknown_record")
    wish = {"why": "the class likes it"}
    answer = server.client.post("/api/v1/models/promotion", json=wish)
    assert "it was not asked" in assert_error(answer, 409, "conflict")
    report = {"champion": shipped, "checks": []}
    registry.judged("candidate", What.REFUSED, "a test", why="base: fell", report=report)
    answer = server.client.post("/api/v1/models/promotion", json=wish)
    assert "base: fell" in assert_error(answer, 409, "conflict")
    registry.judged("candidate", What.PASSED, "a test", why="better", report=report)
    answer = server.client.post("/api/v1/models/promotion", json=wish)
    assert answer.json() == {"champion": "templates@1", "before": shipped}
    (first, _) = server.client.get("/api/v1/models").json()
    assert first["model"] == shipped
    event = server.client.get("/api/v1/models/history").json()[-1]
    assert (event["who"], event["what"], event["why"]) == (
        "administrator",
        "promoted",
        "the class likes it",
    )
    assert event["report"] == report
    answer = server.client.post("/api/v1/models/rollback", json={"why": "no good"})
    assert answer.json() == {"champion": shipped, "before": "templates@1"}
    answer = server.client.post("/api/v1/models/rollback", json={"why": "again"})
    assert_error(answer, 409, "conflict")


def test_a_champion_that_could_not_serve_is_replaced(server, registry, tmp_path):
    shipped = load_bundle().card.identity
    registry.promote("templates@1", load_bundle(), "a test", why="first")
    with registry.database.writing() as session:
        damaged = update(ModelRow).where(ModelRow.identity == "templates@1")
        session.execute(damaged.values(card=b"{}"))
    made = write_template_bundle(tmp_path / "2.onnx", version="2")
    registry.add(made, "a test", why="made")
    report = {"champion": shipped, "checks": []}
    registry.judged("candidate", What.PASSED, "a test", why="better", report=report)
    answer = server.client.post("/api/v1/models/promotion", json={"why": "better"})
    assert answer.json() == {"champion": "templates@2", "before": shipped}


def test_a_version_is_listed_with_what_its_card_and_the_gate_say(server, registry):
    (version,) = server.client.get("/api/v1/models").json()
    assert (version["model"], version["aliases"]) == ("templates@1", ["candidate"])
    assert (version["images"], version["created"]) == ({"drawings": 16}, "2025-01-01")
    assert (version["recipe"], version["curves"]) == ({"templates": 16}, [])
    assert version["verdict"] is None
    # What was said against another champion no longer counts.
    for champion, why in [(load_bundle().card.identity, "base: fell"), ("another@1", "better")]:
        report = {"champion": champion, "checks": []}
        registry.judged("candidate", What.REFUSED, "a test", why=why, report=report)
    (version,) = server.client.get("/api/v1/models").json()
    assert (version["verdict"]["what"], version["verdict"]["why"]) == ("refused", "base: fell")


def test_a_note_is_written_and_a_version_removed_but_never_the_champion(server, registry):
    wish = {"model": "candidate", "note": "for the fourth form"}
    answer = server.client.post("/api/v1/models/note", json=wish)
    assert answer.json() == {"model": "templates@1"}
    assert server.client.get("/api/v1/models").json()[0]["note"] == "for the fourth form"
    registry.promote("templates@1", load_bundle(), "a test", why="to see")
    wish = {"model": "templates@1", "why": "not needed"}
    assert_error(server.client.post("/api/v1/models/removal", json=wish), 409, "conflict")
    registry.rollback("a test", why="back")
    answer = server.client.post("/api/v1/models/removal", json=wish)
    assert answer.json() == {"model": "templates@1"}
    assert [event.what for event in registry.events("templates@1")][-1] is What.REMOVED
    assert_error(server.client.post("/api/v1/models/removal", json=wish), 404, "unknown_record")


def events_of(lines):
    return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


def test_a_run_is_followed_to_its_end_and_stopped(server, url):
    with closing(open_database(url)) as database:
        runs = Retrainings(database)
        run = runs.begin("a test")
        assert_error(server.client.post("/api/v1/retraining"), 409, "conflict")
        with server.client.stream("GET", "/api/v1/retraining") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines()
            assert events_of([next(lines), next(lines)])[0]["state"] == "running"
            runs.tell(run, {"epoch": 3})
            assert server.client.delete("/api/v1/retraining").status_code == 204
            assert not runs.tell(run)
            runs.end(run, RunState.STOPPED, "asked to stop")
            told = events_of(lines)
        assert told[-1]["state"] == "stopped"
        assert told[-1]["progress"] == {"epoch": 3}
        assert_error(server.client.delete("/api/v1/retraining"), 409, "conflict")


def test_the_button_begins_a_process_that_tells_how_it_ended(server, url, monkeypatch, tmp_path):
    pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")
    monkeypatch.setenv("REKOGNIZE_DATA", str(tmp_path))
    answer = server.client.post("/api/v1/retraining")
    assert answer.status_code == 202, answer.text
    end = time.monotonic() + 120
    with closing(open_database(url)) as database:
        while (last := Retrainings(database).last()).state is RunState.RUNNING:
            assert time.monotonic() < end
            time.sleep(0.2)
    assert last.id == answer.json()["run"]
    # There are no data here to rehearse, and the run says so.
    assert (last.who, last.state) == ("administrator", RunState.FAILED)
    assert "--no-base" in last.outcome


def test_a_run_whose_process_cannot_be_started_is_over(server, url, monkeypatch):
    pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

    def fail(*_, **__):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(models.subprocess, "Popen", fail)
    assert_error(server.client.post("/api/v1/retraining"), 500, "internal_error")
    with closing(open_database(url)) as database:
        last = Retrainings(database).last()
    assert (last.state, last.outcome) == (
        RunState.FAILED,
        "its process could not be started: Cannot allocate memory",
    )
