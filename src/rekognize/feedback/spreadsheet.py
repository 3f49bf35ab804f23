"""Cells that a spreadsheet shows as text instead of running them as formulas."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""What begins so is one to some program (OWASP, CSV injection), or was guarded before."""


def guarded(text: str) -> str:
    """With an apostrophe before what would be a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
