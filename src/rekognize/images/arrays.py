"""A NumPy array -> grey pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.errors import EmptyInput, InvalidImage
from rekognize.images.depth import eight_bits
from rekognize.images.limits import ImageLimits
from rekognize.images.pil import grey_of_pil


def grey_of_array(
    array: NDArray[np.generic], limits: ImageLimits | None = None
) -> NDArray[np.uint8]:
    """An array's picture as grey pixels: uint8 (H, W), 0 black, 255 white, read-only.

    Args:
        array: bool, integer or float; (H, W) or (H, W, 1) grey, (H, W, 3) RGB, (H, W, 4) RGBA.
            Scaled to eight bits as :func:`rekognize.images.depth.eight_bits` says.
        limits: those of ``ImageLimits()`` without; only the pixels count here.

    Raises:
        InvalidImage: another shape or type, or values that are not finite or beyond +-1e38.
        EmptyInput: a side of 0 pixels.
        ImageTooLarge: more pixels than ``limits`` allow.
    """
    array = np.asarray(array)
    if not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3, 4))):
        raise InvalidImage(
            f"a picture's shape is (H, W), (H, W, 1), (H, W, 3) or (H, W, 4), "
            f"received {array.shape}"
        )
    if array.size == 0:
        raise EmptyInput(f"a picture is needed, received an array of shape {array.shape}")
    limits = limits or ImageLimits()
    limits.check_size(array.shape[1], array.shape[0])
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    return grey_of_pil(Image.fromarray(np.ascontiguousarray(eight_bits(array))), limits)
