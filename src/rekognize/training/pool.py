"""The training pool: every source as glyphs, label sets and class priors, resident in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, get_alphabet, label_sets
from rekognize.bundle import SizeModel, fit_size_model
from rekognize.datasets.archives import (
    read_handwriting,
    read_nist,
    read_quickdraw,
    read_unipen_archive,
)
from rekognize.datasets.decontaminate import remove_twins
from rekognize.datasets.emnist import read_emnist
from rekognize.datasets.folders import read_folder
from rekognize.datasets.hand import drawn, leaning_bar
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.incomplete import incomplete_mask
from rekognize.datasets.mnist import read_mnist
from rekognize.datasets.normalise import glyphs_by, glyphs_of_images, glyphs_of_inks
from rekognize.datasets.outliers import BORDER, LETTER_LIKE, held_out_kind, scribble, several
from rekognize.datasets.outlines import BAR, OUTLINES, Way, drawn_so
from rekognize.datasets.samples import Samples
from rekognize.datasets.split import keys_held_out, validation_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.datasets.typefaces import digest_of, find_typefaces, leaning
from rekognize.datasets.unipen import find_unipen, read_unipen
from rekognize.errors import InvalidRecipe
from rekognize.ink import Ink
from rekognize.priors import read_prior
from rekognize.training.drawn import drawn_glyph
from rekognize.training.recipe import Data

_TWINS: Final = (
    "mnist/t10k-images-idx3-ubyte",
    "mnist/t10k-labels-idx1-ubyte",
    "emnist/emnist-byclass-test-images-idx3-ubyte",
    "emnist/emnist-byclass-test-labels-idx1-ubyte",
)
"""Tests whose twins NIST and MNIST lose, without which they cannot be read."""

_FILES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "nist": ("emnist/nist-train.npz", *_TWINS),
        "mnist": ("mnist/train-images-idx3-ubyte", "mnist/train-labels-idx1-ubyte", *_TWINS),
        "unipen": ("unipen-train.npz",),
        "unipen-drawn": ("unipen-train.npz",),
        "several": ("unipen-train.npz",),
        "quickdraw": ("quickdraw-train.npz",),
        "handwriting": ("handwriting-extra.npz",),
    }
)
"""Files that a kind of source needs; idx files may lie there gzipped."""

_COUNTS: Final = "emnist/byclass-train-counts.csv"
"""How often each class is written, by which ambiguous labels are shared out; used if there."""

NOBODYS: Final = frozenset({"outlines", "scribbles", "typefaces"})
"""Sources that are nobody's writing, and need no data folder."""

_BARS: Final = 3_000
_MOST_PICTURES: Final = 10
_SCRIBBLES: Final = 8_000
_SEVERAL: Final = 10_000
_EVEN: Final = np.ones(len(BASE))
OF_EACH_OUTLINE: Final = 400
"""Outlines of a class."""

_LEANING: Final = 3
"""Pictures of each character of a typeface."""


@dataclass(frozen=True)
class Source:
    """One source of the pool.

    Attributes:
        glyphs: uint8 (N, 28, 28), ink 255.
        targets: bool (N, 62), the label sets; a row without any class is no character.
        validation: bool (N,), set aside from training.
        dropped: why images of the source were left out -> how many.
        is_even: whether what may be several classes is each of them equally often, as in drawings
            of our own, and not as often as people write them.
    """

    glyphs: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    validation: NDArray[np.bool_]
    dropped: Mapping[str, int] = field(default_factory=dict)
    is_even: bool = False

    def inked(self) -> Source:
        """The same without the glyphs that came out blank."""
        inked = self.glyphs.any(axis=(1, 2))
        blank = int((~inked).sum())
        return replace(
            self,
            glyphs=self.glyphs[inked],
            targets=self.targets[inked],
            validation=self.validation[inked],
            dropped={**self.dropped, **({"no ink": blank} if blank else {})},
        )

    def limited(self, limit: int | None, seed: int) -> Source:
        """At most so many glyphs, drawn evenly."""
        if limit is None or limit >= len(self.glyphs):
            return self
        chosen = np.random.default_rng(seed).permutation(len(self.glyphs))[:limit]
        chosen.sort()
        return replace(
            self,
            glyphs=self.glyphs[chosen],
            targets=self.targets[chosen],
            validation=self.validation[chosen],
        )


