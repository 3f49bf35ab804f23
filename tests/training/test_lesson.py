"""The lesson: it learns, tells how far it is, and ends with whoever began it."""

import base64
import json
import os
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from tests.digits import write_digits

pytestmark = pytest.mark.train


def kernels_of(news):
    packed = news["kernels"]
    bytes_ = np.frombuffer(base64.b64decode(packed["values"]), np.int8)
    return bytes_.reshape(packed["shape"]) * packed["scale"]


@pytest.fixture
def lesson(tmp_path):
    """Begins lessons in processes of their own, on drawn digits."""
    environment = os.environ | {
        "REKOGNIZE_DATA": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "OMP_NUM_THREADS": "1",
    }
    begun = []

    def begin(digits=100, epochs=30):
        process = subprocess.Popen(
            [sys.executable, "-m", "rekognize.training.lesson", str(digits), str(epochs)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_lesson_of_a_few_hundred_digits_lowers_the_loss(lesson, tmp_path):
    write_digits(tmp_path / "data", 320)

    process = lesson(200, 4)
    told = [json.loads(line) for line in process.stdout]

    assert process.wait(60) == 0
    assert [news["share"] for news in told if news["state"] == "preparing"][-1] == 1
    learning = [news for news in told if news["state"] == "learning"]
    assert learning[-1]["loss"] < learning[0]["loss"] / 2
    assert [news["epoch"] for news in learning] == sorted(news["epoch"] for news in learning)
    finished = told[-1]
    assert (finished["state"], finished["epoch"]) == ("finished", 4)
    assert finished["accuracy"] > 0.6 > learning[0]["accuracy"]
    first, last = kernels_of(learning[0]), kernels_of(finished)
    assert first.shape == (24, 1, 5, 5)
    assert np.abs(last - first).max() > 0.005
    assert [path.name for path in (tmp_path / "cache/rekognize").iterdir()] == ["lesson.lock"]


def test_one_lesson_at_a_time_and_it_ends_with_whoever_began_it(lesson, tmp_path):
    missing = json.loads(lesson().stdout.readline())
    assert (missing["state"], missing["code"]) == ("failed", "missing_data")
    write_digits(tmp_path / "data", 140)
    first = lesson()
    assert json.loads(first.stdout.readline())["state"] == "preparing"
    second = json.loads(lesson().stdout.readline())
    assert (second["state"], second["code"]) == ("failed", "conflict")

    first.stdin.close()  # as it is when the process that holds it dies

    assert first.wait(60) == 0
    assert [path.name for path in (tmp_path / "cache/rekognize").iterdir()] == ["lesson.lock"]
    assert json.loads(lesson().stdout.readline())["state"] == "preparing"
