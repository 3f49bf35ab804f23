"""The base set: a frozen part of the training data, small enough to be always at hand.

Retraining rehearses it, so that nothing is forgotten; the gate judges by its validation part. It
is made once, from whatever sources of the recipe ``standard`` are there, and never again: its hash
stands in every report.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE
from rekognize.bundle.bundle import write_whole
from rekognize.datasets.catalogue import download_root
from rekognize.datasets.npz import read_npz
from rekognize.errors import InvalidData
from rekognize.glyphs import GLYPH_VERSION, SIDE

_FIELDS = ("glyphs", "targets", "source", "validation", "names", "log_prior")


@dataclass(frozen=True, slots=True, eq=False)
class BaseSet:
    """Glyphs of several sources.

    Attributes:
        glyphs: uint8 (N, 28, 28), ink 255.
        targets: bool (N, 62), label sets; none allowed of what is no character.
        source: int64 (N,), index into ``names``.
        validation: bool (N,), never trained on by the shipped model, nor in retraining.
        names: of the sources.
        log_prior: float32 (S, 62), log class prior of each source.
        digest: SHA-256 of the file.
    """

    glyphs: NDArray[np.uint8]
    targets: NDArray[np.bool_]
    source: NDArray[np.int64]
    validation: NDArray[np.bool_]
    names: tuple[str, ...]
    log_prior: NDArray[np.float32]
    digest: str = ""


def base_set_path(root: Path) -> Path:
    """Where it lies in a data folder; each glyph version has its own."""
    return root / f"base-{GLYPH_VERSION}.npz"


def find_base_set(roots: Sequence[Path]) -> Path | None:
    """The file in the first data folder that has one, or where it was made; None without any."""
    paths = [base_set_path(root) for root in (*roots, download_root())]
    return next((path for path in paths if path.is_file()), None)


def read_base_set(path: Path) -> BaseSet:
    """The base set in a file.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is damaged or no base set.
    """
    held = read_npz(path, _FIELDS)
    count, sources = len(held["glyphs"]), len(held["names"])
    shapes = {
        "glyphs": (count, SIDE, SIDE),
        "targets": (count, len(BASE)),
        "source": (count,),
        "validation": (count,),
        "names": (sources,),
        "log_prior": (sources, len(BASE)),
    }
    for name, shape in shapes.items():
        if held[name].shape != shape:
            raise InvalidData(
                f"{path.name}: {name} must be of shape {shape}, received {held[name].shape}"
            )
    return BaseSet(
        held["glyphs"].astype(np.uint8, copy=False),
        held["targets"].astype(np.bool_),
        held["source"].astype(np.int64),
        held["validation"].astype(np.bool_),
        tuple(str(name) for name in held["names"]),
        held["log_prior"].astype(np.float32),
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def write_base_set(path: Path, base: BaseSet) -> None:
    """Write a base set whole or not at all."""
    buffer = io.BytesIO()
    arrays = {name: np.asarray(getattr(base, name)) for name in _FIELDS}
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, buffer.getvalue())
