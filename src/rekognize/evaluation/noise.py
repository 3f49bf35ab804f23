"""Training samples whose labels models disagree with: most likely mislabelled or unreadable.

After Northcutt, Jiang and Chuang, "Confident Learning" (2021): a label is suspect when models that
did not learn it give it little probability. Which samples a model did not learn follows from the
split in its recipe (share and seed, by writer or by picture), so several models of different seeds
are the folds of a cross-validation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, DEFAULT
from rekognize.bundle import Card
from rekognize.datasets.samples import Samples
from rekognize.datasets.split import validation_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidData
from rekognize.evaluation.evaluate import run_network
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.evaluation.mistakes import by_look
from rekognize.recognizer import Recognizer

SUSPECT: Final = 0.05
"""Own-label probability below which a sample counts as suspect."""


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """How far models agree with the labels of a set.

    Attributes:
        name: of the set.
        own: float32 (N,), probability of each sample's own label, counted over all characters that
            look the same; 0 where no ink was found.
        answer: int (N,), the most probable base class.
        judges: int (N,), how many models that did not train on the sample judged it; where 0, all
            models did and their mean counts: such a figure flatters the label.
        source: str (N,), the collection each sample came from.
        label: str (N,), the base classes that its label allows.
    """

    name: str
    own: NDArray[np.float32]
    answer: NDArray[np.intp]
    judges: NDArray[np.intp]
    source: NDArray[np.str_]
    label: NDArray[np.str_]

    @property
    def ranking(self) -> NDArray[np.intp]:
        """Indices of all samples, the least agreed with first."""
        return np.argsort(self.own, kind="stable")

    @property
    def suspects(self) -> NDArray[np.bool_]:
        """Bool (N,), samples whose own label has less than :data:`SUSPECT`."""
        return self.own < SUSPECT

    def counts(self) -> list[tuple[str, str, int, int]]:
        """Source, label, samples and suspects of each source and class with a suspect."""
        classes = list(zip(self.source.tolist(), self.label.tolist(), strict=True))
        samples = Counter(classes)
        suspects = Counter(each for each, bad in zip(classes, self.suspects, strict=True) if bad)
        return [
            (source, label, samples[source, label], count)
            for (source, label), count in sorted(suspects.items())
        ]


def disagreement(
    samples: Samples | StrokeSamples, glyphs: GlyphSet, recognizers: Sequence[Recognizer]
) -> Disagreement:
    """Judge a training set's labels by models.

    Args:
        samples: the set.
        glyphs: all of its glyphs, in the same order.
        recognizers: with the models, at least one.

    Raises:
        InvalidData: no model, or glyphs of other samples.
    """
    if not recognizers or len(glyphs) != len(samples):
        raise InvalidData(
            f"{samples.name}: models and {len(samples)} glyphs are needed, "
            f"received {len(recognizers)} and {len(glyphs)}"
        )
    unseen = np.stack([held_out_of(each.bundle.card, samples) for each in recognizers])
    judges = unseen.sum(axis=0)
    votes = np.where(judges > 0, unseen, True)
    total = np.zeros((len(samples), len(BASE)), np.float32)
    for recognizer, counts in zip(recognizers, votes, strict=True):
        logits = run_network(recognizer, glyphs.pixels).logits
        total += recognizer.calibrated(logits, DEFAULT) * counts[:, None]
    mean = total / votes.sum(axis=0)[:, None].astype(np.float32)
    allowed = by_look(glyphs.targets.astype(np.float32)) > 0
    own = np.where(glyphs.has_ink, (by_look(mean) * allowed).sum(axis=1), 0.0)
    return Disagreement(
        samples.name,
        own.astype(np.float32),
        mean.argmax(axis=1),
        judges,
        samples.source if isinstance(samples, Samples) else np.full(len(samples), samples.name),
        np.array(["".join(BASE[i] for i in np.flatnonzero(row)) for row in glyphs.targets]),
    )


def held_out_of(card: Card, samples: Samples | StrokeSamples) -> NDArray[np.bool_]:
    """Which samples the recipe of a model's card set aside from training: bool (N,).

    None where the recipe does not say how it split.
    """
    data = card.recipe.get("data")
    if not isinstance(data, Mapping):
        return np.zeros(len(samples), np.bool_)
    share, seed = data.get("validation"), data.get("seed")
    if seed is None:
        seed = card.recipe.get("seed")
    if not isinstance(share, float | int) or not isinstance(seed, int):
        return np.zeros(len(samples), np.bool_)
    return validation_mask(samples, float(share), seed)
