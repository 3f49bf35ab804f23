import itertools
import logging
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest
from sqlalchemy import update

from rekognize.bundle import load_bundle
from rekognize.errors import StorageUnavailable
from rekognize.recognizer import Recognizer
from rekognize.registry import CHAMPION, Registry
from rekognize.server import ServerSettings, create_app
from rekognize.server.champion import Champion
from rekognize.server.opened import LazyDatabase
from rekognize.storage import open_database
from rekognize.storage.tables import AliasRow, ModelRow
from tests.server.conftest import serving
from tests.server.drawn import LABELS, strokes_of
from tests.template_model import write_template_bundle

PATIENCE = 30


@pytest.fixture(scope="session")
def versions(tmp_path_factory):
    """Two versions whose confidences tell them apart."""
    folder = tmp_path_factory.mktemp("champions")
    return [
        write_template_bundle(folder / f"{n}.onnx", version=str(n), sharpness=12.0 + 12 * n)
        for n in range(2)
    ]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'kept.db'}"


@pytest.fixture
def registry(url, versions):
    with closing(Registry(open_database(url))) as opened:
        for version in versions:
            opened.add(version, "a test", why="to serve")
        yield opened


def swap(registry, versions, to):
    registry.promote(f"templates@{to}", versions[1 - to], "a test", why="a swap")


def wait_for(client, identity):
    """Until the server answers with that model."""
    end = time.monotonic() + PATIENCE
    while client.get("/health/ready").json()["model"] != identity:
        assert time.monotonic() < end, identity
        time.sleep(0.05)


