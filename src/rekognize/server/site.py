"""The pages as files alone, which read in the browser itself and so need no server."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from rekognize import __version__
from rekognize.bundle import Bundle
from rekognize.errors import InvalidRequest, RekognizeError
from rekognize.server.headers import CONTENT_POLICY
from rekognize.server.release import OFFLINE, SERVICE_WORKER, Release
from rekognize.server.routes.page import NEED_SERVER, PAGES, WEB

LIST: Final = "site.json"
"""Names the files of a site, so that the next one replaces these and nothing of somebody else's."""


def write_site(folder: Path, bundle: Bundle) -> int:
    """Write a folder that any server of files can hand out, under any path.

    It is written aside and renamed into place: whole or not at all.

    Args:
        folder: is made; an earlier site in it is replaced.
        bundle: the model that reads, in the browser.

    Returns:
        How many bytes all files have together.

    Raises:
        InvalidRequest: in the folder are files that no earlier site of ours wrote.
        RekognizeError: it cannot be written.
    """
    files = _files(bundle)
    try:
        _check_ours(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as aside:
            made = Path(aside) / "site"
            for name, content in files.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            _replace(folder, made, Path(aside) / "before")
    except OSError as error:
        raise RekognizeError(f"cannot write the folder {folder}: {error.strerror}") from None
    return sum(map(len, files.values()))


def _files(bundle: Bundle) -> dict[str, bytes]:
    """Every file of the site, by its path within it."""
    release = Release(WEB)
    documents = {
        _address(path): document for path, document in PAGES.items() if path not in NEED_SERVER
    }
    rooms = " ".join(PurePosixPath(document).stem for document in documents.values())
    files = {
        name: _alone(release.document(document), rooms) for name, document in documents.items()
    }
    files |= {release.folder + name: content for name, content in release.files.items()}
    files[release.folder + OFFLINE] = release.offline(["./", *documents])
    files[SERVICE_WORKER] = release.service_worker
    # Where the server has them, so that the page asks for them in one way.
    files["api/v1/model/bundle.onnx"] = bundle.model
    files["api/v1/model/bundle.json"] = bundle.card.model_dump_json().encode()
    files[".nojekyll"] = b""  # GitHub Pages shall take the files as they are.
    listed = {"rekognize": __version__, "files": sorted([*files, LIST])}
    files[LIST] = json.dumps(listed, indent=2).encode() + b"\n"
    return files


def _address(path: str) -> str:
    return "index.html" if path == "/" else f"{path.removeprefix('/')}.html"


def _alone(document: bytes, rooms: str) -> bytes:
    """A page that knows that there is no server, only these rooms, and which carries its policy."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">'
    charset = b'<meta charset="utf-8">'
    return document.replace(b"<html ", f'<html data-alone="{rooms}" '.encode(), 1).replace(
        charset, charset + f"\n  {policy}".encode(), 1
    )


def _check_ours(folder: Path) -> None:
    """Refuse a folder with anything in it that an earlier site did not put there.

    Raises:
        InvalidRequest: there is such a thing, or it is no folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InvalidRequest(f"a site needs a folder, received the file {folder}")
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    try:
        ours = set(json.loads((folder / LIST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if strangers := [name for name in found if name not in ours]:
        raise InvalidRequest(
            f"a site needs a new folder, an empty one, or one that holds an earlier site and "
            f"nothing else; received {folder} with {strangers[0]}"
        )


def _replace(folder: Path, made: Path, before: Path) -> None:
    """Put a new folder in the place of one that may be there."""
    if not folder.exists():
        made.replace(folder)
        return
    folder.replace(before)
    try:
        made.replace(folder)
    except OSError:
        before.replace(folder)
        raise
