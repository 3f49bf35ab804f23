"""How fast a network trains on this machine, by the real loop on made-up glyphs."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

IMAGES = 6_400


def training_rate(recipe_name: str = "standard-alone") -> float | None:
    """Images a second in the second of two epochs of a recipe; None where torch is missing."""
    if find_spec("torch") is None:
        return None
    from rekognize.training.curves import Epoch
    from rekognize.training.loop import Run, choose_device
    from rekognize.training.pool import Pool
    from rekognize.training.recipe import Data, Recipe

    shipped = Recipe.read(recipe_name)
    recipe = shipped.model_copy(
        update={
            "data": Data(sources={"noise": 1.0}),
            "optimisation": shipped.optimisation.model_copy(update={"epochs": 2}),
        }
    )
    numbers = np.random.default_rng(0)
    validation = np.zeros(IMAGES + 256, np.bool_)
    validation[IMAGES:] = True
    pool = Pool(
        glyphs=numbers.integers(0, 256, (len(validation), 28, 28), np.uint8),
        targets=np.eye(62, dtype=np.bool_)[numbers.integers(0, 62, len(validation))],
        source=np.zeros(len(validation), np.int64),
        validation=validation,
        names=("noise",),
        log_prior=np.full((1, 62), -np.log(62), np.float32),
        dropped={},
    )
    rates: list[float] = []

    def watch(progress: object) -> None:
        if isinstance(progress, Epoch):
            rates.append(progress.images_per_second)

    with tempfile.TemporaryDirectory() as folder:
        Run(recipe, pool, Path(folder), choose_device()).train(watch)
    return rates[-1]
