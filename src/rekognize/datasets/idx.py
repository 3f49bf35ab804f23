"""The idx format of MNIST and EMNIST: a magic number, the sizes, then the numbers.

Format: LeCun, Cortes and Burges, *The MNIST database of handwritten digits*, "file formats".
All numbers are big-endian.
"""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData, MissingData

_TYPES: Final = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MAX_DIMENSIONS: Final = 4
MAX_BYTES: Final = 2**31
"""No known idx file holds more; ByClass's training images, the largest, are 547 MB."""
_GZIP_MAX_RATIO: Final = 1032
"""Deflate cannot shrink further than this: a header that claims more is wrong."""


def read_idx(path: Path, dimensions: int | None = None) -> NDArray[Any]:
    """Read one idx file, plain or gzipped (told by its first bytes, not by its name).

    Args:
        path: the file.
        dimensions: how many it must have (3 for images, 1 for labels); None takes any.

    Returns:
        The array in native byte order, such as uint8 (N, 28, 28).

    Raises:
        MissingData: there is no such file.
        InvalidData: another format, another number of dimensions, cut off, or bytes left over.
    """
    try:
        with path.open("rb") as raw:
            size = path.stat().st_size
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if not zipped:
                return _read(path, raw, dimensions, size)
            with gzip.GzipFile(fileobj=raw) as stream:
                return _read(path, stream, dimensions, size * _GZIP_MAX_RATIO)
    except FileNotFoundError:
        raise MissingData(f"an idx file is needed, received no file at {path}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidData(f"{path.name}: could not be read as an idx file: {error}") from None


def _read(
    path: Path, stream: IO[bytes] | gzip.GzipFile, dimensions: int | None, most: int
) -> NDArray[Any]:
    dtype, shape = _read_header(path, stream)
    if dimensions is not None and len(shape) != dimensions:
        raise InvalidData(
            f"{path.name}: an idx file of {dimensions} dimensions is needed, received {shape}"
        )
    expected = math.prod(shape) * dtype.itemsize
    if expected > min(MAX_BYTES, most):
        raise InvalidData(
            f"{path.name}: the file is cut off or its header is wrong: "
            f"it names {expected} bytes of numbers, received at most {min(MAX_BYTES, most)}"
        )
    data = np.empty(expected, np.uint8)
    filled = 0
    while filled < expected:
        chunk = stream.read(min(expected - filled, 1 << 24))
        if not chunk:
            raise InvalidData(
                f"{path.name}: the file is cut off: its header names {expected} bytes of numbers, "
                f"received {filled}"
            )
        data[filled : filled + len(chunk)] = np.frombuffer(chunk, np.uint8)
        filled += len(chunk)
    if stream.read(1):
        raise InvalidData(
            f"{path.name}: the file must end after the {expected} bytes its header names, "
            f"received more"
        )
    array = data.view(dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="), copy=False)


def _read_header(
    path: Path, stream: IO[bytes] | gzip.GzipFile
) -> tuple[np.dtype[Any], tuple[int, ...]]:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES:
        raise InvalidData(
            f"{path.name}: an idx file starts with two zero bytes, a type and the number of "
            f"dimensions, received {magic.hex(' ') or 'no bytes'}"
        )
    count = magic[3]
    if not 1 <= count <= _MAX_DIMENSIONS:
        raise InvalidData(
            f"{path.name}: an idx file has 1 to {_MAX_DIMENSIONS} dimensions, received {count}"
        )
    sizes = stream.read(4 * count)
    if len(sizes) < 4 * count:
        raise InvalidData(f"{path.name}: the file is cut off within its header of {count} sizes")
    shape = tuple(int(n) for n in np.frombuffer(sizes, ">u4"))
    return np.dtype(_TYPES[magic[2]]), shape


def find_idx(folder: Path, stem: str) -> Path:
    """The idx file of that name in a folder, gzipped or not.

    Raises:
        MissingData: neither is there.
    """
    for candidate in (folder / f"{stem}.gz", folder / stem):
        if candidate.is_file():
            return candidate
    raise MissingData(f"{stem} or {stem}.gz is needed, received neither in {folder}")


def read_pair(
    folder: Path, images_stem: str, labels_stem: str
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images uint8 (N, 28, 28) as stored, and labels uint8 (N,), of one part of a data set.

    Raises:
        MissingData: a file is not there.
        InvalidData: a file is damaged, or the two do not fit each other.
    """
    images = read_idx(find_idx(folder, images_stem), dimensions=3)
    labels = read_idx(find_idx(folder, labels_stem), dimensions=1)
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
        raise InvalidData(
            f"{images_stem}: images must be unsigned bytes of 28 x 28, "
            f"received {images.dtype} {images.shape}"
        )
    if labels.dtype != np.uint8 or len(labels) != len(images):
        raise InvalidData(
            f"{labels_stem}: {len(images)} images need as many labels of unsigned bytes, "
            f"received {len(labels)} of {labels.dtype}"
        )
    return images, labels
