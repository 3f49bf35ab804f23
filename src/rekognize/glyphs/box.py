"""Where ink stands."""

from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in the drawing's own units, y down."""
