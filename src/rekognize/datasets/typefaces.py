"""Typefaces that were drawn after somebody's hand, or after the one that schools teach.

Each is a writer of all characters, cursive ones among them, which data sets have hardly any of.
They are npm packages of Fontsource, under the licences of their designers; `make typefaces`
installs those that ``typefaces/package.json`` names.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from rekognize.alphabets import BASE
from rekognize.errors import MissingData

FOLDER: Final = Path("typefaces/node_modules/@fontsource")
"""Where they are installed, in a clone of the project."""

CAPITALS_ONLY: Final = frozenset(
    {"amatic-sc", "patrick-hand-sc", "permanent-marker", "rock-salt", "walter-turncoat"}
)
"""Those whose small letters are small capitals."""

_TAUGHT: Final = ("edu-", "playwrite-")
_HELD_OUT_SHARE: Final = 0.25
_SIZE: Final = 96
_MARGIN: Final = 24
_NO_CHARACTER: Final = "\uffff"
"""Is shown as whatever a typeface shows instead of characters that it lacks."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One that is installed.

    Attributes:
        name: of its package, such as ``"playwrite-fr-trad"``.
        path: of its regular style's file.
    """

    name: str
    path: Path

    @property
    def is_taught(self) -> bool:
        """Whether it is a hand that schools teach. Those of two countries have much in common."""
        return self.name.startswith(_TAUGHT)

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training, to judge by hands never seen.

        Others whose names begin with the same word may be by the same hand, and share its fate.
        """
        hand = self.name if self.is_taught else self.name.partition("-")[0]
        digest = hashlib.blake2b(hand.encode(), digest_size=1).digest()
        return digest[0] < _HELD_OUT_SHARE * 256

    def pictures(self) -> Iterator[tuple[str, NDArray[np.uint8]]]:
        """Each character that it has, with a picture: uint8 (H, H), black on white paper."""
        font = ImageFont.truetype(self.path, _SIZE)
        lacking = bytes(font.getmask(_NO_CHARACTER))
        for label in BASE:
            if self.name in CAPITALS_ONLY and label.islower():
                continue
            shown = bytes(font.getmask(label))
            if shown != lacking and any(shown):
                yield label, _picture(font, label)


def find_typefaces(folder: Path = FOLDER) -> list[Typeface]:
    """Those that are installed, by name.

    Raises:
        MissingData: there are none.
    """
    packages = sorted(path for path in folder.glob("*") if path.is_dir())
    found = []
    for package in packages:
        files = sorted((package / "files").glob(f"{package.name}-latin-*-normal.woff2"))
        if files:
            regular = [file for file in files if "-400-" in file.name]
            found.append(Typeface(package.name, (regular or files)[0]))
    if not found:
        raise MissingData(f"there are no typefaces in {folder}; `make typefaces` installs them")
    return found


def digest_of(typefaces: Iterable[Typeface]) -> str:
    """SHA-256 of the names and files, hexadecimal."""
    digest = hashlib.sha256()
    for typeface in typefaces:
        digest.update(typeface.name.encode())
        digest.update(hashlib.sha256(typeface.path.read_bytes()).digest())
    return digest.hexdigest()


def leaning(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture, uint8 (H, H), 0.55 to 1.35 times as wide, and leaning a little."""
    side = picture.shape[0]
    width = math.exp(rng.uniform(math.log(0.55), math.log(1.35)))
    lean = float(rng.normal(0, 0.12))
    middle = side / 2 * (1 - 1 / width - lean)
    image = Image.fromarray(picture).transform(
        (side, side),
        Image.Transform.AFFINE,
        (1 / width, lean, middle, 0, 1, 0),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    return np.asarray(image)


def _picture(font: ImageFont.FreeTypeFont, label: str) -> NDArray[np.uint8]:
    """In the middle of a square with paper enough to lean in."""
    left, top, right, bottom = font.getbbox(label)
    side = round(1.5 * max(right - left, bottom - top)) + 2 * _MARGIN
    image = Image.new("L", (side, side), 255)
    corner = ((side - left - right) / 2, (side - top - bottom) / 2)
    ImageDraw.Draw(image).text(corner, label, font=font, fill=0)
    return np.asarray(image)
