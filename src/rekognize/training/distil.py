"""A network learns from the answers of others (Hinton et al., 2015).

Teachers see each glyph as it is, once, before training begins; the learner sees it turned and
bent. A teacher's normalisation fits glyphs as they are: of bent ones it reads fewer than it would
with their own means and variances, and fewer than the learner could (docs/experiments.md). Only a
learner whose own normalisation is frozen is told what its teachers say of the bent glyph: it sees
as they do, and one that begins as its teacher begins by agreeing with it (Li and Hoiem, "Learning
without Forgetting", 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from rekognize.bundle import Bundle
from rekognize.errors import InvalidRecipe
from rekognize.training.outputs import Stored
from rekognize.training.pool import Pool
from rekognize.training.recipe import Recipe


def check_teachers(recipe: Recipe, count: int) -> None:
    """Check that a recipe that distils has teachers, and one that does not has none.

    Raises:
        InvalidRecipe: it is not so.
    """
    if (recipe.distillation is None) != (count == 0):
        raise InvalidRecipe(
            f"teachers and a recipe with [distillation] go together; {recipe.name!r} "
            f"has {'none' if recipe.distillation is None else 'one'}, received {count} teachers"
        )


class Answers(NamedTuple):
    """What teachers say of N glyphs.

    Attributes:
        labels: float (N, 62), probabilities at the teachers' temperature, under an even prior.
        scores: float (N,), how likely each glyph is a character.
    """

    labels: Tensor
    scores: Tensor

    def of(self, rows: Tensor) -> Answers:
        """Those of some of the glyphs."""
        return Answers(self.labels[rows], self.scores[rows])


class Teachers:
    """Several bundles that answer as one: the mean of their probabilities.

    Args:
        bundles: at least one.
        temperature: divides all logits, so that what is unlikely still teaches.
    """

    def __init__(self, bundles: Sequence[Bundle], temperature: float) -> None:
        self._models = [Stored(bundle.model) for bundle in bundles]
        self._temperature = temperature

    def answer(self, glyphs: Tensor) -> Answers:
        """What they say of float32 (N, 1, 28, 28), ink 1.0, on any device."""
        pixels = glyphs.cpu().contiguous().numpy()
        return self._mean([model.outputs(pixels) for model in self._models], glyphs.device)

    def answer_pool(self, pool: Pool, is_taught: Tensor, device: torch.device) -> Answers:
        """What they say of a pool's training glyphs of the sources (S,) that are taught.

        For the others there are rows of zeros. Kept in half precision.
        """
        rows = np.flatnonzero(is_taught.cpu().numpy()[pool.source] & ~pool.validation)
        outputs = [model.outputs_of_pixels(pool.glyphs[rows]) for model in self._models]
        said = self._mean(outputs, torch.device("cpu"))
        labels = torch.zeros(pool.targets.shape, dtype=torch.float16)
        scores = torch.zeros(len(pool.glyphs), dtype=torch.float16)
        labels[rows], scores[rows] = said.labels.half(), said.scores.half()
        return Answers(labels.to(device), scores.to(device))

    def _mean(
        self, outputs: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]], on: torch.device
    ) -> Answers:
        logits, character = (
            torch.from_numpy(np.stack(part)) for part in zip(*outputs, strict=True)
        )
        labels = functional.softmax(logits / self._temperature, dim=2).mean(dim=0)
        return Answers(labels.to(on), torch.sigmoid(character).mean(dim=0).to(on))

    def loss(self, outputs: tuple[Tensor, Tensor], said: Answers, is_character: Tensor) -> Tensor:
        """How far a network's outputs are from what the teachers said, a scalar.

        Cross-entropy of the labels at the temperature, times its square, so that its gradients
        keep their size; only of characters, for the teachers have not learnt to label others.
        Plus that of the character score.

        Args:
            outputs: logits (N, 62) and character logits (N,) of the learner.
            said: of the same N glyphs.
            is_character: bool (N,).
        """
        logits, character = (output.float() for output in outputs)
        log_labels = functional.log_softmax(logits / self._temperature, dim=1)
        apart = -(said.labels.float() * log_labels).sum(dim=1)[is_character].sum() / len(logits)
        return apart * self._temperature**2 + functional.binary_cross_entropy_with_logits(
            character, said.scores.float()
        )