@dataclass(frozen=True)
class Reading:
    """How sources are read: where the data are, and where glyphs are remembered."""

    root: Path
    cache: Path | None
    validation: float
    seed: int

    def _held_out(self, count: int) -> NDArray[np.bool_]:
        """Which of so many glyphs, of nobody in particular, are set aside; bool (count,)."""
        return np.random.default_rng(self.seed).random(count) < self.validation

    def _images(self, samples: Samples, dropped: Mapping[str, int]) -> Source:
        return Source(
            glyphs_of_images(samples.images, self.cache),
            samples.targets,
            validation_mask(samples, self.validation, self.seed),
            dropped,
        )

    def _without_twins(self, samples: Samples) -> Source:
        """Without the images that MNIST's or ByClass's test holds as well."""
        tests = (
            read_mnist(self.root / "mnist", "test"),
            read_emnist(self.root / "emnist", "byclass", "test"),
        )
        kept, counts = remove_twins(samples, tests, self.cache)
        return self._images(
            kept, {f"{count.method} of {count.test}": count.dropped for count in counts}
        )

    def nist(self) -> Source:
        """NIST as EMNIST renders it, without test twins, all of it as one population."""
        return self._without_twins(read_nist(self.root / "emnist/nist-train.npz"))

    def nist_piece(self, piece: str) -> Source:
        """One piece of it, which has class counts of its own.

        What was rendered again from SD19 holds about as many o as O, EMNIST one to nine. It looks
        a little different as well: under one prior for both, a network takes the difference in
        counts for a trait of the letters.
        """
        samples = read_nist(self.root / "emnist/nist-train.npz")
        chosen = samples.source == piece
        if not chosen.any():
            raise InvalidRecipe(
                f"the pieces of nist are {', '.join(np.unique(samples.source))}; received {piece!r}"
            )
        return self._without_twins(samples.select(chosen))

    def mnist(self) -> Source:
        """MNIST's training part without test twins."""
        return self._without_twins(read_mnist(self.root / "mnist", "train"))

    def handwriting(self, collection: str) -> Source:
        """One of the small collections."""
        samples = read_handwriting(self.root / "handwriting-extra.npz")
        chosen = samples.source == collection
        if not chosen.any():
            raise InvalidRecipe(
                f"the handwriting collections are {', '.join(np.unique(samples.source))}; "
                f"received {collection!r}"
            )
        return self._images(samples.select(chosen), {})

    def _unipen(self) -> tuple[StrokeSamples, NDArray[np.intp], Mapping[str, int]]:
        samples = read_unipen_archive(self.root / "unipen-train.npz")
        held_out = held_out_mask(samples)
        incomplete = incomplete_mask(samples) & ~held_out
        dropped = {
            "held-out writers": int(held_out.sum()),
            "lost strokes": int(incomplete.sum()),
        }
        return samples, np.flatnonzero(~(held_out | incomplete)), dropped

    def unipen(self) -> Source:
        """UNIPEN's strokes, without the writers who are held out and what lost strokes."""
        samples, chosen, dropped = self._unipen()
        return Source(
            glyphs_of_inks([samples.ink(int(i)) for i in chosen], self.cache),
            samples.targets[chosen],
            validation_mask(samples, self.validation, self.seed)[chosen],
            dropped,
        )

    def unipen_drawn(self, pictures: str = "1") -> Source:
        """The same strokes, drawn as pictures of pens, pencils and scans: so many of each."""
        if not pictures.isdecimal() or not 1 <= int(pictures) <= _MOST_PICTURES:
            raise InvalidRecipe(
                f"unipen-drawn:N draws 1 to {_MOST_PICTURES} pictures of each character; "
                f"received {pictures!r}"
            )
        samples, chosen, dropped = self._unipen()
        inks = [(int(i), samples.ink(int(i))) for i in chosen]
        drawn = f"unipen-drawn-4-{file_hash(self.root / 'unipen-train.npz')[:12]}-{len(chosen)}"
        turns = range(int(pictures))
        glyphs = [
            glyphs_by(
                drawn_glyph,
                [(i + turn * len(samples), ink) for i, ink in inks],
                f"{drawn}-{turn}" if turn else drawn,
                self.cache,
            )
            for turn in turns
        ]
        every = np.tile(chosen, len(turns))
        return Source(
            np.concatenate(glyphs),
            samples.targets[every],
            validation_mask(samples, self.validation, self.seed)[every],
            dropped,
        )

    def outlines(self) -> Source:
        """Characters in every one of :data:`rekognize.datasets.outlines.OUTLINES`' ways.

        They need no data. A class's ways take turns. Behind them bars that lean further: a 1, an
        I or an l. Among characters of all classes they tell that such a bar is no X; in a source
        of their own, its prior alone would say so.
        """
        rng = np.random.default_rng(self.seed)
        turns = np.arange(OF_EACH_OUTLINE)
        inks, targets = [], []
        for ways in OUTLINES.values():
            inks += [drawn(ways[turn % len(ways)], rng) for turn in turns]
            targets.append(np.array([_allowed(way) for way in ways])[turns % len(ways)])
        inks += [leaning_bar(rng) for _ in range(_BARS)]
        targets.append(np.tile(_allowed(BAR), (_BARS, 1)))
        return Source(
            glyphs_of_inks(inks, self.cache),
            np.concatenate(targets),
            self._held_out(len(inks)),
            is_even=True,
        )

    def typefaces(self) -> Source:
        """Typefaces drawn after hands, without those that are held out.

        What is set aside is so by typeface.
        """
        found = find_typefaces()
        taught = [typeface for typeface in found if not typeface.held_out]
        rng = np.random.default_rng(self.seed)
        images, labels, aside = [], [], []
        for typeface, is_aside in zip(taught, self._held_out(len(taught)), strict=True):
            for label, picture in typeface.pictures():
                images += [leaning(picture, rng) for _ in range(_LEANING)]
                labels += [label] * _LEANING
                aside += [is_aside] * _LEANING
        return Source(
            glyphs_of_images(images, self.cache),
            label_sets(labels, get_alphabet("alphanumeric")),
            np.array(aside),
            {"held-out typefaces": len(found) - len(taught)},
        )

    def quickdraw(self) -> Source:
        """Drawings of things, without letter-like and held-out kinds."""
        drawings = read_quickdraw(self.root / "quickdraw-train.npz")
        kinds = np.unique(drawings.kind)
        left_out = [k for k in kinds if k in LETTER_LIKE or held_out_kind(str(k))]
        chosen = ~np.isin(drawings.kind, left_out)
        border = ((0, 0), (BORDER,) * 2, (BORDER,) * 2)
        images = np.pad(drawings.images[chosen], border)
        return self._outliers(
            glyphs_of_images(images, self.cache),
            {"letter-like and held-out kinds": int((~chosen).sum())},
        )

    def scribbles(self) -> Source:
        """Scribbles made up by :func:`rekognize.datasets.outliers.scribble`."""
        rng = np.random.default_rng(self.seed)
        inks = [scribble(rng) for _ in range(_SCRIBBLES)]
        return self._outliers(glyphs_of_inks(inks, self.cache))

    def several(self) -> Source:
        """Several of UNIPEN's characters side by side."""
        samples, chosen, _ = self._unipen()
        rng = np.random.default_rng(self.seed)
        inks: list[Ink] = [several(samples, chosen, rng) for _ in range(_SEVERAL)]
        return self._outliers(glyphs_of_inks(inks, self.cache))

    def folder(self, path: str) -> Source:
        """A folder of the user's own images by class."""
        pictures = read_folder(Path(path))
        glyphs = glyphs_of_images([pictures.picture(i) for i in range(len(pictures))], self.cache)
        targets = label_sets(pictures.labels, get_alphabet("alphanumeric"))
        aside = keys_held_out(self.validation, self.seed, (glyph.tobytes() for glyph in glyphs))
        return Source(glyphs, targets, aside)

    def unipen_files(self, path: str) -> Source:
        """The user's own UNIPEN files: one, or a folder of them."""
        samples = read_unipen(find_unipen(Path(path)))
        return Source(
            glyphs_of_inks([samples.ink(i) for i in range(len(samples))], self.cache),
            samples.targets,
            validation_mask(samples, self.validation, self.seed),
        )

    def _outliers(
        self, glyphs: NDArray[np.uint8], dropped: Mapping[str, int] = MappingProxyType({})
    ) -> Source:
        targets = np.zeros((len(glyphs), len(BASE)), np.bool_)
        return Source(glyphs, targets, self._held_out(len(glyphs)), dropped)


