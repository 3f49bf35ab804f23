"""Pictures of any size with a text label each, decoded only when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidData, RekognizeError
from rekognize.images import decode_image


@dataclass(frozen=True, eq=False)
class PictureSamples:
    """Labelled pictures of any size: a zip's or a folder's.

    Attributes:
        name: the source, such as ``"mouse-digits"``.
        files: the pictures' names within the source.
        labels: what each picture shows: one character, or a text.
        read: the stored bytes of a picture by its name.
        columns: whatever else the source says of each picture, as text by column.

    Raises:
        InvalidData: files, labels and columns are not equally many.
    """

    name: str
    files: Sequence[str]
    labels: Sequence[str]
    read: Callable[[str], bytes]
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, values in (("labels", self.labels), *self.columns.items()):
            if len(values) != len(self.files):
                raise InvalidData(
                    f"{self.name}: {len(self.files)} pictures need as many values of {what!r}, "
                    f"received {len(values)}"
                )

    def __len__(self) -> int:
        return len(self.files)

    def digest(self) -> str:
        """SHA-256 of the pictures' names, labels and bytes, hexadecimal."""
        digest = hashlib.sha256()
        for index, (file, label) in enumerate(zip(self.files, self.labels, strict=True)):
            for part in (file.encode("utf-8", "surrogateescape"), label.encode(), self.data(index)):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def data(self, index: int) -> bytes:
        """The stored bytes of one picture, such as a PNG.

        Raises:
            IndexError: there is no such picture.
            InvalidData: it is damaged, too large or gone.
        """
        return self.read(self.files[index])

    def picture(self, index: int) -> NDArray[np.uint8]:
        """One picture as grey uint8 (H, W), whatever the polarity of its ink.

        Raises:
            IndexError: there is no such picture.
            InvalidData: it is damaged, too large, gone or no picture.
        """
        data = self.data(index)
        try:
            return decode_image(data)
        except RekognizeError as error:
            raise InvalidData(f"{self.name}: {self.files[index]}: {error.message}") from error
