"""Killed at any moment: what was acknowledged is there, and the champion is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from rekognize.bundle import load_bundle
from rekognize.registry import CHAMPION, Registry, Retrainings, What
from rekognize.registry.events import champions_before
from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from tests.template_model import write_template_bundle

KILLS = 20
ROOT = Path(__file__).parents[2]

# Each writer is forked from a process that has imported everything, which takes longer than it
# lives.
WRITERS = """
import os
import sys
from datetime import timedelta
from pathlib import Path
from rekognize.bundle import Bundle, load_bundle
from rekognize.registry import Registry, Retrainings, RunState, What, retrainings
from rekognize.storage import open_database

retrainings.SILENCE = timedelta(0)  # the one before is dead

def write(start):
    database = open_database(sys.argv[1])
    registry, runs = Registry(database), Retrainings(database)
    made = load_bundle(Path(sys.argv[2]))
    print("ready", os.getpid(), flush=True)
    for number in range(start, start + 100_000):
        run = runs.begin("kills")
        runs.tell(run, {"epoch": number})
        card = made.card.model_copy(update={"version": str(number)})
        identity = registry.add(Bundle(card, made.model, made.path), "kills", why="retrained")
        registry.judged(identity, What.PASSED, "kills", why="better", report={"champion": "x"})
        registry.promote(identity, registry.champion(), "kills", why="better")
        print("promoted", identity, flush=True)
        runs.end(run, RunState.FINISHED, identity)
        if number % 3 == 0:
            registry.rollback("kills", why="worse")
            print("rolled back", flush=True)

while start := sys.stdin.readline():
    writer = os.fork()
    if writer == 0:
        write(int(start))
    _, status = os.waitpid(writer, 0)
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""


@pytest.fixture
def bundle(tmp_path):
    return write_template_bundle(tmp_path / "made.onnx")


def test_twenty_kills(database_url, bundle):
    source = random.Random(20)
    settings = ServerSettings(database=database_url)
    promoted = 0
    with writers(database_url, bundle) as process:
        for kill in range(KILLS):
            acknowledged = killed(source, process, kill * 100_000)
            with closing(open_database(database_url)) as database:
                promoted += check(database, acknowledged)
            if kill % 5 == 4:
                create_app(settings)
    assert promoted > KILLS / 2


def check(database, acknowledged):
    """Nothing that was acknowledged is lost, all is whole; gives how many were promoted."""
    settle(database)
    registry = Registry(database)
    events = registry.events()
    happened = [e.identity for e in events if e.what is What.PROMOTED]
    told = [line.split()[1] for line in acknowledged if line.startswith("promoted")]
    assert set(told) <= set(happened)
    changes = [e for e in events if e.what in (What.PROMOTED, What.ROLLED_BACK)]
    champion = registry.played_by(CHAMPION)
    assert champion == (changes[-1].identity if changes else None)
    assert registry.champion().card.identity == (champion or load_bundle().card.identity)
    # The way back is there too.
    for identity in champions_before(events):
        registry.bundle(identity)
    last = Retrainings(database).last()
    assert last is None or last.progress == {} or last.progress["epoch"] >= 0
    return len(told)


def settle(database):
    """Wait until a PostgreSQL that lost its client has finished what that had sent."""
    if database.path is not None:
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    with database.reading() as session:
        while session.scalar(others):
            session.rollback()  # activity is seen as it was when a transaction first looked
            time.sleep(0.01)


@contextmanager
def writers(url, bundle):
    """A process that forks a writer at each line that it gets, and says when that has ended."""
    command = [sys.executable, "-c", WRITERS, url, str(bundle.path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.stdin.close()


def killed(source, process, start):
    """What a writer acknowledged before it was killed, somewhere in what follows."""
    process.stdin.write(f"{start}\n")
    process.stdin.flush()
    ready, pid = process.stdout.readline().split()
    assert ready == "ready"
    lines = [process.stdout.readline() for _ in range(source.randrange(4))]
    time.sleep(source.uniform(0.0, 0.05))
    os.kill(int(pid), signal.SIGKILL)
    while not (line := process.stdout.readline()).startswith("ended"):
        assert line
        lines.append(line)
    assert line == f"ended {-signal.SIGKILL}\n"
    return lines
