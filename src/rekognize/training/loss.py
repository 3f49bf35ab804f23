"""Losses: a label that is a set of classes, and "is it a character at all"."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional


def label_set_loss(
    logits: Tensor, allowed: Tensor, log_prior: Tensor, smoothing: float = 0.0
) -> Tensor:
    """-log of the total probability of each label's set of base classes, (N,).

    Logits are adjusted by the class prior of the source that an image comes from (Menon et al.,
    2021), so that what the network itself puts out holds for an even prior: how many images a
    source brought of a class decides no answer.

    Args:
        logits: float (N, 62).
        allowed: bool (N, 62), at least one true a row.
        log_prior: float (N, 62), log of the prior of the image's source.
        smoothing: weight of the even distribution over all classes (Szegedy et al., 2016).
    """
    adjusted = logits + log_prior
    total = torch.logsumexp(adjusted, dim=1)
    inside = torch.logsumexp(adjusted.masked_fill(~allowed, float("-inf")), dim=1)
    loss = total - inside
    if smoothing:
        even = -functional.log_softmax(logits, dim=1).mean(dim=1)
        loss = (1.0 - smoothing) * loss + smoothing * even
    return loss


def training_loss(
    outputs: tuple[Tensor, Tensor],
    allowed: Tensor,
    log_prior: Tensor,
    *,
    smoothing: float,
    character_weight: float,
    enough: float = 1.0,
) -> Tensor:
    """The loss of a batch, a scalar. Rows of ``allowed`` without any class are no characters.

    Those teach only the character output, which every row teaches. A row whose label has a
    probability of ``enough`` or more teaches nothing of it: what is read right with some certainty
    need not push the rest of the network about.
    """
    logits, character = (output.float() for output in outputs)
    is_character = allowed.any(dim=1)
    loss = character_weight * functional.binary_cross_entropy_with_logits(
        character, is_character.float()
    )
    if is_character.any():
        each = label_set_loss(
            logits[is_character], allowed[is_character], log_prior[is_character], smoothing
        )
        loss = loss + functional.relu(each + math.log(enough)).sum() / len(logits)
    return loss
