"""Whole data sets through the one preprocessing, in parallel, and remembered on disk."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache as once
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from rekognize import glyphs as glyph_code
from rekognize import ink as ink_code
from rekognize.bundle.bundle import write_whole
from rekognize.glyphs import SIDE, Glyph, glyph_of_image, glyph_of_ink
from rekognize.ink import Ink

Source = TypeVar("Source")
_CHUNK: Final = 2048


def glyphs_of_images(
    images: Sequence[NDArray[np.uint8]] | NDArray[np.uint8], cache: Path | None = None
) -> NDArray[np.uint8]:
    """Glyphs of grey pictures, uint8 (N, 28, 28), ink 255; all zero where there is no ink.

    Args:
        images: uint8 (H, W) each, of any size.
        cache: folder in which the result is kept under a hash of its input.
    """
    return _remembered(
        "images", hash_arrays(images), lambda: _mapped(glyph_of_image, list(images)), cache
    )


def glyphs_of_inks(inks: Sequence[Ink], cache: Path | None = None) -> NDArray[np.uint8]:
    """Glyphs of strokes, uint8 (N, 28, 28), ink 255; all zero where there are none."""
    content = hash_inks(inks)
    return _remembered("inks", content, lambda: _mapped(glyph_of_ink, inks), cache)


def glyphs_by(
    function: Callable[[Source], Glyph | None],
    sources: Sequence[Source],
    name: str,
    cache: Path | None = None,
) -> NDArray[np.uint8]:
    """Glyphs by any picklable function of picklable sources, remembered under a name.

    Whoever calls makes the name change whenever the result would.
    """
    return _remembered(name, "", lambda: _mapped(function, sources), cache)


def _mapped(
    function: Callable[[Source], Glyph | None], sources: Sequence[Source]
) -> NDArray[np.uint8]:
    chunks = [sources[i : i + _CHUNK] for i in range(0, len(sources), _CHUNK)]
    workers = min(os.cpu_count() or 1, len(chunks))
    if workers <= 1:
        parts = [_pixels(function, chunk) for chunk in chunks]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(_pixels, [function] * len(chunks), chunks))
    return np.concatenate(parts) if parts else np.zeros((0, SIDE, SIDE), np.uint8)


def _pixels(
    function: Callable[[Source], Glyph | None], sources: Sequence[Source]
) -> NDArray[np.uint8]:
    out = np.zeros((len(sources), SIDE, SIDE), np.uint8)
    for row, source in enumerate(sources):
        glyph = function(source)
        if glyph is not None:
            out[row] = glyph.quantised
    return out


def hash_arrays(arrays: Iterable[NDArray[np.generic]]) -> str:
    """A hash of arrays' shapes, types and contents, in their order."""
    digest = hashlib.blake2b(digest_size=16)
    for array in arrays:
        digest.update(repr((array.shape, array.dtype.str)).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def hash_inks(inks: Iterable[Ink]) -> str:
    """A hash of strokes, and of which belong to one ink."""
    return hash_arrays(part for ink in inks for part in (np.array(len(ink.strokes)), *ink.strokes))


@once
def code_hash() -> str:
    """A hash of the code that makes glyphs: what it made before it changed is not used again."""
    digest = hashlib.blake2b(digest_size=6)
    for package in (glyph_code, ink_code):
        for file in sorted(Path(package.__path__[0]).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _remembered(
    name: str, content: str, compute: Callable[[], NDArray[np.uint8]], cache: Path | None
) -> NDArray[np.uint8]:
    if cache is None:
        return compute()
    path = cache / f"glyphs-{code_hash()}-{name}{content and '-' + content}.npy"
    if path.exists():
        kept: NDArray[np.uint8] = np.load(path, allow_pickle=False)
        return kept
    glyphs = compute()
    cache.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, glyphs)
    write_whole(path, buffer.getvalue())
    return glyphs
