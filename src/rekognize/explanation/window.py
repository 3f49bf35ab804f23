"""Where a layer's pixel looks: at which pixels of the layer before, and of the glyph."""

from __future__ import annotations

from dataclasses import dataclass

from rekognize.explanation.graph import Node


@dataclass(frozen=True, slots=True)
class Reach:
    """Pixels along one axis that an output pixel is made of.

    Output pixel ``i`` looks at ``count`` pixels, ``start + i * step`` and every ``spacing``-th
    after it. Some may lie beyond the edge, where there are zeros.
    """

    start: int
    step: int
    count: int
    spacing: int = 1

    @property
    def extent(self) -> int:
        """Pixels from the first to the last."""
        return (self.count - 1) * self.spacing + 1

    def after(self, before: Reach) -> Reach:
        """Pixels at the very beginning, when ``before`` says the same of the layer before."""
        return Reach(
            start=before.start + self.start * before.step,
            step=self.step * before.step,
            count=before.extent + (self.extent - 1) * before.step,
        )

    def joined(self, other: Reach) -> Reach | None:
        """Pixels of either, None where the two do not move alike."""
        if self.step != other.step:
            return None
        start = min(self.start, other.start)
        end = max(self.start + self.extent, other.start + other.extent)
        return Reach(start, self.step, end - start)


@dataclass(frozen=True, slots=True)
class Window:
    """Rows and columns that an output pixel is made of."""

    rows: Reach
    columns: Reach

    def after(self, before: Window) -> Window:
        """As :meth:`Reach.after`, for both axes."""
        return Window(self.rows.after(before.rows), self.columns.after(before.columns))

    def joined(self, other: Window) -> Window | None:
        """As :meth:`Reach.joined`, for both axes."""
        rows, columns = self.rows.joined(other.rows), self.columns.joined(other.columns)
        return Window(rows, columns) if rows and columns else None


PIXEL = Window(Reach(0, 1, 1), Reach(0, 1, 1))
"""A pixel that is made of the one at its own place."""


def whole(height: int, width: int) -> Window:
    """All there is, for every output."""
    return Window(Reach(0, 0, height), Reach(0, 0, width))


def sliding(node: Node, kernel: tuple[int, ...]) -> Window | None:
    """The window that a convolution or pooling slides over a picture.

    None for what is not written out in numbers: another count of axes, padding that the runtime
    works out, or rounding up that lets windows begin in the padding.
    """
    automatic = node.attributes.get("auto_pad", "NOTSET") not in ("NOTSET", "")
    if len(kernel) != 2 or automatic or node.number("ceil_mode", 0):
        return None
    strides = node.numbers("strides", (1, 1))
    spacings = node.numbers("dilations", (1, 1))
    top, left, *_ = node.numbers("pads", (0, 0, 0, 0))
    return Window(
        Reach(-top, strides[0], kernel[0], spacings[0]),
        Reach(-left, strides[1], kernel[1], spacings[1]),
    )
