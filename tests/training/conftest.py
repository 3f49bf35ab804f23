"""Training data that the tests draw themselves."""

import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from benchmarks.drawings import STROKES, ink_of

from rekognize.alphabets import ALPHABETS, label_sets
from rekognize.datasets.normalise import glyphs_of_inks
from rekognize.datasets.outliers import scribble
from rekognize.training.pool import Pool, log_prior
from rekognize.training.recipe import Recipe

LABELS = sorted(STROKES)


@pytest.fixture(scope="session")
def pool():
    """640 drawings of 16 characters and 64 scribbles; a tenth for validation."""
    source = random.Random(3)
    labels = LABELS * 40
    inks = [ink_of(label, source) for label in labels]
    rng = np.random.default_rng(3)
    targets = np.concatenate(
        [label_sets(labels, ALPHABETS["alphanumeric"]), np.zeros((64, 62), np.bool_)]
    )
    glyphs = glyphs_of_inks([*inks, *(scribble(rng) for _ in range(64))])
    return Pool(
        glyphs=glyphs,
        targets=targets,
        source=np.repeat([0, 1], [len(labels), 64]),
        validation=np.arange(len(glyphs)) % 10 == 0,
        names=("drawings", "scribbles"),
        log_prior=np.stack([log_prior(t, np.ones(62)) for t in (targets[:640], targets[640:])]),
        dropped={},
    )


def recipe(**optimisation):
    """A recipe that learns those drawings in seconds."""
    return Recipe.model_validate(
        {
            "name": "tiny",
            "seed": 5,
            "network": {
                "name": "residual",
                "options": {"widths": [8, 16, 24, 32], "blocks": [1, 1, 0]},
            },
            "data": {"sources": {"drawings": 1.0, "scribbles": 1.0}},
            "optimisation": {
                "epochs": 6,
                "batch_size": 32,
                "learning_rate": 0.01,
                "average": 0.9,
                **optimisation,
            },
        }
    )
