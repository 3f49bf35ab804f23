"""A progress bar on long work, and only where somebody looks at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

Item = TypeVar("Item")


def progress(items: Sequence[Item], title: str, answers: TextIO | None = None) -> Iterator[Item]:
    """The items one by one, with a bar on stderr while they are worked on.

    No bar is shown for a single item, when stderr is no terminal, or when ``answers``, the stream
    that results are written to, is one: there the results themselves show how far things are.
    """
    if len(items) < 2 or not sys.stderr.isatty() or (answers is not None and answers.isatty()):
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, title, console=Console(stderr=True), transient=True)
