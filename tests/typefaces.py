"""Typefaces that are installed for a test; those of the project are large."""

from pathlib import Path

import matplotlib as mpl

FONT = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


def install_typeface(folder, name, *styles):
    """Put one where its package would, in the styles "400-normal" and the like."""
    files = folder / name / "files"
    files.mkdir(parents=True)
    for style in styles:
        (files / f"{name}-latin-{style}.woff2").symlink_to(FONT)
