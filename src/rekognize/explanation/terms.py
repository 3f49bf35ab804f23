"""One number of a layer, written out: what it is made of, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidRequest
from rekognize.explanation.layers import Kind, Layer
from rekognize.explanation.window import Window


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """One number of a layer.

    How ``inputs`` make ``value`` is the layer's kind:

    - convolution and dense: the sum of ``inputs`` x ``weights``, plus ``bias``;
    - ReLU: the input, or 0 when that is below;
    - max-pooling: the greatest input, number ``chosen``;
    - average-pooling: the mean of the inputs;
    - adding: the sum of the inputs;
    - multiplying: their product;
    - sigmoid: 1 / (1 + exp(-input));
    - concatenating: the input;
    - other: not written out, ``inputs`` is empty.

    Attributes:
        layer: the layer.
        place: index of the number in the layer's output.
        value: the number, as the network computed it.
        inputs: float32 of the window's shape: (channels, rows, columns), (numbers,), or one each
            of the layers taken. Zero beyond the edge of a convolution's input.
        weights: float32 of the same shape, None for kinds without.
        bias: what is added to the weighted sum.
        chosen: index into the flat inputs of the one that max-pooling chose; the first of equals.
        corner: row and column of the first of ``inputs`` in the layer before, where it has rows
            and columns. May be negative: beyond the edge.
    """

    layer: Layer
    place: tuple[int, ...]
    value: float
    inputs: NDArray[np.float32]
    weights: NDArray[np.float32] | None = None
    bias: float | None = None
    chosen: int | None = None
    corner: tuple[int, int] | None = None


def write_out(
    layer: Layer, place: tuple[int, ...], values: Mapping[str, NDArray[np.float32]]
) -> Written:
    """One number of a layer and what it is made of.

    Args:
        layer: of the network.
        place: (channel, row, column), or as many indices as the layer's shape has.
        values: of every layer, as :class:`rekognize.explanation.network.Activations` holds them.

    Raises:
        InvalidRequest: the layer has no such place.
    """
    if len(place) != len(layer.shape) or not all(
        0 <= i < n for i, n in zip(place, layer.shape, strict=True)
    ):
        shape = " x ".join(map(str, layer.shape)) or "one number"
        raise InvalidRequest(
            f"a place in {layer.name} ({shape}) is {len(layer.shape)} whole numbers below those, "
            f"received {','.join(map(str, place)) or 'none'}"
        )
    value = float(values[layer.name][place])
    taken = [values[name] for name in layer.inputs]
    flat = int(np.ravel_multi_index(place, layer.shape)) if place else 0
    match layer.kind:
        case Kind.RELU | Kind.ADD | Kind.MULTIPLY | Kind.SIGMOID:
            # What is a single number is multiplied with all.
            inputs = np.array([each.ravel()[flat % each.size] for each in taken], np.float32)
            return Written(layer, place, value, inputs)
        case Kind.CONCATENATE:
            # Channels come first, so one layer's numbers stand behind the other's.
            inputs = np.concatenate([each.ravel() for each in taken])[flat : flat + 1]
            return Written(layer, place, value, inputs)
        case Kind.DENSE if layer.weights is not None and layer.bias is not None:
            row = place[-1]
            bias = float(layer.bias[row])
            return Written(layer, place, value, taken[0].ravel(), layer.weights[row], bias)
        case Kind.CONVOLUTION | Kind.MAX_POOL | Kind.AVERAGE_POOL if layer.window is not None:
            return _in_window(layer, layer.window, place, value, taken[0])
    return Written(layer, place, value, np.empty(0, np.float32))


def _in_window(
    layer: Layer, window: Window, place: tuple[int, ...], value: float, before: NDArray[np.float32]
) -> Written:
    # A mean over the whole map may leave its row and column out.
    channel, row, column = (*place, 0, 0)[:3]
    corner = (
        window.rows.start + row * window.rows.step,
        window.columns.start + column * window.columns.step,
    )
    if layer.weights is not None and layer.bias is not None:
        weights = layer.weights[channel]
        # Of several groups of channels, this one's.
        group = channel * (len(before) // len(weights)) // layer.shape[0]
        channels = before[group * len(weights) : (group + 1) * len(weights)]
        inputs = _cut(channels, window, corner, outside=0.0)
        bias = float(layer.bias[channel])
        return Written(layer, place, value, inputs, weights, bias, corner=corner)
    maximum = layer.kind is Kind.MAX_POOL
    inputs = _cut(before[channel : channel + 1], window, corner, -np.inf if maximum else 0.0)
    chosen = int(inputs.argmax()) if maximum else None
    return Written(layer, place, value, inputs, chosen=chosen, corner=corner)


def _cut(
    maps: NDArray[np.float32], window: Window, corner: tuple[int, int], outside: float
) -> NDArray[np.float32]:
    """The window's part of (C, H, W) maps: (C, rows, columns), ``outside`` beyond the edge."""
    rows = corner[0] + np.arange(window.rows.count) * window.rows.spacing
    columns = corner[1] + np.arange(window.columns.count) * window.columns.spacing
    height, width = maps.shape[1:]
    cut = maps[:, rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)]
    inside = ((rows >= 0) & (rows < height))[:, None] & (columns >= 0) & (columns < width)
    return np.where(inside, cut, np.float32(outside))
