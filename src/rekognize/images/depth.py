"""Any number of bits -> eight."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidImage

_FULL_SCALES: Final = (255, 1023, 4095, 16383, 65535)
"""White at 8, 10, 12, 14 and 16 bits: scanners and cameras store them all in 16."""

_GREATEST: Final = 1e38
"""Beyond it float32 has no room for the difference of two values."""

_BAND: Final = 1 << 20
"""So many values are in float at a time: a picture of 25 million would take 300 MB."""

_SLACK: Final = 0.01
"""How far interpolation may have carried a float picture beyond 0..1."""


def eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Brightness of any numeric type as uint8 of the same shape, 255 white.

    uint8 stays; booleans become 0 and 255. Other integers are taken as 8, 10, 12, 14 or 16 bits,
    the fewest that hold the largest value; floats as 0..1, or else as those integers. Values
    below 0 or above 65535 are stretched from their least to their greatest.

    Raises:
        InvalidImage: NaN, infinite values or values beyond +-1e38, or a type that is not numeric.
    """
    if values.dtype == np.uint8:
        return values.astype(np.uint8, copy=False)
    if values.dtype == np.bool_:
        return values.astype(np.uint8) * np.uint8(255)
    if values.dtype.kind not in "uif":
        raise InvalidImage(
            f"a picture's values are bool, integers or floats, received dtype {values.dtype}"
        )
    with np.errstate(over="ignore"):
        least, greatest = (float(np.float32(each)) for each in (values.min(), values.max()))
    if not (least >= -_GREATEST and greatest <= _GREATEST):  # nor is NaN
        raise InvalidImage(
            f"a picture's values must be finite and within +-{_GREATEST:g}, "
            f"received {values.min()} to {values.max()}"
        )
    black, white = _scale(least, greatest, is_float=values.dtype.kind == "f")
    factor = np.float32(255.0 / (white - black))
    flat = values.reshape(-1)
    scaled = np.empty(flat.shape, np.uint8)
    for start in range(0, len(flat), _BAND):
        band = slice(start, start + _BAND)
        numbers = (flat[band].astype(np.float32) - np.float32(black)) * factor
        scaled[band] = np.clip(np.rint(numbers), 0, 255)
    return scaled.reshape(values.shape)


def _scale(least: float, greatest: float, *, is_float: bool) -> tuple[float, float]:
    """The values of black and white."""
    if is_float and least >= -_SLACK and greatest <= 1 + _SLACK:
        return 0.0, 1.0
    if least >= 0:
        for full in _FULL_SCALES:
            if greatest <= full:
                return 0.0, float(full)
    return least, max(greatest, np.nextafter(least, np.inf))
