import re
from urllib.parse import urljoin

import pytest

from rekognize.server.files import MEDIA_TYPES
from rekognize.server.release import SERVICE_WORKER, Release
from rekognize.server.routes.page import PAGES, WEB
from tests.server.conftest import assert_error


@pytest.mark.parametrize("path", [*PAGES, "/docs"])
def test_pages(live, path):
    answer = live.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert live.client.head(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/docs"])
def test_pages_load_only_from_here_and_everything_is_there(live, path):
    html = live.client.get(path).text
    found = {
        address.partition("#")[0]
        for address in re.findall(r'(?:src|href)="([^"]+)"', html)
        if not address.startswith("#")
    }
    assert found
    for address in found:
        assert "//" not in address, address
        assert not address.startswith("/"), f"{address} is not below a proxy's path"
        assert live.client.get(urljoin(path, address)).status_code == 200, address


def test_pages_have_nothing_that_the_policy_forbids(live):
    for path in (*PAGES, "/docs"):
        html = live.client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_every_file_of_the_page_has_its_media_type(live):
    files = [path for path in WEB.rglob("*") if path.is_file() and path.suffix != ".html"]
    assert files
    for path in files:
        name = path.relative_to(WEB).as_posix()
        answer = live.client.get(f"/{name if name == SERVICE_WORKER else f'static/{name}'}")
        assert answer.status_code == 200
        assert answer.content == path.read_bytes()
        assert answer.headers["content-type"] == MEDIA_TYPES[path.suffix]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_a_page_loads_has_an_address_of_its_release_alone(live):
    html = live.client.get("/").text
    folders = set(re.findall(r'(?:src|href)="(static/\w+/)', html))
    assert folders == {Release(WEB).folder}
    script = live.client.get(f"/{folders.pop()}scripts/draw/main.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    # A page of another release must not get this one's modules.
    assert_error(live.client.get("/static/0123456789abcdef/scripts/draw/main.js"), 404, "not_found")


def test_an_unchanged_file_is_not_sent_again(live):
    etag = live.client.get("/").headers["etag"]
    answer = live.client.get("/", headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-cache"


def test_files_travel_compressed_to_those_who_take_it_so(live):
    address = "/static/scripts/draw/main.js"
    plain, packed = (
        live.client.get(address, headers={"accept-encoding": encoding})
        for encoding in ("identity", "gzip, br")
    )
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 1.5
    assert plain.headers["etag"] != packed.headers["etag"]
    for answer in (plain, packed):
        assert answer.headers["vary"] == "accept-encoding"
        accept = "gzip" if answer is packed else "identity"
        again = {"if-none-match": f'"x", {answer.headers["etag"]}', "accept-encoding": accept}
        assert live.client.get(address, headers=again).status_code == 304


@pytest.mark.parametrize("encoding", ["gzip;q=0", "br, gzip; q=0.000"])
def test_files_travel_plain_to_those_who_refuse_compression(live, encoding):
    answer = live.client.get("/", headers={"accept-encoding": encoding})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/static/nothing.js", "/static/..%2f..%2ferrors.py", "/static/", "/static/a%00b"]
)
def test_nothing_else_is_served(live, path):
    assert_error(live.client.get(path), 404, "not_found")
