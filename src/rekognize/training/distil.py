"""A small network learns from the answers of larger ones (Hinton et al., 2015)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from rekognize.bundle import Bundle
from rekognize.errors import InvalidRecipe
from rekognize.training.precision import autocast
from rekognize.training.recipe import Recipe
from rekognize.training.start import network_of


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


class Teachers:
    """Several bundles that answer as one: the mean of their probabilities.

    Args:
        bundles: of networks that recipes describe; at least one.
        glyphs: float (N, 1, 28, 28), a few, on the CPU, as :func:`network_of` needs them.
        device: where to compute.
        temperature: divides all logits, so that what is unlikely still teaches.
    """

    def __init__(
        self,
        bundles: Sequence[Bundle],
        glyphs: Tensor,
        device: torch.device,
        temperature: float,
    ) -> None:
        self._networks = [
            network_of(bundle, glyphs).requires_grad_(False).to(device) for bundle in bundles
        ]
        self._temperature = temperature

    @torch.no_grad()
    def answer(self, glyphs: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities (N, 62) under an even prior and character scores (N,), float32."""
        with autocast(glyphs.device):
            outputs = [network(glyphs) for network in self._networks]
        labels = torch.stack(
            [functional.softmax(logits.float() / self._temperature, dim=1) for logits, _ in outputs]
        )
        scores = torch.stack([torch.sigmoid(character.float()) for _, character in outputs])
        return labels.mean(dim=0), scores.mean(dim=0)

    def loss(self, outputs: tuple[Tensor, Tensor], glyphs: Tensor, is_character: Tensor) -> Tensor:
        """How far a network's outputs are from the teachers', a scalar.

        Cross-entropy of the labels at the temperature, times its square, so that its gradients
        keep their size; only of characters, for the teachers have not learnt to label others.
        Plus that of the character score.

        Args:
            outputs: logits (N, 62) and character logits (N,) of the learner.
            glyphs: float (N, 1, 28, 28), what both saw.
            is_character: bool (N,).
        """
        logits, character = (output.float() for output in outputs)
        labels, scores = self.answer(glyphs)
        log_labels = functional.log_softmax(logits / self._temperature, dim=1)
        apart = -(labels * log_labels).sum(dim=1)[is_character].sum() / len(logits)
        return apart * self._temperature**2 + functional.binary_cross_entropy_with_logits(
            character, scores
        )
