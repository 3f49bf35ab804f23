"""The benchmark of training runs the loop as it is, whatever the shipped recipes become."""

import pytest

from benchmarks import training

pytest.importorskip("torch")


def test_the_rate_is_that_of_an_epoch(monkeypatch):
    monkeypatch.setattr(training, "IMAGES", 512)

    assert training.training_rate() > 1
