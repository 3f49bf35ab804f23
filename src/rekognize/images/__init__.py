"""Untrusted bytes, PIL images and arrays -> grey pictures."""

from rekognize.images.arrays import grey_of_array
from rekognize.images.decode import FORMATS, decode_image, is_picture
from rekognize.images.limits import LONGER_SIDE, ImageLimits, read_file
from rekognize.images.pil import grey_of_pil

__all__ = [
    "FORMATS",
    "LONGER_SIDE",
    "ImageLimits",
    "decode_image",
    "grey_of_array",
    "grey_of_pil",
    "is_picture",
    "read_file",
]
