"""Killed at any moment: what was acknowledged is there, and the champion is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from rekognize.bundle import load_bundle
from rekognize.registry import CHAMPION, Registry, Retrainings, What
from rekognize.registry.events import champions_before
from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from tests.template_model import write_template_bundle

KILLS = 20
ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from rekognize.bundle import Bundle, load_bundle
from rekognize.registry import Registry, Retrainings, RunState, What, retrainings
from rekognize.storage import open_database

retrainings.SILENCE = timedelta(0)  # the one before is dead
database = open_database(sys.argv[1])
registry, runs = Registry(database), Retrainings(database)
made = load_bundle(Path(sys.argv[2]))
start = int(sys.argv[3])
print("ready", flush=True)
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
"""


@pytest.fixture
def bundle(tmp_path):
    return write_template_bundle(tmp_path / "made.onnx")


def test_twenty_kills(database_url, bundle):
    source = random.Random(20)
    settings = ServerSettings(database=database_url)
    promoted = 0
    for kill in range(KILLS):
        acknowledged = killed(source, database_url, bundle, kill * 100_000)
        with closing(open_database(database_url)) as database:
            registry = Registry(database)
            events = settled(registry)
            happened = [e.identity for e in events if e.what is What.PROMOTED]
            told = [line.split()[1] for line in acknowledged if line.startswith("promoted")]
            assert set(told) <= set(happened)
            promoted += len(told)
            changes = [e for e in events if e.what in (What.PROMOTED, What.ROLLED_BACK)]
            champion = registry.played_by(CHAMPION)
            assert champion == (changes[-1].identity if changes else None)
            assert registry.champion().card.identity == (champion or load_bundle().card.identity)
            # The way back is there too.
            for identity in champions_before(events):
                registry.bundle(identity)
            last = Retrainings(database).last()
            assert last is None or last.progress == {} or last.progress["epoch"] >= 0
        create_app(settings)
    assert promoted > KILLS / 2


def settled(registry):
    """The events, once a PostgreSQL that lost its client has finished what that had sent."""
    events = registry.events()
    while True:
        time.sleep(0.1)
        before, events = events, registry.events()
        if before == events:
            return events


def killed(source, url, bundle, start):
    """What a process that writes acknowledged before it was killed, somewhere in what follows."""
    command = [sys.executable, "-c", WRITER, url, str(bundle.path), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline() for _ in range(source.randrange(4))]
        time.sleep(source.uniform(0.0, 0.05))
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return [line for line in lines if line.endswith("\n")]
