"""A model judged on a data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, Alphabet, Prior
from rekognize.errors import InvalidData
from rekognize.evaluation.calibration import Calibration, measure_calibration
from rekognize.evaluation.folds import fold_accuracies
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.evaluation.metrics import Metrics, measure
from rekognize.evaluation.misread import Misread, misread_samples
from rekognize.evaluation.risk import RiskCoverage, risk_coverage
from rekognize.recognizer import Recognizer

_CHUNK = 1024
"""Glyphs handed to the network at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """What a network says of a data set, whatever alphabet is asked for.

    Attributes:
        logits: float32 (N, 62).
        scores: float32 (N,), character scores in 0..1.
    """

    logits: NDArray[np.float32]
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What came out.

    Attributes:
        set_name: the data set.
        model: ``name@version`` of the bundle.
        alphabet: name of the alphabet it was asked to read.
        prior: name of the class prior it was told, ``"uniform"`` by default.
        heights: whether the model was told how high each character was written.
        left_out: samples not judged, as their label lies outside the alphabet, or is known only
            as one of several of its labels.
        no_ink: judged samples in which no ink was found; they count as wrong.
        refused: judged samples with ink that the model calls no character. They are judged by
            their best candidate all the same.
        refused_right: how many of those the best candidate was right about.
        outside: mean probability mass that fell outside the alphabet, over samples with ink.
        metrics: how often the answers are right.
        calibration: whether confidences can be believed, over samples with ink.
        folds: accuracy of coarser readings of the same answers by name, see
            :mod:`rekognize.evaluation.folds`; those that merge none of the labels are left out.
        risk: how wrong the surest answers are.
        right: bool (N,), whether each judged sample was answered right.
        misread: some of the samples that were not, see :mod:`rekognize.evaluation.misread`.
    """

    set_name: str
    model: str
    alphabet: str
    prior: str
    heights: bool
    left_out: int
    no_ink: int
    refused: int
    refused_right: int
    outside: float
    metrics: Metrics
    calibration: Calibration
    folds: Mapping[str, float]
    risk: RiskCoverage
    right: NDArray[np.bool_]
    misread: tuple[Misread, ...]


def evaluate(
    recognizer: Recognizer,
    glyphs: GlyphSet,
    alphabet: Alphabet,
    prior: Prior | None = None,
    prior_name: str = "uniform",
    outputs: Outputs | None = None,
    heights: bool = False,
) -> Evaluation:
    """Judge a model by a data set.

    Args:
        recognizer: with the model.
        glyphs: the data set.
        alphabet: what the model is asked to read.
        prior: class prior that it is told; None weighs the alphabet's labels equally.
        prior_name: what to call that prior in the report.
        outputs: the network's, of this very set, where they are known from another alphabet.
        heights: tell the model how high each character was written, where the set knows and the
            model has learnt what that says.

    Raises:
        InvalidData: no sample of the set has a label of the alphabet.
        InvalidPrior: the prior does not fit the alphabet.
    """
    targets, judged = _targets(glyphs.targets, alphabet)
    if not judged.any():
        raise InvalidData(
            f"{glyphs.name}: some sample must have a label of the alphabet {alphabet.name!r}, "
            f"received none among {len(glyphs)}"
        )
    outputs = outputs or run_network(recognizer, glyphs.pixels)
    targets, has_ink, scores = targets[judged], glyphs.has_ink[judged], outputs.scores[judged]
    base = recognizer.calibrated(outputs.logits[judged], alphabet.name)
    size_model = recognizer.bundle.card.size_model
    told = False
    if heights and size_model is not None and glyphs.heights is not None:
        told = True
        base *= size_model.likelihood(glyphs.heights[judged])
    inside, outside = alphabet.read(base, prior)
    refused = has_ink & (scores < recognizer.bundle.card.calibration.character_threshold)
    right = (inside.argmax(axis=1) == targets) & has_ink
    return Evaluation(
        set_name=glyphs.name,
        model=recognizer.bundle.card.identity,
        alphabet=alphabet.name,
        prior=prior_name,
        heights=told,
        left_out=int((~judged).sum()),
        no_ink=int((~has_ink).sum()),
        refused=int(refused.sum()),
        refused_right=int((refused & right).sum()),
        outside=float(outside[has_ink].mean()) if has_ink.any() else 0.0,
        metrics=measure(alphabet.labels, targets, inside, has_ink),
        calibration=measure_calibration(targets[has_ink], inside[has_ink]),
        folds=fold_accuracies(alphabet, targets, inside, has_ink),
        risk=risk_coverage(right, np.where(has_ink, inside.max(axis=1), 0.0)),
        right=right,
        misread=misread_samples(alphabet.labels, targets, inside, has_ink, glyphs.pixels[judged]),
    )


def run_network(recognizer: Recognizer, pixels: NDArray[np.uint8]) -> Outputs:
    """What the network says of glyphs, uint8 (N, 28, 28), ink 255."""
    logits, scores = [np.zeros((0, len(BASE)), np.float32)], [np.zeros(0, np.float32)]
    for start in range(0, len(pixels), _CHUNK):
        glyphs = pixels[start : start + _CHUNK].astype(np.float32) / np.float32(255.0)
        part, score = recognizer.outputs(glyphs)
        logits.append(part)
        scores.append(score)
    return Outputs(np.concatenate(logits), np.concatenate(scores))


def _targets(
    label_sets: NDArray[np.bool_], alphabet: Alphabet
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The alphabet's label of each sample, int (N,), and where there is exactly one, bool (N,)."""
    allowed = (label_sets @ (alphabet.membership > 0)).astype(np.bool_)
    beyond = (label_sets & ~alphabet.member_mask).any(axis=1)
    return allowed.argmax(axis=1), (allowed.sum(axis=1) == 1) & ~beyond
