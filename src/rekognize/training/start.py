"""Training goes on from a bundle: its weights, with batch normalisation unfolded again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from rekognize.bundle import Bundle, load_bundle
from rekognize.errors import InvalidRecipe
from rekognize.training.export import stored_weights
from rekognize.training.networks import Residual, build, parameter_count
from rekognize.training.recipe import Recipe

_Values = NDArray[np.float32]


def bundle_of(path: Path) -> Bundle:
    """The bundle at a path, or that of the run in that folder.

    Raises:
        MissingData, InvalidBundle: there is none that is sound.
    """
    return load_bundle(path / "model.onnx" if path.is_dir() else path)


@torch.no_grad()
def load_weights(network: nn.Module, bundle: Bundle, glyphs: Tensor) -> None:
    """Give a network, on the CPU, the weights of a bundle, so that it computes the same.

    The bundle's network is the same, or the same without the specialist that this one has.

    Args:
        network: as a recipe builds it.
        bundle: whose weights to take.
        glyphs: float (N, 1, 28, 28), a few hundred or more, like those to be trained on.

    Raises:
        InvalidRecipe: the bundle's model is another network.
    """
    if isinstance(network, Residual) and network.specialist is not None:
        settings = Recipe.of(bundle.card).network
        general = build(settings.name, settings.options)
        if isinstance(general, Residual) and general.specialist is None:
            _unfold_into(general, bundle, glyphs)
            network.go_on_from(general)
            return
    _unfold_into(network, bundle, glyphs)


def _unfold_into(network: nn.Module, bundle: Bundle, glyphs: Tensor) -> None:
    """Give a network the weights of a bundle of the same architecture.

    An exported convolution carries the normalisation after it in its own weights. So that training
    can go on, each normalisation gets the mean and variance of what reaches it on some glyphs, and
    the scale and shift that undo just these: the function stays the bundle's, in evaluation mode
    exactly, in training mode as nearly as a batch is like those glyphs.
    """
    if (own := parameter_count(network)) != bundle.card.parameters:
        raise InvalidRecipe(
            f"a bundle to start from has the recipe's own network, with {own:,} parameters; "
            f"received {bundle.card.identity} with {bundle.card.parameters:,}"
        )
    weights = stored_weights(bundle.model)
    modules = dict(network.named_modules())
    shifts: dict[nn.BatchNorm2d, Tensor] = {}
    for name, parameter in network.named_parameters():
        owner, _, kind = name.rpartition(".")
        module = modules[owner]
        if isinstance(module, nn.BatchNorm2d):
            # Folded into the convolution before it, the first of the same pair.
            convolution = f"{owner.rpartition('.')[0]}.0.weight"
            if kind == "bias":
                shifts[module] = _weight(weights, f"{convolution}_bias", parameter, bundle)
            continue
        parameter.copy_(_weight(weights, name, parameter, bundle))
    unfolding = [
        norm.register_forward_pre_hook(lambda norm, given: _unfold(norm, given[0], shifts[norm]))
        for norm in shifts
    ]
    was_training = network.training
    network.eval()(glyphs)
    network.train(was_training)
    for hook in unfolding:
        hook.remove()


def _weight(weights: dict[str, _Values], name: str, like: Tensor, bundle: Bundle) -> Tensor:
    found = weights.get(name)
    if found is None or found.shape != tuple(like.shape):
        raise InvalidRecipe(
            f"a bundle to start from has the recipe's own network, with {name} "
            f"{tuple(like.shape)}; received {bundle.card.identity} with "
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