def _allowed(way: Way) -> list[bool]:
    """Of each base class, whether it is drawn in a way."""
    labels = drawn_so(way)
    return [label in labels for label in BASE]


_PLAIN: Final[Mapping[str, Callable[[Reading], Source]]] = MappingProxyType(
    {
        "nist": Reading.nist,
        "mnist": Reading.mnist,
        "unipen": Reading.unipen,
        "unipen-drawn": Reading.unipen_drawn,
        "outlines": Reading.outlines,
        "typefaces": Reading.typefaces,
        "quickdraw": Reading.quickdraw,
        "scribbles": Reading.scribbles,
        "several": Reading.several,
    }
)
_WITH_ARGUMENT: Final[Mapping[str, Callable[[Reading, str], Source]]] = MappingProxyType(
    {
        "nist": Reading.nist_piece,
        "handwriting": Reading.handwriting,
        "unipen-drawn": Reading.unipen_drawn,
        "folder": Reading.folder,
        "unipen-files": Reading.unipen_files,
    }
)


def read_source(name: str, reading: Reading) -> Source:
    """One source by the name that recipes use: ``nist``, ``handwriting:danny_alumnos``.

    Raises:
        InvalidRecipe: no such source.
        MissingData: its files are not there.
    """
    kind, _, argument = name.partition(":")
    if argument and kind in _WITH_ARGUMENT:
        source = _WITH_ARGUMENT[kind](reading, argument)
    elif name in _PLAIN:
        source = _PLAIN[name](reading)
    else:
        known = [*_PLAIN, *(f"{kind}:..." for kind in _WITH_ARGUMENT)]
        raise InvalidRecipe(f"the sources are {', '.join(known)}; received {name!r}")
    return source.inked()


