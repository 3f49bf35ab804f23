"""An evaluation as one picture: the confusion matrix, and the reliability diagram beside it.

Drawn with Pillow, which is there at run time: no plotting library is needed to judge a model.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from rekognize.evaluation.calibration import Calibration
from rekognize.evaluation.evaluate import Evaluation
from rekognize.evaluation.metrics import Metrics
from rekognize.evaluation.report import summary

_MARGIN: Final = 56
_NO_INK: Final = "-"
_TEXT: Final = "#1b1f24"
_FAINT: Final = "#8a929c"
_GRID: Final = "#e3e6ea"
_RIGHT: Final = (20, 110, 60)
_WRONG: Final = (190, 40, 30)
_BAR: Final = "#3566b8"
_GAP: Final = "#e58f2a"
_DIAGRAM: Final = 520
"""Side of the reliability diagram in pixels."""


def draw_evaluation(evaluation: Evaluation) -> Image.Image:
    """The figure of an evaluation, as an RGB picture.

    On the left one row a true label and one column an answer, darker the larger its share of the
    row: green where right, red where wrong; the last column stands for "no ink". On the right
    accuracy by confidence, with its gap to the diagonal of perfect calibration.
    """
    title = (
        f"{summary(evaluation)}    {evaluation.model}, {evaluation.alphabet}, "
        f"{evaluation.prior} prior"
    )
    return draw_metrics(title, evaluation.metrics, evaluation.calibration)


def draw_metrics(title: str, metrics: Metrics, calibration: Calibration) -> Image.Image:
    """The same of figures that were read from a file, under any title."""
    matrix = _draw_confusion(metrics)
    diagram = _draw_reliability(calibration)
    height = max(matrix.height, diagram.height) + _MARGIN
    picture = Image.new("RGB", (matrix.width + diagram.width, height), "white")
    picture.paste(matrix, (0, _MARGIN))
    picture.paste(diagram, (matrix.width, _MARGIN))
    ImageDraw.Draw(picture).text((16, 16), title, fill=_TEXT, font=_font(18))
    return picture


def _draw_confusion(metrics: Metrics) -> Image.Image:
    rows, columns = metrics.confusion.shape
    cell = max(14, 640 // columns)
    colours = _cell_colours(metrics.confusion)
    cells = Image.fromarray(colours).resize((columns * cell, rows * cell), Image.Resampling.NEAREST)
    picture = Image.new(
        "RGB", (cells.width + 2 * _MARGIN, max(cells.height, _DIAGRAM) + 2 * _MARGIN), "white"
    )
    picture.paste(cells, (_MARGIN, _MARGIN))
    pen = ImageDraw.Draw(picture)
    for line in range(columns + 1):
        x = _MARGIN + line * cell
        pen.line((x, _MARGIN, x, _MARGIN + cells.height), fill=_GRID)
    for line in range(rows + 1):
        y = _MARGIN + line * cell
        pen.line((_MARGIN, y, _MARGIN + cells.width, y), fill=_GRID)
    font = _font(min(cell - 2, 18))
    for index, label in enumerate((*metrics.labels, _NO_INK)):
        middle = _MARGIN + index * cell + cell // 2
        pen.text((middle, _MARGIN - 6), label, fill=_TEXT, font=font, anchor="ms")
        if index < rows:
            pen.text((_MARGIN - 8, middle), label, fill=_TEXT, font=font, anchor="rm")
    bottom = _MARGIN + cells.height + 20
    pen.text(
        (_MARGIN, bottom),
        f"rows: true    columns: answered    {_NO_INK}: no ink",
        fill=_FAINT,
        font=_font(14),
    )
    return picture


def _cell_colours(confusion: NDArray[np.int64]) -> NDArray[np.uint8]:
    """uint8 (K, K + 1, 3): white for no share of the row, the full colour for all of it.

    Shares are drawn by their square root, so that a mistake made once in a hundred still shows.
    """
    share = np.sqrt(confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1))
    full = np.empty((*confusion.shape, 3))
    full[:] = _WRONG
    diagonal = np.arange(len(confusion))
    full[diagonal, diagonal] = _RIGHT
    colours: NDArray[np.uint8] = np.rint(255 + (full - 255) * share[..., None]).astype(np.uint8)
    return colours


def _draw_reliability(calibration: Calibration) -> Image.Image:
    side = _DIAGRAM
    picture = Image.new("RGB", (side + 2 * _MARGIN, side + 2 * _MARGIN), "white")
    pen = ImageDraw.Draw(picture)
    left, bottom = _MARGIN, _MARGIN + side
    for tick in range(6):
        share = tick / 5
        x, y = left + share * side, bottom - share * side
        pen.line((left, y, left + side, y), fill=_GRID)
        pen.text((x, bottom + 6), f"{share:.0%}", fill=_TEXT, font=_font(14), anchor="mt")
        pen.text((left - 6, y), f"{share:.0%}", fill=_TEXT, font=_font(14), anchor="rm")
    for each in calibration.bins:
        if each.count:
            x0, x1 = left + each.low * side + 1, left + each.high * side - 1
            top, ideal = bottom - each.accuracy * side, bottom - each.confidence * side
            pen.rectangle((x0, min(top, bottom), x1, bottom), fill=_BAR)
            pen.rectangle((x0, min(top, ideal), x1, max(top, ideal)), outline=_GAP, width=2)
    pen.line((left, bottom, left + side, bottom - side), fill=_FAINT)
    pen.rectangle((left, bottom - side, left + side, bottom), outline=_FAINT)
    pen.text(
        (left, _MARGIN - 8),
        f"accuracy by confidence, gap {calibration.ece:.2%}",
        fill=_TEXT,
        font=_font(16),
        anchor="ls",
    )
    return picture


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
