"""Under which name a command's doings are recorded."""

from __future__ import annotations

import getpass


def who_asks() -> str:
    """The user of this computer."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody without a name"
