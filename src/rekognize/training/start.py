"""Training goes on from a bundle: its weights, with batch normalisation unfolded again.

A deeper residual network than the bundle's may go on from it as well.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from rekognize.bundle import Bundle, load_bundle
from rekognize.errors import InvalidRecipe
from rekognize.training.export import stored_weights, to_onnx
from rekognize.training.networks import Block, Residual, build
from rekognize.training.recipe import Recipe

_Values = NDArray[np.float32]


def bundle_of(path: Path) -> Bundle:
    """The bundle at a path, or that of the run in that folder.

    Raises:
        MissingData, InvalidBundle: there is none that is sound.
    """
    return load_bundle(path / "model.onnx" if path.is_dir() else path)


def network_of(bundle: Bundle, glyphs: Tensor) -> nn.Module:
    """The network of a bundle, in evaluation mode; ``glyphs`` as :func:`load_weights`.

    Raises:
        InvalidRecipe: its card holds no recipe of ours, or its model is another network.
    """
    recipe = Recipe.of(bundle.card)
    network = build(recipe.network.name, recipe.network.options)
    load_weights(network, bundle, glyphs)
    return network.eval()


@torch.no_grad()
def begin(network: nn.Module, bundle: Bundle, glyphs: Tensor) -> None:
    """Give a network the function of a bundle whose network is the same, or has fewer blocks.

    Further residual blocks stand at the end of their stage and add nothing at first: the scale of
    their last normalisation is zero (Net2DeeperNet: Chen et al., "Net2Net: Accelerating learning
    via knowledge transfer", 2016).

    Args:
        network: as the recipe builds it.
        bundle: to go on from.
        glyphs: as :func:`load_weights`.

    Raises:
        InvalidRecipe: the bundle's network is no such one, or its card holds no recipe of ours.
    """
    smaller = network_of(bundle, glyphs)
    if isinstance(network, Residual) and isinstance(smaller, Residual):
        _deepen(network, smaller)
    try:
        network.load_state_dict(smaller.state_dict())
    except RuntimeError:
        raise InvalidRecipe(
            "a bundle to start from has the recipe's own network, or one with fewer blocks; "
            f"received {bundle.card.identity} with {bundle.card.recipe.get('network')}"
        ) from None


def _deepen(network: Residual, smaller: Residual) -> None:
    """Put blocks that add nothing into the smaller one wherever the other has more."""
    for at, module in enumerate(network.stages):
        further = at == len(smaller.stages) or not isinstance(smaller.stages[at], Block)
        if isinstance(module, Block) and further:
            added = copy.deepcopy(module)
            nn.init.zeros_(added.second.get_parameter("1.weight"))
            smaller.stages.insert(at, added)


@torch.no_grad()
def join(network: nn.Module, bundles: Sequence[Bundle], glyphs: Tensor) -> None:
    """Give a network the mean of its own weights and those of some bundles.

    Networks that began with the same weights read better in the mean of theirs than in any one's
    (Wortsman et al., "Model soups", 2022), where each has learnt something else.

    Args:
        network: of the bundles' architecture, on the CPU; in evaluation mode afterwards.
        bundles: whose weights count as much as the network's own.
        glyphs: as :func:`load_weights`.
    """
    own = stored_weights(to_onnx(network, "float32"))
    tables = [own, *(stored_weights(bundle.model) for bundle in bundles)]
    mean = {name: np.mean([table[name] for table in tables], axis=0) for name in own}
    _unfold_into(network, mean, glyphs, "their mean")


@torch.no_grad()
def load_weights(network: nn.Module, bundle: Bundle, glyphs: Tensor) -> None:
    """Give a network, on the CPU, the weights of a bundle of the same architecture.

    An exported convolution carries the normalisation after it in its own weights. So that training
    can go on, each normalisation gets the mean and variance of what reaches it on some glyphs, and
    the scale and shift that undo just these: the function stays the bundle's, in evaluation mode
    exactly, in training mode as nearly as a batch is like those glyphs.

    Args:
        network: as the bundle's recipe builds it.
        bundle: whose weights to take.
        glyphs: float (N, 1, 28, 28), a few hundred or more, like those to be trained on.

    Raises:
        InvalidRecipe: the bundle's model is another network.
    """
    _unfold_into(network, stored_weights(bundle.model), glyphs, bundle.card.identity)


def _unfold_into(network: nn.Module, weights: dict[str, _Values], glyphs: Tensor, of: str) -> None:
    """Give a network weights in which normalisation is folded; ``of`` names what they are of."""
    modules = dict(network.named_modules())
    shifts: dict[nn.BatchNorm2d, Tensor] = {}
    for name, parameter in network.named_parameters():
        owner, _, kind = name.rpartition(".")
        module = modules[owner]
        if isinstance(module, nn.BatchNorm2d):
            # Folded into the convolution before it, the first of the same pair.
            convolution = f"{owner.rpartition('.')[0]}.0.weight"
            if kind == "bias":
                shifts[module] = _weight(weights, f"{convolution}_bias", parameter, of)
            continue
        parameter.copy_(_weight(weights, name, parameter, of))
    unfolding = [
        norm.register_forward_pre_hook(lambda norm, given: _unfold(norm, given[0], shifts[norm]))
        for norm in shifts
    ]
    was_training = network.training
    network.eval()(glyphs)
    network.train(was_training)
    for hook in unfolding:
        hook.remove()


def _weight(weights: dict[str, _Values], name: str, like: Tensor, of: str) -> Tensor:
    found = weights.get(name)
    if found is None or found.shape != tuple(like.shape):
        raise InvalidRecipe(
            "a bundle to start from or to join has the recipe's own network, with "
            f"{name} {tuple(like.shape)}; received {of} with "
            f"{'none' if found is None else found.shape}"
        )
    return torch.from_numpy(found)


def _unfold(norm: nn.BatchNorm2d, given: Tensor, shift: Tensor) -> None:
    """Make a normalisation add ``shift`` to what it is given, by statistics that fit this."""
    assert norm.running_mean is not None  # noqa: S101 - all of ours keep statistics
    assert norm.running_var is not None  # noqa: S101
    variance, mean = torch.var_mean(given, dim=(0, 2, 3))
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_(torch.sqrt(variance + norm.eps))
    norm.bias.copy_(shift + mean)
