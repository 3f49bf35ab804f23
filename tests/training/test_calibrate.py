"""Calibration finds the temperature that was put in."""

import numpy as np
import pytest

from rekognize.training.calibrate import REFUSED, calibrate

pytestmark = pytest.mark.train
EVEN = np.zeros((4_000, 62), np.float32)


def outputs(temperature, count=4_000):
    """Logits whose softmax at that temperature is the truth, labels drawn from it, even classes."""
    rng = np.random.default_rng(2)
    true = rng.normal(0, 2, (count, 62)).astype(np.float32)
    probabilities = np.exp(true) / np.exp(true).sum(axis=1, keepdims=True)
    labels = (probabilities.cumsum(axis=1) > rng.random((count, 1))).argmax(axis=1)
    targets = np.zeros((count, 62), np.bool_)
    targets[np.arange(count), labels] = True
    return true * np.float32(temperature), targets


def test_prior_of_the_source_is_taken_into_account():
    logits, targets = outputs(1.0)
    prior = np.linspace(-2, 2, 62, dtype=np.float32)[None].repeat(len(logits), axis=0)

    calibration = calibrate((logits - prior) * 1.5, np.zeros(len(logits)), targets, prior)

    assert calibration.temperature["alphanumeric"] == pytest.approx(1.5, rel=0.06)


@pytest.mark.parametrize("temperature", [0.6, 1.0, 2.0])
def test_temperature_is_found(temperature):
    logits, targets = outputs(temperature)

    calibration = calibrate(logits, np.zeros(len(logits), np.float32), targets, EVEN[: len(logits)])

    assert calibration.temperature["alphanumeric"] == pytest.approx(temperature, rel=0.06)


def test_threshold_refuses_the_stated_share_of_characters():
    logits, targets = outputs(1.0)
    targets[2000:] = False
    character = np.linspace(-3, 5, 4000, dtype=np.float32)

    threshold = calibrate(logits, character, targets, EVEN[: len(logits)]).character_threshold

    scores = 1 / (1 + np.exp(-character[:2000]))
    assert np.mean(scores < threshold) == pytest.approx(REFUSED, abs=0.001)


def test_label_sets_calibrate_the_alphabets_that_settle_them():
    logits, targets = outputs(1.5)
    for upper, lower in zip(range(10, 36), range(36, 62), strict=True):
        either = targets[:, upper] | targets[:, lower]
        targets[:, upper] = targets[:, lower] = either

    calibration = calibrate(logits, np.zeros(len(logits), np.float32), targets, EVEN[: len(logits)])

    assert calibration.temperature["letters-nocase"] == pytest.approx(1.5, rel=0.1)
    assert calibration.temperature["capitals"] == 1.0, "no image is surely a capital"
