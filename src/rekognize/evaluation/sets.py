"""The named data sets that a model is judged by, each with the alphabet it is meant for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rekognize.alphabets import DEFAULT
from rekognize.datasets.archives import Drawings, read_handwriting
from rekognize.datasets.catalogue import CATALOGUE, load
from rekognize.datasets.cheques import judging_digits
from rekognize.datasets.emnist import SPLITS
from rekognize.datasets.folders import read_folder, read_zip
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.datasets.unipen import read_unipen
from rekognize.errors import InvalidData, MissingData
from rekognize.evaluation.glyph_sets import AnySamples


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A data set to judge by.

    Attributes:
        name: as the command line spells it.
        title: for people.
        alphabet: the alphabet that its labels are meant for.
        read: reads it from the first of several data folders that holds it.
    """

    name: str
    title: str
    alphabet: str
    read: Callable[[Sequence[Path]], AnySamples]


def _entry(name: str, alphabet: str) -> EvaluationSet:
    """A test set of the catalogue, ``mnist/test`` there and ``mnist-test`` here."""

    def read(roots: Sequence[Path]) -> AnySamples:
        return _characters(name, roots)

    return EvaluationSet(name.replace("/", "-"), CATALOGUE[name].title, alphabet, read)


def _characters(name: str, roots: Sequence[Path]) -> AnySamples:
    samples = load(name, roots)
    if isinstance(samples, Drawings):
        raise InvalidData(f"characters are needed to judge by, received {name}")
    return samples


def read_unipen_writers(roots: Sequence[Path]) -> StrokeSamples:
    """All of UNIPEN's writers.

    Raises:
        MissingData: no data folder holds them.
    """
    samples = load("unipen/train", roots)
    if not isinstance(samples, StrokeSamples):
        raise InvalidData(f"UNIPEN is strokes, received {type(samples).__name__}")
    return samples


def _read_unipen_held_out(roots: Sequence[Path]) -> StrokeSamples:
    samples = read_unipen_writers(roots)
    return replace(samples.select(held_out_mask(samples)), name=f"{samples.name} (held out)")


def _read_cheque_digits(roots: Sequence[Path]) -> PictureSamples:
    cheques = load("cheque-digits", roots)
    if not isinstance(cheques, PictureSamples):
        raise InvalidData(f"cheques are pictures, received {type(cheques).__name__}")
    return judging_digits(cheques)


SETS: Final[Mapping[str, EvaluationSet]] = MappingProxyType(
    {
        each.name: each
        for each in (
            _entry("mnist/test", "digits"),
            *(_entry(f"emnist/{name}-test", split.alphabet) for name, split in SPLITS.items()),
            _entry("mouse-digits", "digits"),
            _entry("scanned-capitals", "capitals"),
            EvaluationSet(
                "cheque-digits",
                "Digits cut out of photographed cheques",
                "digits",
                _read_cheque_digits,
            ),
            EvaluationSet(
                "unipen-heldout",
                "Pen strokes of UNIPEN writers whom training leaves out",
                "alphanumeric",
                _read_unipen_held_out,
            ),
        )
    }
)
"""Every named set."""


def find_set(name: str) -> EvaluationSet:
    """The set of that name, or the one at that path.

    A path is a folder by class (``A/1.png``), a zip of pictures with ``labels.csv``, an npz with
    ``images``, ``y62``, ``source`` and ``writer``, or a file of UNIPEN's, which ends in ``.dat``.

    Raises:
        MissingData: there is neither a set of that name nor such a path.
    """
    # The catalogue of data sets writes mnist/test: both spellings are understood.
    if name.replace("/", "-") in SETS:
        return SETS[name.replace("/", "-")]
    path = Path(name)
    if path.is_dir():
        return EvaluationSet(name, "a folder by class", DEFAULT, lambda _: read_folder(path))
    if path.suffix == ".zip" and path.is_file():
        return EvaluationSet(name, "a zip of pictures", DEFAULT, lambda _: read_zip(path))
    if path.suffix == ".npz" and path.is_file():
        return EvaluationSet(name, "an npz archive", DEFAULT, lambda _: read_handwriting(path))
    if path.suffix == ".dat" and path.is_file():
        return EvaluationSet(name, "a UNIPEN file", DEFAULT, lambda _: read_unipen(path))
    raise MissingData(
        f"the sets are {', '.join(SETS)}, a folder by class, a .zip, an .npz or a UNIPEN .dat; "
        f"received {name!r}"
    )
