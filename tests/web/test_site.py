"""The pages as files alone, handed out by a server of files below a path."""

import functools
import http.server
import re
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from rekognize import Recognizer
from rekognize.bundle import load_bundle
from rekognize.ink import InkDocument
from rekognize.server.routes.page import NEED_SERVER, PAGES
from rekognize.server.site import write_site
from tests.web.sheet import DOUBLE_U, EL, SEVEN, TEE, Sheet, payload
from tests.web.test_offline import KEPT, MODEL_KEPT, wait_until


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def handing_out(folder):
    """Address of a site below a path, as a project's on GitHub Pages."""
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/rekognize/"
        server.shutdown()
        thread.join(20)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    write_site(folder / "rekognize", load_bundle())
    return folder


@pytest.fixture(scope="session")
def site(folder):
    with handing_out(folder) as address:
        yield address


@pytest.fixture
def alone(page, site):
    """The first page, and at the end: nothing was asked for that is not there."""
    sheet = Sheet(page)
    missing = []
    page.on("response", lambda answer: answer.status < 400 or missing.append(answer.url))
    page.goto(site)
    expect(page.locator("#alphabet")).to_be_enabled()
    yield sheet
    assert missing == []
    assert sheet.complaints == []
    assert [a for a in sheet.addresses if not a.startswith((site, "blob:"))] == []


def strokes_on(sheet):
    """What is drawn, as the page would ask about it."""
    return sheet.page.evaluate(
        """async () => {
            const { keptDrawings } = await import(
                document.querySelector('link[href$="ink/keep.js"]').href);
            const { inkDocument } = await import(
                document.querySelector('link[href$="ink/document.js"]').href);
            dispatchEvent(new Event("pagehide"));
            const { width } = document.querySelector("#pad").getBoundingClientRect();
            return inkDocument(keptDrawings("draw")[0], width);
        }"""
    )


@pytest.mark.parametrize("strokes", [SEVEN, TEE, DOUBLE_U], ids=["7", "T", "W"])
def test_it_answers_as_the_api_does(alone, strokes):
    alone.draw(strokes)
    recognizer = Recognizer.load()
    document = strokes_on(alone)
    expected = recognizer.recognize(InkDocument.model_validate(document).ink(), top=5)
    expect(alone.page.locator("#winner")).to_have_text(expected.label)
    chips = alone.page.locator(".candidate__label")
    expect(chips).to_have_text([candidate.label for candidate in expected.candidates])


def test_every_page_opens_and_says_that_nothing_is_sent(alone):
    links = alone.page.get_by_role("navigation").get_by_role("link")
    expect(links).to_have_count(len(PAGES) - len(NEED_SERVER))
    for address in [link.get_attribute("href") for link in links.all()]:
        alone.page.goto(address)
        expect(alone.page.locator("#privacy")).to_contain_text("never leave")
        expect(alone.page.locator("[data-served]:visible")).to_have_count(0)
        for link in alone.page.locator("a:visible").all():
            assert alone.page.request.get(link.evaluate("({ href }) => href")).ok


def test_pictures_are_read_too(alone):
    alone.page.get_by_role("link", name="Upload").click()
    expect(alone.page.locator("#alphabet")).to_be_enabled()
    alone.page.locator("input[type=file]").first.set_input_files(payload())
    alone.expect_winner("7")


def test_about_says_what_is_true_without_a_server(alone):
    alone.page.get_by_role("link", name="About").click()
    main = alone.page.locator("main")
    expect(main).to_contain_text("never leave your device")
    assert not re.search(r"\bserver\b", main.inner_text())


def test_a_game_is_played(alone):
    alone.page.get_by_role("link", name="Play").click()
    alone.page.get_by_label("Characters").select_option("name")
    alone.page.get_by_label("Level").select_option("1")
    alone.page.get_by_label("Name", exact=True).fill("L")
    alone.page.get_by_role("button", name="Start").click()
    expect(alone.page.locator("#round")).to_have_text("1 of 1")
    alone.draw(EL)
    expect(alone.page.get_by_role("heading", name="1 of 1 right")).to_be_visible()


def test_once_loaded_it_needs_nobody_who_hands_it_out(browser, folder):
    with browser.new_context() as context:
        sheet = Sheet(context.new_page())
        with handing_out(folder) as address:
            sheet.page.goto(address)
            sheet.draw(SEVEN)
            sheet.expect_winner("7")
            sheet.page.evaluate(KEPT)
            wait_until(sheet.page, MODEL_KEPT)
        sheet.page.reload()
        sheet.expect_winner("7")
        sheet.page.locator("#clear").click()
        sheet.expect_blank()
        sheet.draw(EL)
        sheet.expect_winner("L")
