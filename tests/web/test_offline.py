"""What a service worker keeps, and the server really gone."""

import shutil
import socket
import threading
import time

import pytest
import uvicorn
from playwright.sync_api import expect

from rekognize.server import ServerSettings, create_app
from rekognize.server.routes import page as pages
from tests.web.sheet import DOUBLE_U, SEVEN, Sheet

KEPT = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => !name.endsWith(" model"));
    return [active.scriptURL, names];
}"""
MODEL_KEPT = """async () => {
    for (const name of await caches.keys()) {
        if (name.endsWith(" model")) return (await (await caches.open(name)).keys()).length === 2;
    }
    return false;
}"""
ADDRESSES_KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys()) {
        kept.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    }
    return kept;
}"""


def wait_until(page, condition):
    """Until a function in the page promises something true.

    `wait_for_function` takes the promise itself for that.
    """
    end = time.monotonic() + 15
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


class Host:
    """A server that can be stopped, and started again at the same address."""

    def __init__(self):
        self._port = 0
        self._stop = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self._port}/"

    def start(self):
        config = uvicorn.Config(create_app(ServerSettings()), log_level="critical", ws="none")
        server = uvicorn.Server(config)
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()

        def stop():
            server.should_exit = True
            server.force_exit = True
            thread.join(20)
            listener.close()

        self._stop = stop
        return self

    def stop(self):
        if self._stop:
            self._stop()
        self._stop = None


@pytest.fixture
def host():
    host = Host().start()
    yield host
    host.stop()


@pytest.fixture
def visitor(browser):
    """A page of a browser that runs service workers."""
    with browser.new_context() as context:
        yield Sheet(context.new_page())


def visit(sheet, host):
    """Opens the first page, and waits until it is kept; gives what is kept."""
    sheet.page.goto(host.url)
    expect(sheet.page.locator("#alphabet")).to_be_enabled()
    return sheet.page.evaluate(KEPT)


def test_when_the_server_is_gone_this_browser_reads_and_says_so(visitor, host):
    visit(visitor, host)
    visitor.draw_and_wait(SEVEN)
    visitor.expect_winner("7")
    expect(visitor.page.locator("#away")).to_be_empty()
    wait_until(visitor.page, MODEL_KEPT)

    host.stop()
    visitor.page.locator("#clear").click()
    visitor.draw(DOUBLE_U)

    expect(visitor.page.locator("#winner")).to_have_text("W", ignore_case=True)
    expect(visitor.page.locator("#away")).to_have_text("The server is away: read in this browser.")

    # Opened anew, without any server.
    visitor.page.reload()
    visitor.expect_winner(visitor.page.locator("#winner").text_content() or "W")
    visitor.page.get_by_role("link", name="Upload").click()
    expect(visitor.page.get_by_label("Read as")).to_be_enabled()


def test_who_has_no_model_is_told_that_the_server_is_away(visitor, host):
    visit(visitor, host)
    host.stop()
    visitor.draw(SEVEN)
    visitor.expect_headline("The server does not answer")


def test_only_files_and_the_model_are_kept(visitor, host):
    visit(visitor, host)
    visitor.draw_and_wait(SEVEN)
    wait_until(visitor.page, MODEL_KEPT)
    kept = [a.removeprefix(host.url) for a in visitor.page.evaluate(ADDRESSES_KEPT)]
    api = {address for address in kept if address.startswith("api/")}
    assert api == {"api/v1/model/bundle.onnx", "api/v1/model/bundle.json"}
    assert {path.removeprefix("/") for path in pages.PAGES} <= set(kept)


def test_a_new_release_takes_the_place_of_the_one_before(visitor, host, tmp_path, monkeypatch):
    script, before = visit(visitor, host)
    assert len(before) == 1

    web = tmp_path / "web"
    shutil.copytree(pages.WEB, web)
    with (web / "messages/en.json").open("r+") as file:
        text = file.read().replace("Nothing drawn yet", "Nothing there yet")
        file.seek(0)
        file.write(text)
    monkeypatch.setattr(pages, "WEB", web)
    host.stop()
    host.start()

    # At once for who opens a page, though the worker of the release before still stands.
    visitor.page.goto(host.url)
    visitor.expect_headline("Nothing there yet")
    loaded = visitor.page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    folders = {name.split("/static/")[1].split("/")[0] for name in loaded if "/static/" in name}
    assert len(folders) == 1
    assert folders.pop() not in script

    # Its files are kept beside the others, and alone once no page of those is open.
    wait_until(
        visitor.page,
        "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)",
    )
    for _ in range(20):
        visitor.page.goto("about:blank")
        visitor.page.wait_for_timeout(200)
        after, kept = visit(visitor, host)
        if after != script and len(kept) == 1:
            break
    assert after != script
    host.stop()
    visitor.page.reload()
    visitor.expect_headline("Nothing there yet")
    assert kept != before
    assert len(kept) == 1


def test_a_model_that_there_is_no_room_for_is_handed_out_all_the_same(visitor, host):
    visit(visitor, host)
    visitor.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    protocol = visitor.page.context.new_cdp_session(visitor.page)
    quota = {"origin": host.url.rstrip("/"), "quotaSize": 1}
    protocol.send("Storage.overrideQuotaForOrigin", quota)
    size = visitor.page.evaluate(
        "async () => (await (await fetch('api/v1/model/bundle.onnx')).arrayBuffer()).byteLength"
    )
    assert size > 100_000
