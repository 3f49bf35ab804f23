"""``rekognize retrain`` as a command; what it learns is in ``tests/training/test_retrain.py``."""

import time
from contextlib import closing

import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from rekognize.commands import retrain
from rekognize.errors import StorageUnavailable
from rekognize.registry import Retrainings, RunState
from rekognize.storage import open_database


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'kept.db'}"


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


def test_a_second_one_is_refused(rekognize, url, tmp_path):
    with closing(open_database(url)) as database:
        run = Retrainings(database).begin("another")
        ended = rekognize("retrain", "--database", url, "--data", tmp_path, "--no-base")
        assert ended.code == 1
        assert "another's" in ended.err
        assert last(url).id == run


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
