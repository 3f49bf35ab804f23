"""``rekognize retrain`` as a command; what it learns is in ``tests/training/test_retrain.py``."""

import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from rekognize.bundle import load_bundle
from rekognize.commands import retrain
from rekognize.errors import ExitCode, StorageFull, StorageUnavailable
from rekognize.feedback.accepted import Accepted
from rekognize.registry import Registry, Retrainings, RunState
from rekognize.storage import open_database
from rekognize.training.loop import Progress
from tests.registry.aging import age
from tests.template_model import write_template_bundle


@pytest.fixture
def url(tmp_path):
    """Of an empty database."""
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    open_database(url).close()
    return url


@pytest.fixture(autouse=True)
def _as_nice_as_before(monkeypatch):
    monkeypatch.setattr("os.nice", lambda _: 0)


def last(url):
    with closing(open_database(url)) as database:
        return Retrainings(database).last()


def test_without_base_data_it_says_what_is_missing(rekognize, url, tmp_path):
    ended = rekognize("retrain", "--database", url, "--data", tmp_path)
    assert ended.code == 4
    assert "--no-base" in ended.err
    assert last(url).state is RunState.FAILED
    assert "--no-base" in last(url).outcome


def test_without_accepted_feedback_there_is_nothing_to_learn(rekognize, url, tmp_path):
    with closing(open_database(url)) as database:
        run = Retrainings(database).begin("me")
    ended = rekognize("retrain", "--database", url, "--data", tmp_path, "--no-base", "--run", run)
    assert ended.code == 2
    assert "received 0 records" in ended.err
    assert (last(url).who, last(url).state) == ("me", RunState.FAILED)


def test_where_the_champion_reads_other_glyphs_what_came_along_learns(rekognize, url, tmp_path):
    with closing(Registry(open_database(url))) as registry:
        made = write_template_bundle(tmp_path / "made.onnx")
        name = registry.add(made, "a test", why="made")
        registry.promote(name, registry.champion(), "a test", why="better")
        age(registry.database, made)
    ended = rekognize("retrain", "--database", url, "--data", tmp_path, "--no-base")
    assert ended.code == 2
    assert f"{load_bundle().card.identity} learns 0 of 0" in ended.err


def test_a_second_one_is_refused(rekognize, url, tmp_path):
    with closing(open_database(url)) as database:
        run = Retrainings(database).begin("another")
        ended = rekognize("retrain", "--database", url, "--data", tmp_path, "--no-base")
        assert ended.code == 1
        assert "another's" in ended.err
        assert last(url).id == run


def test_who_asks_it_to_stop_while_it_is_judged_gets_no_new_champion(
    rekognize, url, tmp_path, monkeypatch
):
    def judged(*_, **__):
        with closing(open_database(url)) as database:
            Retrainings(database).stop()
        return SimpleNamespace(passed=True, reason="better", document=dict)

    one = np.zeros((1, 28, 28), np.uint8), np.ones((1, 62), bool), ("digits",), np.zeros(1, bool)
    accepted = Accepted(*one, "0" * 64)
    monkeypatch.setattr("rekognize.feedback.accepted.read_accepted", lambda _: accepted)
    monkeypatch.setattr("rekognize.training.retrain.retrain", lambda *_: load_bundle(Path("tiny")))
    monkeypatch.setattr("rekognize.evaluation.gate.judge", judged)
    monkeypatch.setattr("rekognize.commands.gate._show", lambda _: None)
    before = load_bundle().card.identity
    asked = ("retrain", "--database", url, "--data", tmp_path, "--no-base", "--promote")
    ended = rekognize(*asked)
    assert ended.code == ExitCode.INTERRUPTED, ended.err
    assert last(url).state is RunState.STOPPED
    with closing(open_database(url)) as database:
        assert Registry(database).champion().card.identity == before


NEWS = Progress(epoch=0, step=1, steps=9, loss=2.0, rate=300.0, left=60.0)


def test_a_database_that_is_away_for_a_moment_ends_no_run():
    told = []

    class AwayOnce:
        def tell(self, _, progress):
            told.append(progress["step"])
            if len(told) == 1:
                raise StorageUnavailable("not now")
            return len(told) < 3

    watch = retrain._watcher(AwayOnce(), "a")
    watch(NEWS)
    watch(NEWS)
    # The wish to stop is seen when the database is there again.
    with pytest.raises(retrain._Stopped):
        watch(NEWS)
    assert told == [1, 1, 1]


def test_other_errors_of_a_database_end_a_run():
    class Full:
        def tell(self, *_):
            raise StorageFull("no room")

    with pytest.raises(StorageFull):
        retrain._watcher(Full(), "a")(NEWS)


def test_why_a_run_failed_is_told_though_the_database_is_away(
    rekognize, url, tmp_path, monkeypatch
):
    def away(*_):
        raise StorageUnavailable("not now")

    monkeypatch.setattr(Retrainings, "end", away)
    ended = rekognize("retrain", "--database", url, "--data", tmp_path)
    assert ended.code == ExitCode.MISSING, ended.err
    assert "--no-base" in ended.err


def test_a_database_that_is_away_for_a_moment_ends_no_heartbeat(monkeypatch):
    monkeypatch.setattr(retrain, "_HEARTBEAT", 0.01)
    beats = []

    class Away:
        def tell(self, run):
            beats.append(run)
            raise StorageUnavailable("not now")

    with retrain._alive(Away(), "a"):
        for _ in range(200):
            if len(beats) > 2:
                break
            time.sleep(0.01)
    assert len(beats) > 2
