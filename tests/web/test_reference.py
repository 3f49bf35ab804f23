"""The description at `/docs`, in a browser."""

import pytest
from playwright.sync_api import expect
from starlette.responses import PlainTextResponse

from rekognize.server import ServerSettings, create_app
from tests.server.conftest import serving
from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import Sheet

PATH = "/below/here"


def below(app):
    """The application as a proxy hands it out: below a path that the application does not see."""

    async def proxy(scope, receive, send):
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"].startswith(f"{PATH}/"):
            path = scope["path"].removeprefix(PATH)
            await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        else:
            await PlainTextResponse("elsewhere", 404)(scope, receive, send)

    return proxy


@pytest.fixture
def reference(page):
    with serving(below(create_app(ServerSettings()))) as server:
        watched = Sheet(page)
        page.goto(f"{server.url}{PATH}/docs")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Rekognize API ")
        yield page, f"{server.url}{PATH}"
        assert watched.complaints == []


def test_it_works_below_the_path_of_a_proxy(reference):
    page, address = reference
    article = page.locator("article", has_text="DELETE/api/v1/retraining")
    expect(article.locator("pre")).to_have_text(
        f"curl -X DELETE -H 'Authorization: Bearer TOKEN' {address}/api/v1/retraining"
    )
    for name, place in (("Draw something", "/"), ("OpenAPI document", "/openapi.json")):
        href = page.get_by_role("link", name=name).first.evaluate("({ href }) => href")
        assert href == address + place
        assert page.request.get(href).ok


def test_axe_finds_nothing(reference):
    page, _ = reference
    expect_nothing_for_axe(page)
