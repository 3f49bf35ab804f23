"""Training and validation, apart by writer, and the same whatever the order of the samples.

Each writer (each picture, where nobody noted the writer) is hashed to a number in 0..1 and held
out when it is below the wanted share. Samples that join or leave a set move no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.samples import Samples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidRequest


def validation_mask(
    samples: Samples | StrokeSamples, share: float, seed: int = 0
) -> NDArray[np.bool_]:
    """Which samples to hold out for validation: bool (N,).

    Args:
        samples: the data set.
        share: expected share of writers (pictures, where the writer is unknown) to hold out,
            0..1. The share of samples differs from it as far as writers wrote unequally much.
        seed: another seed holds out others.

    Raises:
        InvalidRequest: the share is outside 0..1.
    """
    if not 0.0 <= share <= 1.0:
        raise InvalidRequest(f"a validation share is between 0 and 1, received {share!r}")
    distinct, inverse = np.unique(samples.writer, return_inverse=True)
    held_out = keys_held_out(share, seed, (w.encode() for w in distinct.tolist()))[inverse]
    nobody = np.flatnonzero(samples.writer == "")
    held_out[nobody] = keys_held_out(share, seed, _contents(samples, nobody))
    return held_out


def keys_held_out(share: float, seed: int, keys: Iterable[bytes]) -> NDArray[np.bool_]:
    """Which keys are held out, by what each of them is alone: bool (N,)."""
    held_out: NDArray[np.bool_] = _positions(keys, seed) < share
    return held_out


def _contents(samples: Samples | StrokeSamples, chosen: NDArray[np.intp]) -> Iterable[bytes]:
    if isinstance(samples, Samples):
        return (samples.images[i].tobytes() for i in chosen)
    return (b"|".join(stroke.tobytes() for stroke in samples.ink(int(i)).strokes) for i in chosen)


def _positions(keys: Iterable[bytes], seed: int) -> NDArray[np.float64]:
    """Where in [0, 1) each key falls under a seed."""
    salt = str(seed).encode() + b"\0"
    numbers = [
        int.from_bytes(hashlib.blake2b(salt + key, digest_size=6).digest(), "big") for key in keys
    ]
    return np.array(numbers, np.float64) / 2**48
