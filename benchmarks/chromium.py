"""The system's Chromium, which tests and benchmarks drive where there is one."""

from __future__ import annotations

import shutil
from typing import Final

NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Where it is; None where Playwright's own would be needed."""
    return next(filter(None, map(shutil.which, NAMES)), None)
