"""The bundle of a finished run."""

from dataclasses import replace

import numpy as np
import torch

from rekognize.training.loop import Run
from rekognize.training.produce import produce
from tests.training.conftest import recipe


def test_what_nobody_wrote_says_nothing_of_how_sure_to_be(pool, tmp_path):
    network = Run(recipe(), pool, tmp_path, torch.device("cpu")).train()
    plain = produce(network, recipe(), pool, tmp_path, tmp_path / "plain.onnx")
    wrong = np.roll(pool.targets[:640], 1, axis=1)  # So few are right that nothing is sure.

    def with_wrong_labels(name):
        more = replace(
            pool,
            glyphs=np.concatenate([pool.glyphs, pool.glyphs[:640]]),
            targets=np.concatenate([pool.targets, wrong]),
            source=np.concatenate([pool.source, np.full(640, 2)]),
            validation=np.concatenate([pool.validation, np.ones(640, np.bool_)]),
            names=(*pool.names, name),
            log_prior=np.concatenate([pool.log_prior, pool.log_prior[:1]]),
        )
        return produce(network, recipe(), more, tmp_path, tmp_path / "more.onnx")

    for name in ("outlines", "base:typefaces"):
        assert with_wrong_labels(name).card.calibration == plain.card.calibration
    unsure = with_wrong_labels("unipen").card.calibration.temperature
    assert unsure["alphanumeric"] > 2 * plain.card.calibration.temperature["alphanumeric"]
