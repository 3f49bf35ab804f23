"""The networks: a small residual one, and the plain stack that tutorials teach.

Both have one input, ``glyphs`` float32 (N, 1, 28, 28) in 0..1, and two outputs: ``logits``
float32 (N, 62) over the base classes, and ``character`` float32 (N,), the logit that the picture
shows any single character at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import torch
from torch import Tensor, nn

from rekognize.alphabets import BASE
from rekognize.errors import InvalidRecipe


class Heads(nn.Module):
    """What the picture is, and whether it is any character: two linear maps of the features."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.label = nn.Linear(features, len(BASE))
        self.character = nn.Linear(features, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """(N, F) -> logits (N, 62) and (N,)."""
        return self.label(features), self.character(features).squeeze(1)


def _convolution(inputs: int, outputs: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class Block(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al., 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = _convolution(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> the same shape."""
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class Residual(nn.Module):
    """The default: a narrow residual network over 28, 14, 7 and 4 pixels a side.

    Args:
        widths: channels at each of the four resolutions.
        blocks: residual blocks at each of the last three.
        dropout: share of the pooled features dropped in training.
    """

    def __init__(
        self,
        widths: tuple[int, int, int, int] = (16, 32, 64, 96),
        blocks: tuple[int, int, int] = (1, 2, 1),
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        stages: list[nn.Module] = [_convolution(1, widths[0]), nn.ReLU()]
        for inputs, outputs, count in zip(widths[:-1], widths[1:], blocks, strict=True):
            stages += [_convolution(inputs, outputs, stride=2), nn.ReLU()]
            stages += [Block(outputs) for _ in range(count)]
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(dropout)
        self.heads = Heads(widths[-1])

    def forward(self, glyphs: Tensor) -> tuple[Tensor, Tensor]:
        """float (N, 1, 28, 28) -> logits (N, 62) and character logits (N,)."""
        features = self.stages(glyphs).mean(dim=(2, 3))
        heads: tuple[Tensor, Tensor] = self.heads(self.dropout(features))
        return heads


class Classic(nn.Module):
    """The stack that tutorials teach: convolutions, pooling, dropout and dense layers.

    5x5 and 3x3 convolutions with batch normalisation (Ioffe & Szegedy, 2015), max-pooling,
    dropout (Srivastava et al., 2014), two dense layers: about 200,000 parameters.
    """

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.stages = nn.Sequential(
            *(_convolution(1, 24, kernel=5), nn.ReLU(), nn.MaxPool2d(2)),
            *(_convolution(24, 32), nn.ReLU(), _convolution(32, 32), nn.ReLU(), nn.MaxPool2d(2)),
            *(_convolution(32, 64), nn.ReLU(), nn.MaxPool2d(2)),
            nn.Flatten(),
            *(nn.Dropout(dropout), nn.Linear(64 * 3 * 3, 224), nn.ReLU(), nn.Dropout(dropout)),
        )
        self.heads = Heads(224)

    def forward(self, glyphs: Tensor) -> tuple[Tensor, Tensor]:
        """float (N, 1, 28, 28) -> logits (N, 62) and character logits (N,)."""
        heads: tuple[Tensor, Tensor] = self.heads(self.stages(glyphs))
        return heads


NETWORKS: Final[Mapping[str, Callable[..., nn.Module]]] = MappingProxyType(
    {"residual": Residual, "classic": Classic}
)
"""Networks by the name that recipes use."""


def build(name: str, options: Mapping[str, object]) -> nn.Module:
    """The network of a recipe, with fresh weights.

    Raises:
        InvalidRecipe: no such network, or options that it does not take.
    """
    if name not in NETWORKS:
        raise InvalidRecipe(f"the networks are {', '.join(NETWORKS)}; received {name!r}")
    lists_as_tuples = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    try:
        return NETWORKS[name](**lists_as_tuples)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InvalidRecipe(
            f"the network {name!r} does not take {dict(options)!r}: {error}"
        ) from None


def parameter_count(network: nn.Module) -> int:
    """Trainable numbers in a network."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)
