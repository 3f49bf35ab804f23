"""UNIPEN writers whom no shipped model has seen: people to judge it by.

Of the providers whose characters are complete and well labelled, a fifth of the writers is held
out; of one provider, ``imp``, all are, so that a whole unknown group of people is there too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.split import validation_mask
from rekognize.datasets.strokes import StrokeSamples

GOOD_PROVIDERS: Final = (
    "aga",
    "apb",
    "art",
    "ced",
    "gmd",
    "imp",
    "pri",
    "sie",
    "syn",
    "uqb",
    "val",
)
"""Providers of UNIPEN with whole, separately written and well labelled characters."""

WHOLLY_HELD_OUT: Final = "imp"

_SHARE: Final = 0.2
_SEED: Final = 62


def held_out_mask(samples: StrokeSamples) -> NDArray[np.bool_]:
    """bool (N,): samples of UNIPEN that training leaves out, by writer ("provider/name")."""
    provider = samples.provider
    good = np.isin(provider, GOOD_PROVIDERS)
    held_out: NDArray[np.bool_] = (good & validation_mask(samples, _SHARE, seed=_SEED)) | (
        provider == WHOLLY_HELD_OUT
    )
    return held_out
