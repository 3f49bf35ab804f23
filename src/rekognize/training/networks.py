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

    def __init__(self, features: int, label_features: int | None = None) -> None:
        super().__init__()
        self.label = nn.Linear(label_features or features, len(BASE))
        self.character = nn.Linear(features, 1)

    def forward(
        self, features: Tensor, label_features: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """(N, F), and for the label more where there are, -> logits (N, 62) and (N,)."""
        told = features if label_features is None else label_features
        return self.label(told), self.character(features).squeeze(1)


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


_HIDDEN: Final = 32
"""Numbers that a gate makes up its mind with: a weighted sum alone tells half as well."""


class Residual(nn.Module):
    """The default: a narrow residual network over 28, 14, 7 and 4 pixels a side.

    Beside its last stage there may be a specialist, who reads some kind of writing better. What it
    has to say of the label is added, as far as a gate lets it, which looks at the mean of every map
    of the stages before (Jacobs et al., "Adaptive mixtures of local experts", 1991). Whether it is
    a character at all, the last stage alone says.

    Args:
        widths: channels at each of the four resolutions.
        blocks: residual blocks at each of the last three.
        dropout: share of the pooled features dropped in training.
        specialist: whether there is one.
    """

    def __init__(
        self,
        widths: tuple[int, int, int, int] = (16, 32, 64, 96),
        blocks: tuple[int, int, int] = (1, 2, 1),
        dropout: float = 0.1,
        specialist: bool = False,
    ) -> None:
        super().__init__()
        stages: list[nn.Module] = [_convolution(1, widths[0]), nn.ReLU()]
        ends = []
        for inputs, outputs, count in zip(widths[:-1], widths[1:], blocks, strict=True):
            ends.append(len(stages))
            stages += _stage(inputs, outputs, count)
        self.stages = nn.Sequential(*stages)
        self._ends = tuple(ends)
        self.dropout = nn.Dropout(dropout)
        self.heads = Heads(widths[-1], 2 * widths[-1] if specialist else None)
        self.specialist: nn.Sequential | None = None
        if specialist:
            self.specialist = nn.Sequential(*_stage(widths[-2], widths[-1], blocks[-1]))
            self.gate = nn.Sequential(
                *(_convolution(sum(widths[:-1]), _HIDDEN, kernel=1), nn.ReLU()),
                nn.Conv2d(_HIDDEN, 1, 1),
            )

    def forward(self, glyphs: Tensor) -> tuple[Tensor, Tensor]:
        """float (N, 1, 28, 28) -> logits (N, 62) and character logits (N,)."""
        told = None
        if self.specialist is None:
            general = _means(self.stages(glyphs))
        else:
            general, special, gate = self._look(glyphs)
            told = self.dropout(torch.cat([general, torch.sigmoid(gate) * special], dim=1))
        heads: tuple[Tensor, Tensor] = self.heads(self.dropout(general), told)
        return heads

    def specialised(self, glyphs: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """The specialist has its whole say of glyphs that are its own, and none of the others.

        Args:
            glyphs: float (N, 1, 28, 28).
            own: bool (N,).

        Returns:
            Logits (N, 62), and the gate's (N,), above zero for the specialist.
        """
        general, special, gate = self._look(glyphs)
        told = torch.cat([general, own.unsqueeze(1).to(special.dtype) * special], dim=1)
        return self.heads.label(self.dropout(told)), gate.squeeze(1)

    def go_on_from(self, general: Residual) -> None:
        """Have the stages and heads of a network without specialist, and compute the same.

        The specialist begins as the last stage, and has nothing to say.

        Raises:
            InvalidRecipe: it differs in more than that.
        """
        assert self.specialist is not None  # noqa: S101 - asked of no other
        weights = general.state_dict()
        label = weights["heads.label.weight"]
        weights["heads.label.weight"] = torch.cat([label, torch.zeros_like(label)], dim=1)
        own = {n: w for n, w in self.state_dict().items() if n.startswith(("specialist.", "gate."))}
        try:
            self.load_state_dict(own | weights)
        except RuntimeError as error:
            raise InvalidRecipe(
                "a specialist joins a network that is the same but for having none; received "
                f"another: {str(error).splitlines()[-1].strip()}"
            ) from None
        last = nn.Sequential(*list(self.stages)[self._ends[-1] :])
        self.specialist.load_state_dict(last.state_dict())

    def keep_all_else(self) -> None:
        """Let nothing learn but the specialist, its weights in the last sum, and the gate."""
        for name, parameter in self.named_parameters():
            learns = name.startswith(("specialist.", "gate.")) or name == "heads.label.weight"
            parameter.requires_grad_(learns)
        its_weights = torch.arange(self.heads.label.in_features) >= self.heads.character.in_features
        weight = self.heads.label.weight
        weight.register_hook(lambda slope: slope * its_weights.to(slope))  # type: ignore[no-untyped-call]

    def _look(self, glyphs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Features of the last stage and of the specialist (N, F), and the gate's logit (N, 1)."""
        assert self.specialist is not None  # noqa: S101 - asked of no other
        x, means = glyphs, []
        for start, end in zip((0, *self._ends[:-1]), self._ends, strict=True):
            x = self.stages[start:end](x)
            means.append(x.mean(dim=(2, 3), keepdim=True))
        gate = self.gate(torch.cat(means, dim=1)).flatten(1)
        return _means(self.stages[self._ends[-1] :](x)), _means(self.specialist(x)), gate


def _stage(inputs: int, outputs: int, blocks: int) -> list[nn.Module]:
    """Half the pixels a side, and residual blocks."""
    half = [_convolution(inputs, outputs, stride=2), nn.ReLU()]
    return [*half, *(Block(outputs) for _ in range(blocks))]


def _means(maps: Tensor) -> Tensor:
    """(N, C, H, W) -> (N, C)."""
    return maps.mean(dim=(2, 3))


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
    """Weights and biases of a network."""
    return sum(p.numel() for p in network.parameters())
