"""How much is lost as a drawing gets harder to read: pen, size and place, corruptions.

The same samples are shown in several ways, so that differences are of the showing alone. Strokes of
UNIPEN's held-out writers are drawn as pictures; scanned capitals are taken as they are. What is
random about a sample's picture hangs on its number alone: every run sees the same pictures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import get_alphabet
from rekognize.datasets import hand
from rekognize.datasets.hand import stretched
from rekognize.datasets.normalise import glyphs_by, hash_arrays
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.evaluation import corruptions, pens, scenes
from rekognize.evaluation.corruptions import CORRUPTIONS, STRENGTHS, Picture, corrupt
from rekognize.evaluation.evaluate import evaluate
from rekognize.evaluation.glyph_sets import AnySamples, GlyphSet, label_targets, spread
from rekognize.evaluation.pens import pen_picture
from rekognize.evaluation.scenes import SCENES, photograph
from rekognize.evaluation.shelf import Shelf
from rekognize.glyphs import Glyph, glyph_of_image
from rekognize.ink import Ink
from rekognize.recognizer import Recognizer

Source: TypeAlias = Ink | Picture
Showing: TypeAlias = tuple[int, int, Source]
"""A sample's number, the number of the condition, and its strokes or its picture."""

_PENS: Final = (2, 3, 5, 7, 10, 12, 15)
"""Pen widths in percent of the character's longer side: hairline to marker."""

_SIZES: Final = (50, 10, 20, 40, 80)
"""Longer sides in percent of the sheet's; the first is centred, the others stand anywhere."""

_WIDTHS: Final = (100, 50, 70, 140, 200)
"""Widths in percent of what was written, heights being left."""

_COMMON_PEN: Final = 0.06
_SHEET: Final = 200
_WIDE_SHEET: Final = 280


@dataclass(frozen=True, slots=True)
class Sweep:
    """One set shown in several ways.

    Attributes:
        title: what changes, and on which set.
        set_name: one of the named sets.
        alphabet: what the model is asked to read, under an even prior.
        conditions: what each way is called.
        show: the glyph of a sample under a condition; picklable.
        most: samples taken, spread over the set.
    """

    title: str
    set_name: str
    alphabet: str
    conditions: tuple[str, ...]
    show: Callable[[Showing], Glyph | None]
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class SweepResult:
    """What a model read under each condition.

    Attributes:
        sweep: what was shown.
        right: bool (C, N), whether each sample was read right under each condition.
    """

    sweep: Sweep
    right: NDArray[np.bool_]

    @property
    def accuracies(self) -> tuple[float, ...]:
        """Share read right under each condition."""
        return tuple(self.right.mean(axis=1).tolist())

    @property
    def loss(self) -> float:
        """Accuracy of the best condition less that of the worst, in percentage points."""
        return 100.0 * (max(self.accuracies) - min(self.accuracies))


def _with_pen(showing: Showing) -> Glyph | None:
    _, condition, source = showing
    return glyph_of_image(_drawn(source, _PENS[condition] / 100))


def _anywhere(showing: Showing) -> Glyph | None:
    number, condition, source = showing
    rng = np.random.default_rng((number, condition))
    x, y = rng.uniform(0.0, 1.0, 2) if condition else (0.5, 0.5)
    size = _SIZES[condition] / 100
    return glyph_of_image(_drawn(source, _COMMON_PEN, size, _WIDE_SHEET, (float(x), float(y))))


def _stretched(showing: Showing) -> Glyph | None:
    _, condition, source = showing
    ink = stretched(_strokes(source), _WIDTHS[condition] / 100)
    return glyph_of_image(_drawn(ink, _COMMON_PEN))


def _photographed(showing: Showing) -> Glyph | None:
    number, condition, source = showing
    return glyph_of_image(photograph(_strokes(source), tuple(SCENES)[condition], number))


def _corrupted(name: str, showing: Showing) -> Glyph | None:
    number, strength, source = showing
    return glyph_of_image(corrupt(_drawn(source, _COMMON_PEN), name, strength, number))


def _strokes(source: Source) -> Ink:
    """What cannot be shown of a picture."""
    if not isinstance(source, Ink):
        raise TypeError(f"strokes are needed, received {type(source).__name__}")
    return source


