from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import update

from rekognize.errors import Conflict
from rekognize.registry import Retrainings, RunState
from rekognize.registry.retrainings import SILENCE
from rekognize.storage import open_database
from rekognize.storage.tables import RetrainingRow


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def runs(database):
    return Retrainings(database)


def test_one_runs_at_a_time(runs):
    assert runs.last() is None

    def begin(who):
        try:
            return runs.begin(who)
        except Conflict as refused:
            return refused

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(begin, "abcd"))
    (run,) = [each for each in begun if isinstance(each, str)]
    assert runs.last().id == run
    assert runs.last().state is RunState.RUNNING
    runs.end(run, RunState.FINISHED, "standard@2")
    assert runs.last().outcome == "standard@2"
    assert runs.begin("e") != run


def test_progress_is_seen_and_a_wish_to_stop_heard(runs):
    with pytest.raises(Conflict, match="received none"):
        runs.stop()
    run = runs.begin("me")
    assert runs.tell(run, {"epoch": 1})
    assert runs.tell(run)
    assert runs.last().progress == {"epoch": 1}
    runs.stop()
    assert not runs.tell(run)


def test_a_process_that_was_killed_blocks_nobody(database, runs):
    dead = runs.begin("killed")
    with database.writing() as session:
        row = session.get(RetrainingRow, dead)
        session.execute(update(RetrainingRow).values(seen=row.seen - 2 * SILENCE))
    assert runs.last().state is RunState.FAILED
    with pytest.raises(Conflict):
        runs.stop()
    alive = runs.begin("next")
    assert runs.last().id == alive
    # Should it come back to life after all, it learns that it is over.
    assert not runs.tell(dead)
