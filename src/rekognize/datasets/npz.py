"""NumPy archives from anywhere: read without pickle, and without trusting their headers."""

from __future__ import annotations

import io
import math
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from rekognize.errors import InvalidData, MissingData

MAX_MEMBER_BYTES: Final = 2**30
"""Most that one array of an archive may hold, unpacked."""


def read_npz(path: Path, fields: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The named arrays of an npz archive.

    Raises:
        MissingData: there is no such file.
        InvalidData: no archive, a field is missing, holds Python objects, is damaged or larger
            than 1 GiB.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {field: _read_member(path, archive, field) for field in fields}
    except FileNotFoundError:
        raise MissingData(f"an npz archive is needed, received no file at {path}") from None
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, ValueError) as error:
        raise InvalidData(f"{path.name}: could not be read as an npz archive: {error}") from None
    except (NotImplementedError, RuntimeError) as error:
        # zipfile's way of saying: another compression, or encrypted.
        raise InvalidData(f"{path.name}: a plain npz archive is needed: {error}") from None


def _read_member(path: Path, archive: zipfile.ZipFile, field: str) -> NDArray[Any]:
    try:
        info = archive.getinfo(f"{field}.npy")
    except KeyError:
        held = ", ".join(archive.namelist()[:12]) or "nothing"
        raise InvalidData(f"{path.name}: an array {field!r} is needed, received {held}") from None
    if info.file_size > MAX_MEMBER_BYTES:
        raise InvalidData(
            f"{path.name}: an array may hold {MAX_MEMBER_BYTES} bytes, "
            f"received {info.file_size} in {field!r}"
        )
    with archive.open(info) as stream:
        data = stream.read(MAX_MEMBER_BYTES)
    return _parse(path, field, data)


def _parse(path: Path, field: str, data: bytes) -> NDArray[Any]:
    stream = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            # NumPy warns of headers written by Python 2 while it repairs them; we take none.
            warnings.simplefilter("error")
            version = npy.read_magic(stream)
            read_header = {
                (1, 0): npy.read_array_header_1_0,
                (2, 0): npy.read_array_header_2_0,
            }[version]
            shape, fortran, dtype = read_header(stream)
    except (
        ValueError,
        KeyError,
        TypeError,
        SyntaxError,
        Warning,
        tokenize.TokenError,
        RecursionError,
        MemoryError,
    ) as error:
        raise InvalidData(f"{path.name}: {field!r} has no valid npy header: {error}") from None
    if dtype.hasobject:
        raise InvalidData(f"{path.name}: {field!r} must hold numbers or text, received {dtype}")
    count = math.prod(shape)
    offset = stream.tell()
    if dtype.itemsize == 0 or min(shape, default=0) < 0:
        raise InvalidData(f"{path.name}: {field!r} must hold data, received {dtype} {shape}")
    if count * dtype.itemsize != len(data) - offset:
        raise InvalidData(
            f"{path.name}: {field!r} names {count} x {dtype.itemsize} bytes, "
            f"received {len(data) - offset}"
        )
    array = np.frombuffer(data, dtype, count, offset)
    return array.reshape(shape, order="F" if fortran else "C")
