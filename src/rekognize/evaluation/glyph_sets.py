"""Whole data sets as the network sees them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import ALPHABETS, label_sets
from rekognize.datasets.normalise import glyphs_of_images, glyphs_of_inks
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.samples import Samples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidData, UnknownAlphabet

AnySamples: TypeAlias = Samples | StrokeSamples | PictureSamples


@dataclass(frozen=True, slots=True, eq=False)
class GlyphSet:
    """A data set as the network sees it.

    Attributes:
        name: of the data set.
        pixels: uint8 (N, 28, 28), paper 0, ink 255; all paper where no ink was found.
        targets: bool (N, 62), the base classes that each sample's label allows.
        heights: float32 (N,), each sample's height in the writer's capital heights, NaN where
            unknown; None where no sample's is known.
    """

    name: str
    pixels: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    heights: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def has_ink(self) -> NDArray[np.bool_]:
        """Bool (N,), false where no ink was found."""
        return np.asarray(self.pixels.any(axis=(1, 2)))


def glyph_set(samples: AnySamples, cache: Path | None = None, limit: int | None = None) -> GlyphSet:
    """The glyphs of a data set, made by the one way from ink to glyph.

    Args:
        samples: pictures or strokes of single characters.
        cache: folder that keeps glyphs from one run to the next; None keeps none.
        limit: take this many samples, evenly spread over the set; all when None.

    Raises:
        InvalidData: a sample cannot be read, or its label is no single character.
    """
    chosen = spread(len(samples), limit)
    targets = label_targets(samples, chosen)
    if isinstance(samples, Samples):
        return GlyphSet(samples.name, glyphs_of_images(samples.images[chosen], cache), targets)
    if isinstance(samples, StrokeSamples):
        inks = [samples.ink(int(i)) for i in chosen]
        heights = samples.relative_height[chosen]
        return GlyphSet(samples.name, glyphs_of_inks(inks, cache), targets, heights)
    pictures = [samples.picture(int(i)) for i in chosen]
    return GlyphSet(samples.name, glyphs_of_images(pictures, cache), targets)


def spread(count: int, limit: int | None) -> NDArray[np.intp]:
    """At most ``limit`` indices, evenly spread over ``count`` samples; all when None."""
    taken = count if limit is None else min(limit, count)
    return np.arange(taken) * count // max(taken, 1)


def label_targets(samples: AnySamples, chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The base classes that each chosen sample's label allows, bool (N, 62).

    Raises:
        InvalidData: a label is no single character.
    """
    if not isinstance(samples, PictureSamples):
        return samples.targets[chosen]
    try:
        labels = [samples.labels[int(i)] for i in chosen]
        return label_sets(labels, ALPHABETS["alphanumeric"])
    except UnknownAlphabet as error:
        raise InvalidData(f"{samples.name}: {error.message}") from None
