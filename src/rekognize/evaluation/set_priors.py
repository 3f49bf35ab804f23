"""Class priors that belong to a set: how often its training part has each class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from rekognize.alphabets import BASE, Prior
from rekognize.datasets.held_out import GOOD_PROVIDERS, held_out_mask
from rekognize.errors import MissingData
from rekognize.evaluation.sets import read_unipen_writers
from rekognize.priors import find_prior, read_prior

_BYCLASS_COUNTS: Final = "emnist/byclass-train-counts.csv"


def _byclass(roots: Sequence[Path]) -> Prior:
    for root in roots:
        if (root / _BYCLASS_COUNTS).is_file():
            return read_prior(root / _BYCLASS_COUNTS)
    raise MissingData(
        f"the byclass prior needs {_BYCLASS_COUNTS} in a data folder, "
        f"received none with it: {', '.join(map(str, roots))}"
    )


def _unipen(roots: Sequence[Path]) -> Prior:
    samples = read_unipen_writers(roots)
    good = np.isin(samples.provider, GOOD_PROVIDERS)
    counts = samples.targets[good & ~held_out_mask(samples)].sum(axis=0)
    if not counts.all():
        raise MissingData(
            "the unipen prior needs characters of every class by writers who are not held out, "
            f"received none of {', '.join(np.array(list(BASE))[counts == 0])}"
        )
    return dict(zip(BASE, counts.astype(float).tolist(), strict=True))


SET_PRIORS: Final[Mapping[str, Callable[[Sequence[Path]], Prior]]] = MappingProxyType(
    {"byclass": _byclass, "unipen": _unipen}
)
"""By name: the counts of EMNIST ByClass's training labels, and those of UNIPEN's good providers
without the writers who are held out."""


def named_prior(name: str, roots: Sequence[Path]) -> Prior | None:
    """The prior of a set, one that ships, or the one in the file of that name.

    Args:
        name: one of :data:`SET_PRIORS` or of :data:`rekognize.priors.PRIORS`, or a path.
        roots: data folders, of which the first that has a set's counts is asked.

    Raises:
        MissingData: there is no such file, or no data folder has the set.
        InvalidPrior: the file holds something else.
    """
    return SET_PRIORS[name](roots) if name in SET_PRIORS else find_prior(name)
