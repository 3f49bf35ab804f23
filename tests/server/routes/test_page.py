import re
from urllib.parse import urljoin

import pytest

from rekognize.server.files import MEDIA_TYPES
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
        assert live.client.get(urljoin(path, address)).status_code == 200, address


def test_pages_have_nothing_that_the_policy_forbids(live):
    for path in (*PAGES, "/docs"):
        html = live.client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_every_file_of_the_page_has_its_media_type(live):
    files = [path for path in WEB.rglob("*") if path.is_file()]
    assert files
    for path in files:
        answer = live.client.get(f"/static/{path.relative_to(WEB).as_posix()}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == MEDIA_TYPES[path.suffix]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_file_is_not_sent_again(live):
    etag = live.client.get("/").headers["etag"]
    answer = live.client.get("/", headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/nothing.js", "/static/..%2f..%2ferrors.py", "/static/", "/static/a%00b"]
)
def test_nothing_else_is_served(live, path):
    assert_error(live.client.get(path), 404, "not_found")