def _drawn(
    source: Source,
    pen: float,
    size: float = 0.6,
    side: int = _SHEET,
    place: tuple[float, float] = (0.5, 0.5),
) -> Picture:
    """Strokes drawn; a picture as it is."""
    return pen_picture(source, pen, size, side, place) if isinstance(source, Ink) else source


def _corruption_sweeps(title: str, set_name: str, alphabet: str) -> Iterable[Sweep]:
    conditions = ("none", *map(str, STRENGTHS))
    for name in CORRUPTIONS:
        show = partial(_corrupted, name)
        yield Sweep(f"{title}, {name}", set_name, alphabet, conditions, show, 1000)


SWEEPS: Final = (
    Sweep(
        "UNIPEN held-out writers, pen width",
        "unipen-heldout",
        "alphanumeric-nocase",
        tuple(f"{pen} %" for pen in _PENS),
        _with_pen,
        3000,
    ),
    Sweep(
        "UNIPEN held-out writers, place and size",
        "unipen-heldout",
        "alphanumeric-nocase",
        ("centred", *(f"{size} %" for size in _SIZES[1:])),
        _anywhere,
        3000,
    ),
    Sweep(
        "UNIPEN held-out writers, proportions",
        "unipen-heldout",
        "alphanumeric-nocase",
        ("as written", *(f"{width} % wide" for width in _WIDTHS[1:])),
        _stretched,
        3000,
    ),
    Sweep(
        "UNIPEN held-out writers, photographs",
        "unipen-heldout",
        "alphanumeric-nocase",
        tuple(SCENES),
        _photographed,
        1000,
    ),
    *_corruption_sweeps("UNIPEN held-out writers", "unipen-heldout", "alphanumeric-nocase"),
    *_corruption_sweeps("Scanned capitals", "scanned-capitals", "capitals"),
)
"""Every sweep, in the order in which it is printed."""


def run_sweep(sweep: Sweep, recognizers: Iterable[Recognizer], shelf: Shelf) -> list[SweepResult]:
    """What each model reads of a sweep.

    Raises:
        MissingData: the sweep's set is not there.
    """
    shown = show_sweep(sweep, shelf)
    alphabet = get_alphabet(sweep.alphabet)
    results = []
    for recognizer in recognizers:
        right = [evaluate(recognizer, glyphs, alphabet).right for glyphs in shown]
        results.append(SweepResult(sweep, np.stack(right)))
    return results


def show_sweep(sweep: Sweep, shelf: Shelf) -> list[GlyphSet]:
    """The sweep's samples under each of its conditions.

    Raises:
        MissingData: the sweep's set is not there.
    """
    samples = shelf.samples(sweep.set_name)
    most = sweep.most if shelf.limit is None else min(sweep.most, shelf.limit)
    chosen = spread(len(samples), most)
    sources = [_source(samples, int(i)) for i in chosen]
    showings = [
        (int(number), condition, source)
        for condition in range(len(sweep.conditions))
        for number, source in zip(chosen, sources, strict=True)
    ]
    pixels = glyphs_by(sweep.show, showings, _key(sweep, sources), shelf.cache)
    targets = label_targets(samples, chosen)
    return [
        GlyphSet(f"{sweep.title}: {condition}", part, targets)
        for condition, part in zip(
            sweep.conditions, np.split(pixels, len(sweep.conditions)), strict=True
        )
    ]


def _source(samples: AnySamples, index: int) -> Source:
    if isinstance(samples, StrokeSamples):
        return samples.ink(index)
    if isinstance(samples, PictureSamples):
        return samples.picture(index)
    dark_on_light: Picture = 255 - samples.images[index]
    return dark_on_light


def _key(sweep: Sweep, sources: list[Source]) -> str:
    """A name that changes with the samples, the sweep, and the code that shows them."""
    arrays = (
        part for each in sources for part in (each.strokes if isinstance(each, Ink) else (each,))
    )
    code = hashlib.blake2b(digest_size=8)
    for file in (__file__, corruptions.__file__, hand.__file__, pens.__file__, scenes.__file__):
        code.update(Path(file).read_bytes())
    title = "".join(c if c.isalnum() else "-" for c in sweep.title.lower())
    return f"sweep-{title}-{hash_arrays(arrays)}-{code.hexdigest()}"
