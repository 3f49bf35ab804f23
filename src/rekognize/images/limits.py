"""How much picture is accepted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import BinaryIO, Final

from rekognize.errors import ImageTooLarge

LONGER_SIDE: Final = 2048
"""Longer side in pixels of the largest grey picture that leaves this room; larger are reduced."""


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """Bounds that hold before a picture's pixels are decoded.

    Those that hold without any other are for files of one's own; a server sets its own.

    Attributes:
        bytes: size of the file.
        pixels: width times height, as the file's header states them.
        single_frame: refuse animations and documents of several pages; otherwise the first frame
            is read.
    """

    bytes: int = 50_000_000
    pixels: int = 40_000_000
    single_frame: bool = False

    def check_bytes(self, count: int) -> None:
        """Raises ImageTooLarge for a file of more bytes than the limit."""
        if count > self.bytes:
            raise ImageTooLarge(
                f"a picture may have up to {self.bytes:,} bytes, received {count:,}"
            )

    def check_size(self, width: int, height: int) -> None:
        """Raises ImageTooLarge for more pixels than the limit."""
        if width * height > self.pixels:
            raise ImageTooLarge(
                f"a picture may have up to {self.pixels:,} pixels, "
                f"received {width} x {height} = {width * height:,}"
            )


def read_file(file: BinaryIO, limits: ImageLimits) -> bytes:
    """The whole of an open file. A device has no size, and no end: too much of it is told alike.

    Raises:
        ImageTooLarge: more bytes than ``limits`` allow.
    """
    limits.check_bytes(os.fstat(file.fileno()).st_size)
    data = file.read(limits.bytes + 1)
    limits.check_bytes(len(data))
    return data
