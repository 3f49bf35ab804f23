"""The champion goes on learning: from accepted feedback, while it rehearses what it knows.

Fine-tuning on a few corrections alone would forget the rest (McCloskey and Cohen, 1989). So many
base glyphs are mixed in for each correction, and on those the candidate is held to their labels and
to the champion's own answers (Li and Hoiem, "Learning without Forgetting", 2016). A correction
tells its label from the others of the alphabet that was asked in, and from nothing else: among
letters, an O says nothing of 0; and what is read with some certainty is let be. In the end the
candidate goes back a part of the way. What was tried is in docs/registry.md.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from rekognize.alphabets import get_alphabet
from rekognize.bundle import Bundle, Calibration, Card, TrainingData, write_bundle
from rekognize.datasets.base_set import BaseSet
from rekognize.errors import InvalidRecipe
from rekognize.feedback.accepted import Accepted
from rekognize.training.base import make_drawn_base_set
from rekognize.training.loop import Run, Watcher
from rekognize.training.pool import Pool
from rekognize.training.produce import LICENCES, produce
from rekognize.training.recipe import Data, Distillation, Optimisation, Recipe

FEEDBACK: Final = "feedback"
"""Its name in cards; what was told apart among an alphabet is the source ``feedback:ALPHABET``."""

_REHEARSALS: Final = 7
"""Base glyphs for each correction."""

_LEAST_REHEARSED: Final = 2_000
_EPOCHS: Final = 40
_MOST_IMAGES: Final = 150_000
"""Glyphs learnt from in all; a core learns from a few hundred a second."""

_BATCH: Final = 256
_ANSWERS: Final = 0.75
"""Weight of the champion's answers on what is rehearsed; the labels have the rest."""

_TEMPERATURE: Final = 2.0
"""At which both are compared: what the champion thinks unlikely decides under another prior."""

_ENOUGH: Final = 0.62
"""Probability of its label with which a correction is learnt: more would cost what others write."""

_WAY: Final = 0.8
"""How much of the way from the champion's weights to those learnt is gone."""

_MEASURING: Final = 2_000
"""Glyphs that every epoch is measured on, which decides nothing."""

_FITTED_FOR: Final = "; fitted for "
"""Stands in a card before the model whose calibration was kept."""


def retrain(
    champion: Bundle,
    accepted: Accepted,
    base: BaseSet | None,
    folder: Path,
    watch: Watcher = lambda _: None,
) -> Bundle:
    """Make a candidate from the champion; gives its bundle, written to the folder.

    A run that was begun in the folder, from the same champion, feedback and base, is gone on with.
    The candidate keeps the champion's calibration: only glyphs that neither has learnt could fit
    it again, and the gate needs all of those to judge by.

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
    pool = _pool(accepted, learnt, rehearsed)
    recipe = _recipe(champion, pool.names, len(learnt), rehearsed)
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
            dropped={FEEDBACK: _dropped(accepted)},
            files={FEEDBACK: accepted.digest, **({"base set": base.digest} if base else {})},
            licences=f"{LICENCES} Feedback: given by visitors of this server.",
        ),
        "weaknesses": parent.weaknesses,
        "calibration": _kept(parent),
    }
    return write_bundle(made.path, made.model, made.card.model_copy(update=changes))


def _dropped(accepted: Accepted) -> dict[str, int]:
    """Accepted feedback that is not learnt, by reason."""
    dropped = {"held out for the gate": int(accepted.held_out.sum())}
    if accepted.left_out:
        dropped["of another glyph version, drawing unreadable"] = accepted.left_out
    return dropped


def _kept(parent: Card) -> Calibration:
    """The parent's calibration, which says whose it first was."""
    fitted = parent.calibration
    if _FITTED_FOR in fitted.data:  # It was kept from somebody before.
        return fitted
    data = f"{fitted.data}{_FITTED_FOR}{parent.identity} and not again since"
    return fitted.model_copy(update={"data": data})


