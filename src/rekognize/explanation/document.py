"""An explanation as plain values for JSON, its arrays packed."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Collection
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.explanation.explainer import Decision, Explanation
from rekognize.explanation.layers import Layer
from rekognize.explanation.nearest import Example, Nearest
from rekognize.explanation.terms import Written
from rekognize.explanation.why import Why
from rekognize.explanation.window import Window
from rekognize.glyphs import Glyph, Step

MOST_VALUES: Final = 160_000
"""Numbers of all maps together that an answer carries when nobody named layers: 213 kB."""

_STEP_SIDE: Final = 112
"""Longest side of a step's picture."""

Document = dict[str, Any]


def document(
    explanation: Explanation,
    *,
    layers: Collection[str] | None = None,
    kernels: Layer | None = None,
    number: Written | None = None,
    why: Why | None = None,
    nearest: Nearest | None = None,
) -> Document:
    """Plain values and NumPy arrays of an explanation, for ``orjson``.

    Args:
        explanation: to write.
        layers: names of those whose maps to add; None adds them in order as long as they are no
            more than :data:`MOST_VALUES` numbers.
        kernels: the layer whose weights to add.
        number: one of a layer's, written out.
        why: which ink decided.
        nearest: what is most like it among the drawings of the gallery.
    """
    recognition = explanation.recognition
    activations = explanation.activations
    values = {} if activations is None else activations.layers
    members = dict(explanation.alphabet.groups)
    chosen = fitting_layers(explanation.layers) if layers is None else layers
    return {
        "model": recognition.model,
        "alphabet": explanation.alphabet.name,
        "label": recognition.label,
        "has_ink": recognition.has_ink,
        "is_character": recognition.is_character,
        "character_score": recognition.character_score,
        "outside": recognition.outside,
        "outside_label": recognition.outside_label,
        "candidates": [
            {"label": c.label, "members": members[c.label], "confidence": c.confidence}
            for c in recognition.candidates
        ],
        "glyph": None if recognition.glyph is None else _glyph(recognition.glyph),
        "steps": [_step(step) for step in explanation.steps],
        "layers": [
            _layer(layer, values.get(layer.name), layer.name in chosen)
            for layer in explanation.layers
        ],
        "logits": activations and activations.logits,
        "character_logit": activations and activations.character,
        "temperature": explanation.temperature,
        "probabilities": explanation.probabilities,
        "prior": explanation.prior,
        "decision": explanation.decision and _decision(explanation.decision),
        "kernels": kernels and _kernels(kernels),
        "number": number and _number(number),
        "why": why and _why(why),
        "nearest": nearest and _nearest(nearest),
    }


def fitting_layers(layers: Collection[Layer]) -> set[str]:
    """Names of the first layers whose numbers are no more than :data:`MOST_VALUES` together."""
    names, total = set(), 0
    for layer in layers:
        total += int(np.prod(layer.shape))
        if total <= MOST_VALUES:
            names.add(layer.name)
    return names


def pack(values: NDArray[np.float32]) -> Document:
    """Numbers as bytes: each is ``scale`` x its signed byte, within half of ``scale``."""
    scale = float(np.abs(values).max(initial=0.0)) / 127
    bytes_ = np.rint(values.astype(np.float64) / scale) if scale else np.zeros(values.shape)
    return {"scale": scale, "values": b64encode(bytes_.astype(np.int8).tobytes()).decode("ascii")}


def _pixels(pixels: NDArray[np.float32]) -> str:
    return b64encode(np.rint(pixels * 255).astype(np.uint8).tobytes()).decode("ascii")


def _glyph(glyph: Glyph) -> Document:
    return {
        "pixels": _pixels(glyph.pixels),
        "box": glyph.box,
        "pen_width": glyph.pen_width,
    }


def _step(step: Step) -> Document:
    picture = Image.fromarray(step.pixels)
    picture = picture.reduce(max(1, -(-max(picture.size) // _STEP_SIDE)))
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return {
        "name": step.name,
        "png": b64encode(file.getvalue()).decode("ascii"),
        "box": step.box,
        "facts": dict(step.facts),
    }


def _layer(layer: Layer, values: NDArray[np.float32] | None, with_maps: bool) -> Document:
    parameters = sum(a.size for a in (layer.weights, layer.bias) if a is not None)
    return {
        "name": layer.name,
        "kind": layer.kind,
        "operator": layer.operator,
        "inputs": layer.inputs,
        "shape": layer.shape,
        "weights": None if layer.weights is None else layer.weights.shape,
        "parameters": parameters,
        "window": _window(layer.window),
        "field": _window(layer.field),
        "least": None if values is None else float(values.min()),
        "most": None if values is None else float(values.max()),
        "maps": None if values is None or not with_maps else pack(values),
    }


def _window(window: Window | None) -> Document | None:
    if window is None:
        return None
    return {
        axis: {"start": r.start, "step": r.step, "count": r.count, "spacing": r.spacing}
        for axis, r in (("rows", window.rows), ("columns", window.columns))
    }


def _decision(decision: Decision) -> Document:
    return {
        "answer": decision.answer,
        "rival": decision.rival,
        "features": decision.features,
        "for_answer": decision.for_answer,
        "for_rival": decision.for_rival,
        "biases": decision.biases,
    }


def _kernels(layer: Layer) -> Document | None:
    if layer.weights is None:
        return None
    return {
        "layer": layer.name,
        "shape": layer.weights.shape,
        **pack(layer.weights),
        "bias": layer.bias,
    }


def _number(number: Written) -> Document:
    return {
        "layer": number.layer.name,
        "place": number.place,
        "value": number.value,
        "shape": number.inputs.shape,
        "inputs": number.inputs.ravel(),
        "weights": None if number.weights is None else number.weights.ravel(),
        "bias": number.bias,
        "chosen": number.chosen,
        "corner": number.corner,
    }


def _why(why: Why) -> Document:
    erasure = why.erasure
    return {
        "answer": pack(why.answer),
        "rival": pack(why.rival),
        "erasure": erasure
        and {
            "row": erasure.row,
            "column": erasure.column,
            "radius": erasure.radius,
            "ink": erasure.ink,
            "label": erasure.label,
            "confidence": erasure.confidence,
        },
    }


def _nearest(nearest: Nearest) -> Document:
    return {
        "answer": [_example(example) for example in nearest.answer],
        "rival": [_example(example) for example in nearest.rival],
    }


def _example(example: Example) -> Document:
    return {
        "label": example.label,
        "pixels": _pixels(example.pixels),
        "similarity": example.similarity,
    }
