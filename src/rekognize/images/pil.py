"""A PIL image of any mode -> grey pixels."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.errors import DamagedImage, EmptyInput, RekognizeError
from rekognize.images.depth import eight_bits
from rekognize.images.limits import LONGER_SIDE, ImageLimits

_ORIENTATION: Final = 0x0112
"""EXIF tag (CIPA DC-008) of how to turn the picture; values 2 to 8 ask for a turn."""

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WIDE: Final = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})
"""Modes of more than eight bits a pixel."""

_STATISTICS_SIDE: Final = 1024
"""Longer side up to which every pixel counts when paper is chosen; larger pictures are sampled."""

_TWO_TONED: Final = 32
"""Standard deviation of brightness above which a picture holds paper as well as ink."""


def grey_of_pil(image: Image.Image, limits: ImageLimits | None = None) -> NDArray[np.uint8]:
    """A PIL image's current frame as grey pixels: uint8 (H, W), 0 black, 255 white, read-only.

    Upright as its EXIF orientation says; transparency laid on paper that its ink stands out
    from; more than eight bits scaled by their range (see :func:`rekognize.images.depth`); a
    longer side above 2048 pixels reduced. Leaves ``image`` as it is, apart from loading it.
    Without ``limits`` those of ``ImageLimits()`` hold.

    Raises:
        ImageTooLarge: more pixels than ``limits`` allow.
        EmptyInput: a side of 0 pixels.
        InvalidImage: floats that are not finite or beyond +-1e38.
        DamagedImage: its file, read only now, is cut off or broken.
    """
    (limits or ImageLimits()).check_size(*image.size)
    if 0 in image.size:
        raise EmptyInput(f"a picture is needed, received one of {image.width} x {image.height}")
    try:
        image.load()
        return np.asarray(_upright(_reduced(_grey(image)), _orientation(image)))
    except RekognizeError:
        raise
    except Exception as error:  # a lazy image decodes here, and its bytes may be hostile
        raise DamagedImage(f"the picture is cut off or broken: {error}") from error


def _grey(image: Image.Image) -> Image.Image:
    """Mode ``L`` of any mode, transparency resolved."""
    if image.mode == "L" and "transparency" not in image.info:
        return image
    if image.mode in _WIDE:
        return Image.fromarray(eight_bits(np.asarray(image)))
    if image.mode == "LAB":
        return image.getchannel("L")
    if image.mode in ("RGBa", "La"):
        return _grey(image.convert("RGBA" if image.mode == "RGBa" else "LA"))
    if image.mode == "PA" or (image.mode not in ("RGBA", "LA") and "transparency" in image.info):
        return _on_paper(_with_alpha(image))
    if image.mode in ("RGBA", "LA"):
        return _on_paper(image)
    return (_reduced(image) if image.mode == "RGB" else image).convert("L")


def _with_alpha(image: Image.Image) -> Image.Image:
    """Mode ``RGBA`` of an image, with the transparency that its ``info`` states."""
    try:
        return image.convert("RGBA")
    except (TypeError, ValueError):
        # What it states is left over from the mode that the picture was converted from.
        image = image.copy()
        del image.info["transparency"]
        return image.convert("RGBA")


def _on_paper(image: Image.Image) -> Image.Image:
    """Mode ``L`` of an ``RGBA`` or ``LA`` image, laid on white or black paper."""
    ink = image.convert("L")
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return ink
    least, greatest = cast("tuple[int, int]", ink.getextrema())
    if least == greatest:  # what a canvas with black ink sends: worth the shortcut
        tone = 255 if least < 128 else 0
    else:
        tone = _paper(np.asarray(ink), np.asarray(alpha))
    paper = Image.new("L", image.size, tone)
    paper.paste(ink, mask=alpha)
    return paper


def _paper(ink: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> int:
    """White or black, whichever the visible part stands out from.

    On a transparent canvas only ink is visible, so paper is its opposite. Where most of the
    picture is visible and of two tones, it has its own paper, and a rounded corner or a margin
    that is transparent continues it.
    """
    step = -(-max(ink.shape) // _STATISTICS_SIDE)
    light = ink[::step, ::step].astype(np.uint32)
    weight = alpha[::step, ::step]
    total = int(weight.sum(dtype=np.uint64))
    if total == 0:
        return 255
    light *= weight
    mean = int(light.sum(dtype=np.uint64)) / total
    contrasting, same = (255, 0) if mean < 128 else (0, 255)
    if total <= 0.5 * 255 * weight.size:
        return contrasting
    light *= ink[::step, ::step]
    variance = int(light.sum(dtype=np.uint64)) / total - mean**2
    return same if variance > _TWO_TONED**2 else contrasting


def reduction(size: tuple[int, int]) -> int:
    """How many pixels of a picture of that size become one, each way: the least that will do."""
    return -(-max(size) // LONGER_SIDE)


def _reduced(image: Image.Image) -> Image.Image:
    """Averaged over squares, so that the longer side has at most 2048 pixels."""
    factor = reduction(image.size)
    return image if factor == 1 else image.reduce(factor)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken metadata do not make the pixels unreadable
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
