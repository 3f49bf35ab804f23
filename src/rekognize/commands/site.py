"""``rekognize site``: the pages as files, for a place where no server runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def site(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Folder to write: a new one, an empty one, or that of an earlier site.",
            show_default=False,
        ),
    ],
    bundle: Annotated[
        Path | None,
        typer.Option(
            help="Model to use: a file, or tiny, which is small and came along too.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the pages as files that read in the browser: no server, nothing leaves the device.

    Any host of static files serves the folder, under any path; for a classroom,
    python -m http.server does. Opening the files without one does not work: browsers load modules
    from servers only.

    Example: rekognize site public/
    """
    from rekognize.bundle import load_bundle
    from rekognize.server.site import write_site

    size = write_site(folder, load_bundle(bundle))
    typer.echo(f"{folder}: {size / 1e6:.1f} MB. Try it: python -m http.server --directory {folder}")
