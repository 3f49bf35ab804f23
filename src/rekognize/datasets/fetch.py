"""Downloads of MNIST and EMNIST from their official places: resumed, checked, put in place whole.

A download grows in ``NAME.part`` and takes its name when its checksum is right, so that a file of
that name is always whole. What is known of the server's version (its ETag) lies beside it: a
download resumes only as the very file it began as (RFC 9110, sections 13.1.5 and 14).
"""

from __future__ import annotations

import hashlib
import http.client
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from rekognize.datasets.emnist import SPLITS
from rekognize.errors import DownloadFailed, InvalidRequest

Progress = Callable[[str, int, int | None], None]
"""Told the file's name, the bytes there are of it, and its size where the server said it."""

_CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to download: its name, and the MD5 that its publisher or its users know it by."""

    name: str
    md5: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a data set is published.

    Attributes:
        name: as the command line spells it; also the folder under the data folder.
        base_url: address that the files' names are appended to.
        files: what to download.
        unpack: what is downloaded are zips; they are unpacked, flat, and then deleted.
        result: files that are in the folder once it is complete. Of a zip these are unpacked, and
            its mappings (``-mapping.txt``).
    """

    name: str
    base_url: str
    files: tuple[RemoteFile, ...]
    unpack: bool
    result: tuple[str, ...]


_MNIST_FILES: Final = (
    RemoteFile("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
    RemoteFile("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
    RemoteFile("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
    RemoteFile("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"),
)

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        source.name: source
        for source in (
            Source(
                "mnist",
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                _MNIST_FILES,
                unpack=False,
                result=tuple(file.name for file in _MNIST_FILES),
            ),
            Source(
                "emnist",
                "https://biometrics.nist.gov/cs_links/EMNIST/",
                (RemoteFile("gzip.zip", "58c8d27c78d21e728a6bc7b3cc06412e"),),
                unpack=True,
                result=tuple(
                    f"emnist-{split}-{part}-{kind}-ubyte.gz"
                    for split in SPLITS
                    for part in ("train", "test")
                    for kind in ("images-idx3", "labels-idx1")
                ),
            ),
        )
    }
)
"""What can be downloaded, by name."""


def fetch(
    source: Source,
    root: Path,
    base_url: str | None = None,
    timeout: float = 30.0,
    progress: Progress | None = None,
) -> Path:
    """Download a data set into ``root/NAME``, unless it is there already.

    Args:
        source: one of :data:`SOURCES`.
        root: the data folder; made where it is missing.
        base_url: another address with the same files, http or https; None takes the official.
        timeout: seconds without a byte after which a connection counts as lost.
        progress: told of every piece that arrives.

    Returns:
        The folder with the files.

    Raises:
        DownloadFailed: no connection, an error of the server, a lost connection (call again to
            resume), or a wrong checksum (the file is deleted). The message says what to do by
            hand.
        InvalidRequest: the base address is not http or https.
    """
    base = base_url or source.base_url
    if urlsplit(base).scheme not in ("http", "https"):
        raise InvalidRequest(f"a base address starts with http:// or https://, received {base!r}")
    folder = root / source.name
    if all((folder / name).is_file() for name in source.result):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.files:
        target = folder / file.name
        if not target.is_file():
            address = f"{base.rstrip('/')}/{file.name}"
            try:
                _download(address, target, timeout, progress)
                _check(target, file.md5)
            except DownloadFailed as error:
                raise DownloadFailed(f"{error.message}. {_by_hand(source, folder)}") from error
        if source.unpack:
            _unpack(target, folder, frozenset(source.result))
    return folder


def _by_hand(source: Source, folder: Path) -> str:
    names = ", ".join(file.name for file in source.files)
    then = f", put into {folder} and fetched again" if source.unpack else f", put into {folder}"
    return f"Without a connection: {names} can be downloaded elsewhere from {source.base_url}{then}"


def _download(address: str, target: Path, timeout: float, progress: Progress | None) -> None:
    """Download to ``target.part``, from where an earlier attempt left off."""
    part, etag = _part(target), _etag(target)
    have = part.stat().st_size if part.is_file() and etag.is_file() else 0
    request = Request(address, headers={"User-Agent": "rekognize"})  # noqa: S310 - http(s) alone
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", etag.read_text())
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310
            if response.status != http.client.PARTIAL_CONTENT or not _resumes(response, have):
                have = 0
            _keep_etag(response, etag)
            _receive(response, part, have, progress, target.name)
    except HTTPError as error:
        with error:
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                return  # The part is the whole file already; the checksum decides.
            raise DownloadFailed(
                f"{address} could not be downloaded: the server answered "
                f"{error.code} {error.reason}"
            ) from None
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise DownloadFailed(f"{address} could not be downloaded: {reason}") from None


def _resumes(response: http.client.HTTPResponse, have: int) -> bool:
    return (response.headers.get("Content-Range") or "").startswith(f"bytes {have}-")


def _keep_etag(response: http.client.HTTPResponse, etag: Path) -> None:
    """Only a strong ETag may resume; without one the next attempt starts anew."""
    value = response.headers.get("ETag") or ""
    if value.startswith('"'):
        etag.write_text(value)
    else:
        etag.unlink(missing_ok=True)


def _receive(
    response: http.client.HTTPResponse,
    part: Path,
    have: int,
    progress: Progress | None,
    name: str,
) -> None:
    length = response.headers.get("Content-Length") or ""
    total = have + int(length) if length.isascii() and length.isdecimal() else None
    with part.open("ab" if have else "wb") as stream:
        while chunk := response.read1(_CHUNK):
            stream.write(chunk)
            have += len(chunk)
            if progress:
                progress(name, have, total)
    if total is not None and have < total:
        raise DownloadFailed(
            f"the connection was lost; what arrived is kept and the same command resumes: "
            f"{name} has {total} bytes, received {have}"
        )


def _check(target: Path, md5: str) -> None:
    part = _part(target)
    with part.open("rb") as stream:
        received = hashlib.file_digest(
            stream, lambda: hashlib.md5(usedforsecurity=False)
        ).hexdigest()
    _etag(target).unlink(missing_ok=True)
    if received != md5:
        part.unlink()
        raise DownloadFailed(
            f"{target.name} arrived damaged or changed and was deleted: its MD5 must be {md5}, "
            f"received {received}"
        )
    part.replace(target)


def _unpack(archive: Path, folder: Path, wanted: frozenset[str]) -> None:
    """Unpack the wanted files flat into the folder, whatever folders the zip has, and delete it."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = {Path(info.filename).name: info for info in zipped.infolist()}
            lacking = sorted(wanted - members.keys())
            if lacking:
                raise DownloadFailed(f"{archive.name} must hold {lacking[0]}, received none")
            for name in sorted(n for n in members if n in wanted or n.endswith("-mapping.txt")):
                part = _part(folder / name)
                with zipped.open(members[name]) as source, part.open("wb") as stream:
                    shutil.copyfileobj(source, stream, _CHUNK)
                part.replace(folder / name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DownloadFailed(f"{archive.name} could not be unpacked: {error}") from None
    archive.unlink()


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _etag(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.etag")