@dataclass(frozen=True)
class Pool:
    """All sources of a recipe behind each other.

    Attributes:
        glyphs: uint8 (N, 28, 28), ink 255.
        targets: bool (N, 62), label sets; a row without any class is no character.
        source: int64 (N,), index into ``names``.
        validation: bool (N,).
        names: the sources, in the recipe's order.
        log_prior: float32 (S, 62), log class prior of each source.
        dropped: source -> reason -> count.
    """

    glyphs: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    source: NDArray[np.int64]
    validation: NDArray[np.bool_]
    names: tuple[str, ...]
    log_prior: NDArray[np.float32]
    dropped: Mapping[str, Mapping[str, int]]

    def counts(self) -> dict[str, int]:
        """Training images of each source."""
        kept = np.bincount(self.source[~self.validation], minlength=len(self.names))
        return dict(zip(self.names, kept.tolist(), strict=True))

    def calibrating(self) -> NDArray[np.intp]:
        """Rows of validation that tell how sure to be of what people write; ints (M,).

        What nobody wrote is too easily read. It is taken where there are no other characters.
        """
        made_up = [name.removeprefix("base:") in NOBODYS for name in self.names]
        people = self.validation & ~np.array(made_up)[self.source]
        has_characters = (people & self.targets.any(axis=1)).any()
        return np.flatnonzero(people if has_characters else self.validation)


