"""UNIPEN's characters that lost strokes on their way into the archive."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.strokes import StrokeSamples

INCOMPLETE_PROVIDER: Final = "ibm"
"""A third of its X are one stroke, of the other providers' hardly any; so are a quarter of its H.

Of an X, a slash is left: a network that learns from it reads every slash as an X.
"""


def incomplete_mask(samples: StrokeSamples) -> NDArray[np.bool_]:
    """bool (N,): samples of that provider which are most likely not whole.

    They are one stroke, where more than half of what all other providers have of the class is
    written with several. Whoever did write them with one is left out as well.
    """
    here = samples.provider == INCOMPLETE_PROVIDER
    one = np.diff(samples.sample_start) == 1
    elsewhere = samples.targets[~here]
    several = elsewhere[~one[~here]].sum(axis=0) > 0.5 * elsewhere.sum(axis=0)
    incomplete: NDArray[np.bool_] = here & one & (samples.targets & several).any(axis=1)
    return incomplete
