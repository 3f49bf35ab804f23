"""The champion goes on learning: from accepted feedback, while it rehearses what it knows.

Fine-tuning on a few corrections alone would forget the rest (McCloskey and Cohen, 1989). So many
base glyphs are mixed in for each correction, and on those the candidate is held to the champion's
own answers (Li and Hoiem, "Learning without Forgetting", 2016). Only the last stage of the network
moves: that learns corrections as well as the whole does, at less cost (docs/registry.md).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from rekognize.alphabets import BASE
from rekognize.bundle import Bundle, TrainingData, write_bundle
from rekognize.datasets.base_set import BaseSet
from rekognize.errors import InvalidRecipe
from rekognize.feedback.accepted import Accepted
from rekognize.training.base import make_drawn_base_set
from rekognize.training.loop import Run, Watcher
from rekognize.training.pool import Pool
from rekognize.training.produce import LICENCES, produce
from rekognize.training.recipe import Data, Distillation, Optimisation, Recipe

FEEDBACK: Final = "feedback"
_REHEARSALS: Final = 7
"""Base glyphs for each correction."""

_NEAR: Final = ("base:unipen", "base:unipen-drawn")
_NEARER: Final = 3.0
"""Other people's strokes are forgotten first, being most like feedback: so much more of them."""

_LEAST_REHEARSED: Final = 2_000
_EPOCHS: Final = 40
_MOST_IMAGES: Final = 70_000
"""Glyphs learnt from in all; a core learns from a few hundred a second."""

_BATCH: Final = 256
_HELD: Final = 0.36
"""Weight of the champion's answers to a base glyph; that of a correction's label is the rest."""

_CALIBRATING: Final = 0.1
"""Share of the rehearsed glyphs that fits the temperatures instead. The gate's are not touched."""


def retrain(
    champion: Bundle,
    accepted: Accepted,
    base: BaseSet | None,
    folder: Path,
    watch: Watcher = lambda _: None,
) -> Bundle:
    """Make a candidate from the champion; gives its bundle, written to the folder.

    A run that was begun in the folder, from the same champion, feedback and base, is gone on with.

    Args:
        champion: to start from.
        accepted: feedback; the held-out part is left alone.
        base: what to rehearse; None where there is nothing, and then our own outlines are, with
            which more is forgotten.
        folder: of the run.
        watch: is told how far it is; may raise to end the run.

    Raises:
        InvalidRecipe: there is no feedback to learn from, or the champion's card does not say
            which network it is.
    """
    learnt = np.flatnonzero(~accepted.held_out)
    if not accepted.targets[learnt].any():
        raise InvalidRecipe(
            f"accepted feedback of characters is needed to learn from, received {len(learnt)} "
            f"records for training and {int(accepted.held_out.sum())} to judge by"
        )
    rehearsed = make_drawn_base_set(folder / "glyphs") if base is None else base
    recipe = _recipe(champion, len(learnt), rehearsed)
    pool = _pool(accepted, learnt, rehearsed)
    mine = folder / _key(champion, accepted, base, recipe)
    run = Run(recipe, pool, mine, torch.device("cpu"), start=champion, teachers=(champion,))
    network = run.train(watch)
    parent = champion.card
    made = produce(network, recipe, pool, mine, mine / "model.onnx", parent, (parent,))
    changes: dict[str, object] = {
        "size_model": parent.size_model,
        "measured_by": "rekognize retrain",
        "training": TrainingData(
            images=pool.counts(),
            dropped={FEEDBACK: {"held out for the gate": int(accepted.held_out.sum())}},
            files={FEEDBACK: accepted.digest, **({"base set": base.digest} if base else {})},
            licences=f"{LICENCES} Feedback: given by visitors of this server.",
        ),
        "weaknesses": parent.weaknesses,
    }
    if base is None:  # How sure to be of what people write, outlines do not say.
        changes["calibration"] = parent.calibration
    return write_bundle(made.path, made.model, made.card.model_copy(update=changes))


def _key(champion: Bundle, accepted: Accepted, base: BaseSet | None, recipe: Recipe) -> str:
    """What a run must agree in to be gone on with; a later version may retrain otherwise."""
    settings = hashlib.sha256(recipe.model_dump_json().encode()).hexdigest()
    parts = (champion.card.sha256, accepted.digest, base.digest if base else "outlines", settings)
    return "-".join(part[:12] for part in parts)


def _rehearsed(base: BaseSet) -> tuple[str, ...]:
    """The base set's sources by names that no reader of whole data sets knows."""
    return tuple(f"base:{name}" for name in base.names)


def _recipe(champion: Bundle, corrections: int, base: BaseSet) -> Recipe:
    """How the champion was made, but gently."""
    made = Recipe.of(champion.card)
    there = int((~base.validation).sum())
    wanted = max(_LEAST_REHEARSED, _REHEARSALS * corrections)
    share = min(1.0, wanted / max(1, there))
    sources = {FEEDBACK: 1.0} | {
        name: min(1.0, share * (_NEARER if name in _NEAR else 1.0)) for name in _rehearsed(base)
    }
    images = corrections + min(wanted, there)
    return Recipe(
        name=champion.card.name,
        seed=made.seed,
        network=made.network,
        data=Data(sources=sources),
        augmentation=made.augmentation,
        optimisation=Optimisation(
            epochs=max(2, min(_EPOCHS, _MOST_IMAGES // images)),
            batch_size=_BATCH,
            learning_rate=1e-3,
            weight_decay=0.0,
            warm_up=0.1,
            label_smoothing=0.0,
            average=0.98,
            frozen_normalisation=True,
            only_last_stage=True,
        ),
        distillation=Distillation(weight=_HELD, temperature=1.0, sources=_rehearsed(base)),
    )


def _pool(accepted: Accepted, learnt: NDArray[np.intp], base: BaseSet) -> Pool:
    """Feedback, and what is rehearsed of the base set; its validation part stays the gate's."""
    # Nothing is said of how often each class is written: people correct what was read wrong.
    even = np.full((1, len(BASE)), -np.log(len(BASE)), np.float32)
    kept = np.flatnonzero(~base.validation)
    calibrating = np.random.default_rng(0).random(len(kept)) < _CALIBRATING
    return Pool(
        np.concatenate([accepted.glyphs[learnt], base.glyphs[kept]]),
        np.concatenate([accepted.targets[learnt], base.targets[kept]]),
        np.concatenate([np.zeros(len(learnt), np.int64), base.source[kept] + 1]),
        np.concatenate([np.zeros(len(learnt), np.bool_), calibrating]),
        (FEEDBACK, *_rehearsed(base)),
        np.concatenate([even, base.log_prior]),
        {},
    )
