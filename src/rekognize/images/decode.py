"""Untrusted bytes -> grey pixels.

The format is told from the first bytes, against an allow-list, and Pillow's class of that format
is called directly: :func:`PIL.Image.open` would decide by trial, reports a damaged header as "no
image", and warns about large pictures through Python's process-wide warnings filter instead of
refusing them by a limit that the caller sets.
"""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import PurePath
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.Image import DecompressionBombError, DecompressionBombWarning
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from rekognize.errors import (
    DamagedImage,
    EmptyInput,
    ImageTooLarge,
    InvalidImage,
    NotAnImage,
    RekognizeError,
)
from rekognize.images.limits import ImageLimits
from rekognize.images.pil import grey_of_pil, reduction

FORMATS: Final = ("PNG", "JPEG", "WebP", "GIF", "BMP", "TIFF")
"""The formats read, as people write them."""

_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"})

_SIGNATURES: Final[tuple[tuple[bytes, type[ImageFile]], ...]] = (
    (b"\x89PNG\r\n\x1a\n", PngImageFile),
    (b"\xff\xd8\xff", JpegImageFile),
    (b"GIF87a", GifImageFile),
    (b"GIF89a", GifImageFile),
    (b"BM", BmpImageFile),
    (b"II*\0", TiffImageFile),
    (b"MM\0*", TiffImageFile),
    (b"II+\0", TiffImageFile),
    (b"MM\0+", TiffImageFile),
)
_TILE_WIDTH: Final = 322
_TILE_LENGTH: Final = 323


def decode_image(data: bytes, limits: ImageLimits | None = None) -> NDArray[np.uint8]:
    """The picture in ``data`` as grey pixels: uint8 (H, W), 0 black, 255 white, read-only.

    Upright as its EXIF orientation says; transparency laid on paper that its ink stands out
    from; pictures whose longer side exceeds 2048 pixels are reduced by area averaging. Without
    ``limits`` those of ``ImageLimits()`` hold. Safe to call from several threads.

    Raises:
        EmptyInput: no bytes.
        NotAnImage: none of the formats PNG, JPEG, WebP, GIF, BMP and TIFF.
        DamagedImage: one of them, but cut off or broken.
        ImageTooLarge: more bytes or pixels than ``limits`` allow; seen before decoding.
        InvalidImage: several frames, where ``limits`` allow one; a TIFF of floats that are not
            finite or beyond +-1e38.
    """
    limits = limits or ImageLimits()
    if not data:
        raise EmptyInput("a picture is needed, received 0 bytes")
    limits.check_bytes(len(data))
    reader = _reader(data)
    name = str(reader.format)
    try:
        with reader(BytesIO(data)) as image:
            _check(image, limits)
            if isinstance(image, JpegImageFile):
                _shrink_on_load(image)
            return grey_of_pil(image, limits)
    except RekognizeError:
        raise
    except (DecompressionBombError, DecompressionBombWarning) as error:
        # Pillow's own limits, of readers that look before us; a filter may make warnings errors.
        raise ImageTooLarge(
            f"a picture may have up to {limits.pixels:,} pixels and as many as Pillow reads, "
            f"received a {name}: {error}"
        ) from None
    except Exception as error:  # a decoder that is fed hostile bytes raises anything
        raise _damaged(name, error) from error


def is_picture(path: PurePath) -> bool:
    """Whether a file found in a folder is one to read: a picture by its suffix, and not hidden.

    Args:
        path: relative to that folder, so that what lies in a hidden folder is hidden too.
    """
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in _SUFFIXES and not hidden


def _reader(data: bytes) -> type[ImageFile]:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WebPImageFile
    for signature, reader in _SIGNATURES:
        if data.startswith(signature):
            return reader
    raise NotAnImage(
        f"the formats read are {', '.join(FORMATS)}; received bytes that begin with {data[:8]!r}"
    )


def _check(image: ImageFile, limits: ImageLimits) -> None:
    limits.check_size(*image.size)
    if isinstance(image, TiffImageFile):
        # A tile is decoded whole, however small the picture that it is a part of.
        tile = [image.tag_v2.get(tag, 0) for tag in (_TILE_WIDTH, _TILE_LENGTH)]
        if not all(isinstance(side, int) for side in tile):  # text times a number is much text
            raise DamagedImage("the TIFF picture is broken: its tiles' sides are no whole numbers")
        limits.check_size(*tile)
    if limits.single_frame and getattr(image, "is_animated", False):
        raise InvalidImage(
            f"a picture of one frame or page is needed, received a {image.format} of several"
        )


def _shrink_on_load(image: JpegImageFile) -> None:
    """Lets the JPEG decoder leave out resolution and colour that are not needed.

    It halves; what it leaves is then reduced as far as a picture of any other format is.
    """
    factor = reduction(image.size)
    halved = math.gcd(factor, 8)  # the largest power of two in it that the decoder can
    image.draft("L", (max(1, image.width // halved), max(1, image.height // halved)))


def _damaged(name: str, error: Exception) -> DamagedImage:
    reason = str(error) or type(error).__name__
    return DamagedImage(f"the {name} picture is cut off or broken: {reason}")
