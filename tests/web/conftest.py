"""A real Chromium before a real server with the shipped model."""

import os
import socket
import threading
from pathlib import Path

import pytest
import uvicorn
from benchmarks.chromium import find_chromium
from playwright.sync_api import expect

from rekognize.server import ServerSettings, create_app
from tests.web.sheet import Sheet

# As long as a machine may take that is busy with other things.
expect.set_options(timeout=15_000)

IN_CI = os.environ.get("CI") == "true"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def skip_or_fail(reason):
    """In CI nothing may be missing; elsewhere its tests are skipped, and say why."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    path = find_chromium() or playwright.chromium.executable_path
    if not Path(path).exists():
        skip_or_fail("no Chromium: install the system's, or run `playwright install chromium`")
    return browser_type_launch_args | {"executable_path": path, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def browser_context_args(browser_context_args):
    """Without service workers: nothing of one test is kept, and none loads in the background."""
    return browser_context_args | {"service_workers": "block"}


@pytest.fixture(scope="session")
def base_url():
    server = uvicorn.Server(
        uvicorn.Config(create_app(ServerSettings()), log_level="critical", ws="none")
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def tab(page, base_url):
    """Nothing opened yet. No test may send it elsewhere or leave a complaint in its console."""
    sheet = Sheet(page)
    yield sheet
    assert [a for a in sheet.addresses if not a.startswith((base_url, "blob:"))] == []
    assert sheet.complaints == []


@pytest.fixture
def sheet(tab):
    """The page, opened."""
    return tab.open()


@pytest.fixture
def troubled_sheet(page):
    """The page, opened, for tests in which requests fail: the console then says so."""
    return Sheet(page).open()
