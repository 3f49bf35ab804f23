"""The pages of one release: what they load has an address that no other release's files have."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rekognize.server.files import read_files

STATIC: Final = "static/"
SERVICE_WORKER: Final = "service-worker.js"
OFFLINE: Final = "offline.json"
"""What the service worker keeps, among the files of a release."""


class Release:
    """The files of a page's folder, as they were when this was made.

    A document names its files as ``static/...``; handed out, it names them as
    ``static/VERSION/...``, and modules name each other relative to themselves. So a page that is
    open while the server changes goes on with its own release or fails, and never runs half of one
    and half of another.

    Attributes:
        version: of all files together, made from their bytes.
    """

    def __init__(self, folder: Path) -> None:
        self._contents = read_files(folder)
        digest = hashlib.sha256()
        for name, content in self._contents.items():
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        self.version = digest.hexdigest()[:16]

    @property
    def files(self) -> dict[str, bytes]:
        """What the documents load, by its path below :attr:`folder`."""
        return {
            name: content
            for name, content in self._contents.items()
            if name != SERVICE_WORKER and not name.endswith(".html")
        }

    @property
    def folder(self) -> str:
        """Where the files lie, relative to the pages."""
        return f"{STATIC}{self.version}/"

    @property
    def service_worker(self) -> bytes:
        """The script that keeps the pages for times without a network; it lies beside them."""
        return self._contents[SERVICE_WORKER]

    def document(self, name: str) -> bytes:
        """A page that loads this release's files."""
        named = rf'((?:src|href)="){STATIC}'.encode()
        return re.sub(named, rb"\1" + self.folder.encode(), self._contents[name])

    def offline(self, pages: Iterable[str]) -> bytes:
        """JSON for the service worker: the pages' addresses and the files' paths."""
        return json.dumps({"pages": list(pages), "files": list(self.files)}).encode()
