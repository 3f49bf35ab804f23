"""EMNIST in its official files: six splits of NIST's Special Database 19.

Cohen, Afshar, Tapson and van Schaik, *EMNIST: an extension of MNIST to handwritten letters*, 2017.
The files store images transposed, Letters counts its labels from 1, and three splits know some
or all letters only up to case: :func:`read_emnist` undoes the first two and keeps the third as
label sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from rekognize.alphabets import ALPHABETS, INDEX
from rekognize.datasets.idx import read_pair
from rekognize.datasets.samples import Samples, targets_of_indices, unknown
from rekognize.errors import InvalidData, MissingData

SplitName = Literal["byclass", "bymerge", "balanced", "letters", "digits", "mnist"]
Part = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class _Split:
    alphabet: str
    first_label: int = 0


SPLITS: Final[Mapping[str, _Split]] = MappingProxyType(
    {
        "byclass": _Split("alphanumeric"),
        "bymerge": _Split("balanced"),
        "balanced": _Split("balanced"),
        "letters": _Split("letters-nocase", first_label=1),
        "digits": _Split("digits"),
        "mnist": _Split("digits"),
    }
)
"""The official splits: the alphabet of each, and the number of its first label."""


def read_emnist(folder: Path, split: SplitName, part: Part) -> Samples:
    """One part of one split from a folder with the official files, gzipped or not.

    The split's mapping file, where it lies beside them, must agree with the split's alphabet.

    Returns:
        Upright images; letters whose cases the split merges allow both cases.

    Raises:
        MissingData: a file is not there.
        InvalidData: a file is damaged, or its labels are not the split's.
    """
    name = f"emnist/{split}-{part}"
    alphabet, first = ALPHABETS[SPLITS[split].alphabet], SPLITS[split].first_label
    stem = f"emnist-{split}-{part}"
    images, labels = read_pair(folder, f"{stem}-images-idx3-ubyte", f"{stem}-labels-idx1-ubyte")
    mapping = folder / f"emnist-{split}-mapping.txt"
    if mapping.is_file():
        _check_mapping(mapping, {first + i: label for i, label in enumerate(alphabet.labels)})
    indices = labels.astype(np.int64) - first
    return Samples(
        name=name,
        images=np.ascontiguousarray(images.transpose(0, 2, 1)),
        targets=targets_of_indices(name, indices, alphabet.labels, alphabet),
        writer=unknown(len(images)),
        source=np.full(len(images), "emnist"),
    )


def read_mapping(path: Path) -> dict[int, str]:
    """An EMNIST mapping file: label number -> the characters it names, capital first.

    Every line holds a label's number and one or two ASCII codes: ``1 65 97`` is "Aa".

    Raises:
        MissingData: there is no such file.
        InvalidData: a line is of another form or names no base class.
    """
    try:
        lines = path.read_bytes().decode("ascii").splitlines()
    except FileNotFoundError:
        raise MissingData(f"an EMNIST mapping is needed, received no file at {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidData(f"{path.name}: could not be read as an EMNIST mapping: {error}") from None
    mapping: dict[int, str] = {}
    for line in filter(str.strip, lines):
        try:
            number, *codes = (int(word) for word in line.split())
            characters = "".join(map(chr, codes))
        except (ValueError, OverflowError):
            number, characters = -1, ""
        if not characters or any(c not in INDEX for c in characters) or number in mapping:
            raise InvalidData(
                f"{path.name}: a line of a mapping is a new label's number and the ASCII codes "
                f"of its characters, received {line[:60]!r}"
            )
        mapping[number] = characters
    return mapping


def _check_mapping(path: Path, expected: Mapping[int, str]) -> None:
    received = {number: characters[0] for number, characters in read_mapping(path).items()}
    if received != dict(expected):
        wrong = sorted(set(received.items()) ^ set(expected.items()))[0]
        raise InvalidData(
            f"{path.name}: the mapping must be the split's own {len(expected)} labels, "
            f"received {len(received)} that first differ at label {wrong[0]}"
        )
