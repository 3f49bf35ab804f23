"""Digits cut out of photographed cheque amounts, one picture each."""

from __future__ import annotations

import io
import json
from typing import Final, TypeAlias

from PIL import Image

from rekognize.datasets.pictures import PictureSamples
from rekognize.errors import InvalidData

_MARGIN: Final = 0.1
"""Paper left around a digit, as a share of the longer side of its box."""

_Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def judging_digits(cheques: PictureSamples) -> PictureSamples:
    """The digits of every second cheque, with a little of what stands around them.

    The rest served to develop how ink is found on printed paper; nothing was trained on either.

    Args:
        cheques: amounts with a column ``boxes_xywh``: JSON, a box for each digit of the label, from
            left to right. An amount with other than one box a digit is left out.

    Raises:
        InvalidData: there is no such column, or it holds no boxes.
    """
    if "boxes_xywh" not in cheques.columns:
        raise InvalidData(f"{cheques.name}: boxes of digits are needed, received none")
    cuts: dict[str, tuple[int, _Box]] = {}
    labels: list[str] = []
    rows = zip(cheques.files, cheques.labels, cheques.columns["boxes_xywh"], strict=True)
    for row, (file, amount, text) in list(enumerate(rows))[1::2]:
        boxes = _boxes(cheques.name, file, text)
        digits = [character for character in amount if character.isdigit()]
        if len(boxes) != len(digits):
            continue
        for number, (box, digit) in enumerate(zip(boxes, digits, strict=True)):
            cuts[f"{file}#{number}"] = (row, box)
            labels.append(digit)

    def read(name: str) -> bytes:
        row, box = cuts[name]
        left, top, right, bottom = (max(edge, 0) for edge in box)
        cut = cheques.picture(row)[top:bottom, left:right]
        if not cut.size:
            raise InvalidData(f"{cheques.name}: {name}: the digit's box is not in the picture")
        stream = io.BytesIO()
        Image.fromarray(cut).save(stream, "PNG")
        return stream.getvalue()

    return PictureSamples(f"{cheques.name} (digits)", list(cuts), labels, read)


def _boxes(name: str, file: str, text: str) -> list[_Box]:
    """Of each digit, with its margin."""
    try:
        boxes = [tuple(map(int, box)) for box in json.loads(text)]
        out = []
        for x, y, width, height in boxes:
            margin = round(_MARGIN * max(width, height))
            out.append((x - margin, y - margin, x + width + margin, y + height + margin))
    except (TypeError, ValueError) as error:
        raise InvalidData(f"{name}: {file}: no boxes of digits: {error}") from None
    return out