def ask(client, seed):
    answer = client.post(
        "/api/v1/recognize", json=strokes_of(LABELS[seed % len(LABELS)], seed=seed)
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return body["model"], [(c["label"], c["confidence"]) for c in body["candidates"]]


def test_a_promotion_is_followed_and_so_is_a_rollback(url, registry, versions):
    with serving(create_app(ServerSettings(database=url))) as server:
        wait_for(server.client, load_bundle().card.identity)
        registry.promote("templates@0", load_bundle(), "a test", why="a swap")
        wait_for(server.client, "templates@0")
        etag = server.client.get("/api/v1/model/bundle.onnx").headers["etag"]
        swap(registry, versions, 1)
        wait_for(server.client, "templates@1")
        assert ask(server.client, 1)[0] == "templates@1"
        assert server.client.get("/api/v1/model").json()["version"] == "1"
        download = server.client.get("/api/v1/model/bundle.onnx")
        assert download.headers["etag"] != etag
        assert download.content == versions[1].model
        registry.rollback("a test", why="back")
        wait_for(server.client, "templates@0")


def test_under_load_every_answer_is_that_of_the_model_it_names(url, registry, versions):
    registry.promote("templates@0", load_bundle(), "a test", why="first")
    drawings = range(24)
    seen = []
    with serving(create_app(ServerSettings(database=url))) as server:
        expected = {}
        for number in (0, 1):
            alone = Recognizer(versions[number])
            with serving(create_app(ServerSettings(), alone)) as other:
                for seed in drawings:
                    model, candidates = ask(other.client, seed)
                    expected[model, seed] = [(x, pytest.approx(c, abs=1e-4)) for x, c in candidates]

        ended = False

        def visit(start):
            with httpx.Client(base_url=server.url, timeout=PATIENCE) as client:
                for seed in itertools.islice(itertools.cycle(drawings), start, None):
                    if ended:
                        return
                    seen.append((seed, *ask(client, seed)))

        with ThreadPoolExecutor(6) as pool:
            visitors = [pool.submit(visit, n * 4) for n in range(6)]
            try:
                for to in (1, 0, 1, 0):
                    swap(registry, versions, to)
                    wait_for(server.client, f"templates@{to}")
            finally:
                ended = True
            for visitor in visitors:
                visitor.result()
    assert {model for _, model, _ in seen} == {"templates@0", "templates@1"}
    assert len({str(e) for e in expected.values()}) == len(expected)
    for seed, model, candidates in seen:
        assert candidates == expected[model, seed]


def test_a_damaged_champion_does_not_serve_and_the_log_says_why(url, registry, versions, caplog):
    registry.promote("templates@0", load_bundle(), "a test", why="first")
    with (
        closing(open_database(url)) as database,
        serving(create_app(ServerSettings(database=url))) as server,
    ):
        with database.writing() as session:
            session.execute(
                update(ModelRow)
                .where(ModelRow.identity == "templates@1")
                .values(model=versions[1].model[:-9])
            )
            session.execute(update(AliasRow).values(identity="templates@1"))
        end = time.monotonic() + PATIENCE
        while "templates@1 cannot serve" not in caplog.text:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert ask(server.client, 0)[0] == "templates@0"
        # A server that starts now serves what came along.
        caplog.clear()
        with serving(create_app(ServerSettings(database=url))) as second:
            assert ask(second.client, 0)[0] == load_bundle().card.identity
        assert caplog.text.count("tampered") >= 1
        # The way back is open.
        registry.rollback("a test", why="damaged")
        with database.reading() as session:
            assert session.get(AliasRow, CHAMPION).identity == load_bundle().card.identity
        wait_for(server.client, load_bundle().card.identity)


def test_a_database_that_cannot_be_read_changes_nothing(tmp_path, caplog):
    path = tmp_path / "broken.db"
    path.write_bytes(b"no database at all, and long enough to be looked at" * 100)
    caplog.set_level(logging.WARNING)
    with serving(create_app(ServerSettings(database=f"sqlite:///{path}"))) as server:
        assert ask(server.client, 0)[0] == load_bundle().card.identity
    assert "the champion is not known" in caplog.text


def test_a_champion_that_could_not_be_read_at_once_serves_later(
    url, registry, versions, monkeypatch
):
    registry.promote("templates@0", load_bundle(), "a test", why="first")
    settings = ServerSettings(database=url)
    with closing(LazyDatabase(settings)) as database:
        champion = Champion(database)
        serving_now = Recognizer(versions[1])

        def fail(*_):
            raise StorageUnavailable("the database cannot be used now")

        with monkeypatch.context() as broken:
            broken.setattr(Registry, "bundle", fail)
            assert champion.look(serving_now) is serving_now
        monkeypatch.setattr("rekognize.server.champion.monotonic", lambda: time.monotonic() + 60)
        assert champion.look(serving_now).bundle.card.identity == "templates@0"


def test_a_named_bundle_is_served_whoever_is_champion(url, registry, versions):
    registry.promote("templates@0", load_bundle(), "a test", why="first")
    settings = ServerSettings(database=url, bundle=versions[1].path)
    with serving(create_app(settings)) as server:
        assert ask(server.client, 0)[0] == "templates@1"


def test_every_worker_process_follows(url, registry, versions):
    registry.promote("templates@0", load_bundle(), "a test", why="first")
    environment = os.environ | {"REKOGNIZE_DATABASE": url, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "rekognize", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = next(word for word in process.stdout.readline().split() if "://" in word)
            end = time.monotonic() + 2 * PATIENCE
            while True:
                try:
                    assert every_worker(address) == {"templates@0"}
                    break
                except (httpx.HTTPError, AssertionError):
                    assert time.monotonic() < end
                    time.sleep(0.2)
            swap(registry, versions, 1)
            end = time.monotonic() + PATIENCE
            while every_worker(address) != {"templates@1"}:
                assert time.monotonic() < end
                time.sleep(0.2)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def every_worker(address):
    """Models named on many connections: the system spreads those over the processes."""
    found = set()
    for _ in range(16):
        with httpx.Client(base_url=address.rstrip("/"), timeout=PATIENCE) as client:
            found.add(client.get("/health/ready").json()["model"])
    return found
