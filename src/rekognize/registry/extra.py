"""Whether this installation can train, told without importing torch."""

from __future__ import annotations

from importlib.util import find_spec

from rekognize.errors import MissingExtra


def check_training() -> None:
    """Check that the ``train`` extra is installed.

    Raises:
        MissingExtra: it is not.
    """
    if find_spec("torch") is None:
        raise MissingExtra(
            "training needs torch, which is not installed: pip install 'rekognize[train]'"
        )