def _key(champion: Bundle, accepted: Accepted, base: BaseSet | None, recipe: Recipe) -> str:
    """What a run must agree in to be gone on with; a later version may retrain otherwise."""
    settings = hashlib.sha256(recipe.model_dump_json().encode()).hexdigest()
    parts = (champion.card.sha256, accepted.digest, base.digest if base else "outlines", settings)
    return "-".join(part[:12] for part in parts)


def _rehearsed(base: BaseSet) -> tuple[str, ...]:
    """The base set's sources by names that no reader of whole data sets knows."""
    return tuple(f"base:{name}" for name in base.names)


def _recipe(champion: Bundle, names: tuple[str, ...], corrections: int, base: BaseSet) -> Recipe:
    """How the champion was made, but gently, from a pool of these sources.

    Glyphs are bent as recipes do by default, more than at the end of the shipped ones: that helps
    the few corrections most. Nothing of it is the champion's own, so a chain of runs bends alike.
    What the champion's recipe set aside is its own: that tells which samples nobody has learnt.
    """
    made = Recipe.of(champion.card)
    there = int((~base.validation).sum())
    wanted = max(_LEAST_REHEARSED, _REHEARSALS * corrections)
    share = min(1.0, wanted / max(1, there))
    sources = dict.fromkeys(names, 1.0) | dict.fromkeys(_rehearsed(base), share)
    images = corrections + min(wanted, there)
    return Recipe(
        name=champion.card.name,
        seed=made.seed,
        network=made.network,
        data=Data(sources=sources, validation=made.data.validation, seed=made.split_seed),
        optimisation=Optimisation(
            epochs=max(2, min(_EPOCHS, _MOST_IMAGES // images)),
            batch_size=_BATCH,
            learning_rate=1e-3,
            weight_decay=0.0,
            warm_up=0.1,
            label_smoothing=0.0,
            average=0.98,
            frozen_normalisation=True,
            enough=_ENOUGH,
            way=_WAY,
        ),
        distillation=Distillation(
            weight=_ANSWERS, temperature=_TEMPERATURE, sources=_rehearsed(base)
        ),
    )


def _pool(accepted: Accepted, learnt: NDArray[np.intp], base: BaseSet) -> Pool:
    """Feedback, and what is rehearsed of the base set, whose validation part is not learnt."""
    alphabets, source = np.unique(np.array(accepted.alphabets)[learnt], return_inverse=True)
    measuring = _measuring(base)
    kept = np.flatnonzero(~base.validation | measuring)
    return Pool(
        np.concatenate([accepted.glyphs[learnt], base.glyphs[kept]]),
        np.concatenate([accepted.targets[learnt], base.targets[kept]]),
        np.concatenate([source, base.source[kept] + len(alphabets)]),
        np.concatenate([np.zeros(len(learnt), np.bool_), measuring[kept]]),
        (*(f"{FEEDBACK}:{name}" for name in alphabets), *_rehearsed(base)),
        np.concatenate([*map(_even, alphabets), base.log_prior]),
        {},
    )


def _measuring(base: BaseSet) -> NDArray[np.bool_]:
    """Which glyphs every epoch is measured on, bool (N,): some that are kept from training.

    Of our own outlines, which have no validation part, a tenth is set aside at most.
    """
    rows = np.random.default_rng(0).permutation(len(base.glyphs))
    unseen = rows[base.validation[rows]] if base.validation.any() else rows[: len(rows) // 10]
    measuring = np.zeros(len(rows), np.bool_)
    measuring[unseen[:_MEASURING]] = True
    return measuring


def _even(alphabet: str) -> NDArray[np.float32]:
    """Log prior of the classes among which labels of an alphabet were told apart, (1, 62).

    It says nothing of how often each is written: people correct what was read wrong.
    """
    inside = get_alphabet(alphabet).member_mask
    prior: NDArray[np.float32] = np.where(inside, -np.log(inside.sum()), -np.inf)[None]
    return prior.astype(np.float32)