def read_pool(data: Data, root: Path, cache: Path | None, seed: int) -> Pool:
    """The pool of a recipe.

    Raises:
        InvalidRecipe: an unknown source, or nothing to train on.
        MissingData: a source's files are not there.
    """
    reading = Reading(root, cache, data.validation, seed)
    names = tuple(data.sources)
    sources = [read_source(name, reading).limited(data.limit, seed) for name in names]
    if not sources or not sum((~s.validation & s.targets.any(axis=1)).sum() for s in sources):
        raise InvalidRecipe(f"a recipe needs characters to train on, received {list(names)}")
    population = _population(root)
    return Pool(
        np.concatenate([s.glyphs for s in sources]),
        np.concatenate([s.targets for s in sources]),
        np.repeat(np.arange(len(sources)), [len(s.glyphs) for s in sources]),
        np.concatenate([s.validation for s in sources]),
        names,
        np.stack(
            [log_prior(s.targets, _EVEN if s.is_even else population) for s in sources],
        ),
        {name: s.dropped for name, s in zip(names, sources, strict=True)},
    )


def _population(root: Path) -> NDArray[np.float64]:
    """How often each base class is written, float64 (62,): ByClass's counts where they are."""
    counts = root / _COUNTS
    if not counts.exists():
        return _EVEN
    prior = read_prior(counts)
    return np.array([prior.get(label, 0.0) for label in BASE], np.float64)


def log_prior(targets: NDArray[np.bool_], population: NDArray[np.float64]) -> NDArray[np.float32]:
    """Log class prior of a source, float32 (62,), from its label sets.

    An image that may be one of several classes counts for each in proportion to how often that
    class is written. Every class keeps a little: a source without capitals does not prove that
    there are none.
    """
    sets, counts = np.unique(np.packbits(targets, axis=1), axis=0, return_counts=True)
    allowed = np.unpackbits(sets, axis=1, count=len(BASE)).astype(np.float64)
    shares = allowed * population
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    total = counts @ shares
    prior = (total + 1.0) / (total.sum() + len(BASE))
    return np.asarray(np.log(prior), np.float32)


def written_heights(data: Data, root: Path) -> SizeModel | None:
    """The size model of the pool's strokes; None when there are none with heights of all classes.

    UNIPEN's heights are in medians of the writer's capitals and digits.
    """
    if {name.partition(":")[0] for name in data.sources}.isdisjoint({"unipen", "unipen-drawn"}):
        return None
    samples = read_unipen_archive(root / "unipen-train.npz")
    kept = ~held_out_mask(samples)
    return fit_size_model(
        samples.relative_height[kept],
        samples.targets[kept],
        "UNIPEN without the held-out writers",
    )


def file_hash(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(name: str, root: Path) -> list[Path | None]:
    """The data files that a source needs, None for each that is not there."""
    places = ((root / f, root / f"{f}.gz") for f in _FILES.get(name.partition(":")[0], ()))
    return [next((path for path in place if path.is_file()), None) for place in places]


def data_hashes(names: Sequence[str], root: Path) -> dict[str, str]:
    """SHA-256 of every data file that the sources are read from, by its path in the root.

    Typefaces, which lie elsewhere, have one hash together, and so has each of the user's folders
    and what is read from each of the user's UNIPEN files.
    """
    paths = {path for name in names for path in files_of(name, root) if path}
    if (root / _COUNTS).is_file():
        paths.add(root / _COUNTS)
    hashes = {path.relative_to(root).as_posix(): file_hash(path) for path in sorted(paths)}
    for name in names:
        kind, _, argument = name.partition(":")
        if kind == "folder":
            hashes[name] = read_folder(Path(argument)).digest()
        elif kind == "unipen-files":
            hashes[name] = read_unipen(find_unipen(Path(argument))).digest()
    return hashes | ({"typefaces": digest_of(find_typefaces())} if "typefaces" in names else {})
