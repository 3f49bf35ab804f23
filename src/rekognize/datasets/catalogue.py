"""Which data sets there are, where each lies under a data folder, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, get_args

import platformdirs

from rekognize.datasets.archives import (
    Drawings,
    read_handwriting,
    read_nist,
    read_quickdraw,
    read_unipen_archive,
)
from rekognize.datasets.emnist import SplitName, read_emnist
from rekognize.datasets.folders import read_zip
from rekognize.datasets.mnist import STEMS, read_mnist
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.samples import Samples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidRequest, MissingData

DataSet = Samples | StrokeSamples | PictureSamples | Drawings
Use = Literal["train", "test"]
Part = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One data set of the catalogue.

    Attributes:
        name: as recipes and reports spell it, such as ``"mnist/train"``.
        title: for people.
        use: what it may be used for; a test set is never trained on and selects nothing.
        files: its files relative to the data folder; idx files (``-ubyte``) may lie there
            gzipped, ``.gz`` added.
        read: reads it from a data folder that has all files.
    """

    name: str
    title: str
    use: Use
    files: tuple[str, ...]
    read: Callable[[Path], DataSet]

    def found_in(self, root: Path) -> bool:
        """Whether all files lie under a data folder."""
        return all(
            (root / file).is_file() or (file.endswith("-ubyte") and (root / f"{file}.gz").is_file())
            for file in self.files
        )


def default_roots(setting: Path | None = None) -> tuple[Path, ...]:
    """Data folders to search, first to last.

    Args:
        setting: the folder that the user named; it is then the only one.

    Returns:
        Without a setting: ``../shared/data`` beside the current folder where it is there, then
        the user's data folder, which is where downloads go.
    """
    if setting is not None:
        return (setting,)
    neighbour = Path("../shared/data")
    own = download_root()
    return (neighbour, own) if neighbour.is_dir() else (own,)


def download_root(setting: Path | None = None) -> Path:
    """The data folder that downloads go to: the user's setting, or the system's place for data."""
    return setting or Path(platformdirs.user_data_dir("rekognize")) / "data"


def find(name: str, roots: Iterable[Path]) -> Path | None:
    """The first data folder that holds a data set whole, None when none does.

    Raises:
        InvalidRequest: the catalogue has no set of that name.
    """
    entry = get_entry(name)
    return next((root for root in roots if entry.found_in(root)), None)


def get_entry(name: str) -> Entry:
    """The catalogue's entry of that name.

    Raises:
        InvalidRequest: there is none; the message lists those there are.
    """
    try:
        return CATALOGUE[name]
    except KeyError:
        raise InvalidRequest(
            f"the data sets are {', '.join(CATALOGUE)}; received {name!r}"
        ) from None


def load(name: str, roots: Sequence[Path]) -> DataSet:
    """Read a data set from the first data folder that holds it.

    Raises:
        InvalidRequest: the catalogue has no set of that name.
        MissingData: no folder holds it; the message names its files.
        InvalidData: a file is damaged.
    """
    root = find(name, roots)
    if root is None:
        raise MissingData(
            f"the data set {name} needs {', '.join(get_entry(name).files)} in a data folder, "
            f"received none with them: {', '.join(map(str, roots))}"
        )
    return get_entry(name).read(root)


def load_samples(name: str, roots: Sequence[Path]) -> Samples:
    """Read a data set of 28x28 images, as :func:`load` does.

    Raises:
        InvalidRequest: besides :func:`load`'s reasons, the set is of another kind.
        MissingData: no folder holds it.
        InvalidData: a file is damaged.
    """
    found = load(name, roots)
    if not isinstance(found, Samples):
        raise InvalidRequest(
            f"a data set of 28x28 images is needed, received {name}, {type(found).__name__}"
        )
    return found


def _mnist(part: Part) -> Entry:
    return Entry(
        f"mnist/{part}",
        f"MNIST digits, {part} part",
        part,
        tuple(f"mnist/{STEMS[part]}-{kind}-ubyte" for kind in ("images-idx3", "labels-idx1")),
        lambda root: read_mnist(root / "mnist", part),
    )


def _emnist(split: SplitName, part: Part) -> Entry:
    # The splits are drawn independently of each other; only ByClass's test was kept from training.
    shared = part == "test" and split != "byclass"
    return Entry(
        f"emnist/{split}-{part}",
        f"EMNIST {split}, {part} part{', some of which training holds' if shared else ''}",
        part,
        tuple(
            f"emnist/emnist-{split}-{part}-{kind}-ubyte" for kind in ("images-idx3", "labels-idx1")
        ),
        lambda root: read_emnist(root / "emnist", split, part),
    )


def _file(name: str, title: str, use: Use, file: str, read: Callable[[Path], DataSet]) -> Entry:
    return Entry(name, title, use, (file,), lambda root: read(root / file))


_PARTS: Final[tuple[Part, ...]] = get_args(Part)
_SPLIT_NAMES: Final[tuple[SplitName, ...]] = get_args(SplitName)

_ENTRIES: Final = (
    *(_mnist(part) for part in _PARTS),
    *(_emnist(split, part) for split in _SPLIT_NAMES for part in _PARTS),
    _file(
        "emnist/nist-train",
        "NIST images outside the ByClass test, labelled as far as known",
        "train",
        "emnist/nist-train.npz",
        read_nist,
    ),
    _file(
        "handwriting-extra",
        "Images of many small public sets",
        "train",
        "handwriting-extra.npz",
        read_handwriting,
    ),
    _file(
        "unipen/train",
        "UNIPEN isolated characters as strokes",
        "train",
        "unipen-train.npz",
        read_unipen_archive,
    ),
    _file(
        "quickdraw/train",
        "Quick, Draw! drawings: no characters",
        "train",
        "quickdraw-train.npz",
        read_quickdraw,
    ),
    _file("mouse-digits", "Digits drawn with a mouse", "test", "mouse-digits.zip", read_zip),
    _file(
        "scanned-capitals",
        "Capitals scanned or photographed",
        "test",
        "scanned-capitals.zip",
        read_zip,
    ),
    _file("cheque-digits", "Photographed cheque amounts", "test", "cheque-digits.zip", read_zip),
    _file("form-names", "Hand-printed form fields", "test", "form-names.zip", read_zip),
)

CATALOGUE: Final[Mapping[str, Entry]] = MappingProxyType({e.name: e for e in _ENTRIES})
"""Every data set by name."""
