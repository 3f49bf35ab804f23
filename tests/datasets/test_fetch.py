import hashlib
import io
import re
import socket
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rekognize.datasets.fetch import SOURCES, RemoteFile, Source, fetch
from rekognize.errors import DownloadFailed, ExitCode, InvalidRequest

CONTENT = bytes(range(256)) * 4000


class Handler(BaseHTTPRequestHandler):
    """A file server that resumes, and loses the connection when told to."""

    def do_GET(self):
        server = self.server
        server.requests.append((self.path, dict(self.headers)))
        data = server.files.get(self.path)
        if data is None:
            self.send_error(404)
            return
        start = 0
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if wanted and self.headers.get("If-Range") == server.etag and server.resumes:
            start = int(wanted[1])
            if start >= len(data):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(data) - start))
        if server.etag:
            self.send_header("ETag", server.etag)
        self.end_headers()
        body = data[start:]
        self.wfile.write(body[: server.cut] if server.cut else body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.files, running.requests = {"/data/a.gz": CONTENT, "/data/b.gz": b"b"}, []
        running.etag, running.cut, running.resumes = '"v1"', 0, True
        running.url = f"http://127.0.0.1:{running.server_port}/data/"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def source(**files):
    remote = tuple(
        RemoteFile(f"{name}.gz", hashlib.md5(data, usedforsecurity=False).hexdigest())
        for name, data in files.items()
    )
    names = tuple(file.name for file in remote)
    return Source("set", "http://official.invalid/", remote, unpack=False, result=names)


def get(server, tmp_path, wanted=None, **options):
    return fetch(wanted or source(a=CONTENT), tmp_path, server.url, timeout=5, **options)


def test_a_whole_download_with_progress_and_only_once(server, tmp_path):
    told = []
    wanted = source(a=CONTENT, b=b"b")
    folder = get(server, tmp_path, wanted, progress=lambda *what: told.append(what))
    assert (folder / "a.gz").read_bytes() == CONTENT
    assert (folder / "b.gz").read_bytes() == b"b"
    assert sorted(p.name for p in folder.iterdir()) == ["a.gz", "b.gz"]
    assert told[-2:] == [("a.gz", len(CONTENT), len(CONTENT)), ("b.gz", 1, 1)]
    get(server, tmp_path, wanted)
    assert len(server.requests) == 2


def test_a_cut_download_resumes(server, tmp_path):
    server.cut = 300_000
    with pytest.raises(DownloadFailed, match="same command resumes"):
        get(server, tmp_path)
    assert not (tmp_path / "set" / "a.gz").exists()
    server.cut = 0
    folder = get(server, tmp_path)
    assert (folder / "a.gz").read_bytes() == CONTENT
    _, headers = server.requests[-1]
    assert (headers["Range"], headers["If-Range"]) == ("bytes=300000-", '"v1"')
    assert [p.name for p in folder.iterdir()] == ["a.gz"]


@pytest.mark.parametrize("change", ["etag", "resumes"])
def test_a_changed_file_or_a_server_that_cannot_resume_starts_anew(server, tmp_path, change):
    server.cut = 300_000
    server.files["/data/a.gz"] = CONTENT[::-1]
    with pytest.raises(DownloadFailed):
        get(server, tmp_path)
    server.cut = 0
    server.files["/data/a.gz"] = CONTENT
    if change == "etag":
        server.etag = '"v2"'
    else:
        server.resumes = False
    assert (get(server, tmp_path) / "a.gz").read_bytes() == CONTENT


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_etag_nothing_is_resumed(server, tmp_path, etag):
    server.cut, server.etag = 300_000, etag
    with pytest.raises(DownloadFailed):
        get(server, tmp_path)
    server.cut = 0
    assert (get(server, tmp_path) / "a.gz").read_bytes() == CONTENT
    assert "Range" not in server.requests[-1][1]


def test_a_part_that_is_whole_already(server, tmp_path):
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "a.gz.part").write_bytes(CONTENT)
    (folder / "a.gz.part.etag").write_text('"v1"')
    assert (get(server, tmp_path) / "a.gz").read_bytes() == CONTENT


def test_a_wrong_checksum_deletes_the_file(server, tmp_path):
    server.files["/data/a.gz"] = CONTENT[:-1] + b"?"
    with pytest.raises(DownloadFailed, match="MD5 must be"):
        get(server, tmp_path)
    assert list((tmp_path / "set").iterdir()) == []


def test_not_found_says_what_to_do_by_hand(server, tmp_path):
    server.files.clear()
    with pytest.raises(DownloadFailed) as failed:
        get(server, tmp_path)
    for part in ("404", "a.gz", "http://official.invalid/", str(tmp_path / "set")):
        assert part in failed.value.message
    assert failed.value.exit_code == ExitCode.NETWORK


def test_offline(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(DownloadFailed, match=r"Without a connection: a\.gz can be downloaded"):
            fetch(source(a=CONTENT), tmp_path, address, timeout=2)


def test_a_server_that_falls_silent(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(DownloadFailed, match="timed out"):
            fetch(source(a=CONTENT), tmp_path, address, timeout=0.2)


@pytest.mark.parametrize("address", ["file:///etc/", "ftp://host/", "host/path", ""])
def test_other_addresses(tmp_path, address):
    wanted = source(a=CONTENT)
    if address:
        with pytest.raises(InvalidRequest):
            fetch(wanted, tmp_path, address)
    else:
        with pytest.raises(DownloadFailed, match=r"official\.invalid"):
            fetch(wanted, tmp_path, timeout=2)


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def packed(data):
    file = RemoteFile("gzip.zip", hashlib.md5(data, usedforsecurity=False).hexdigest())
    return Source("set", "http://official.invalid/", (file,), unpack=True, result=("x.gz",))


def test_a_zip_is_unpacked_flat(server, tmp_path):
    members = {"gzip/x.gz": b"x", "gzip/x-mapping.txt": b"m", "../evil.gz": b"!", "gzip/y.gz": b"y"}
    server.files["/data/gzip.zip"] = data = zipped(members)
    folder = get(server, tmp_path, packed(data))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        "x.gz": b"x",
        "x-mapping.txt": b"m",
    }


@pytest.mark.parametrize("data", [zipped({"y.gz": b"y"}), b"no zip"])
def test_a_zip_of_something_else(server, tmp_path, data):
    server.files["/data/gzip.zip"] = data
    with pytest.raises(DownloadFailed):
        get(server, tmp_path, packed(data))


def test_the_official_sources_are_complete():
    assert {file.name for file in SOURCES["mnist"].files} == set(SOURCES["mnist"].result)
    assert len(SOURCES["emnist"].result) == 24
    for name in SOURCES:
        assert SOURCES[name].base_url.startswith("https://")
        assert all(re.fullmatch(r"[0-9a-f]{32}", file.md5) for file in SOURCES[name].files)
