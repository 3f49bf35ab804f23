"""The page of evaluations: what `rekognize evaluate --json` wrote, to be looked at."""

import re
import socket
import threading

import orjson
import pytest
import uvicorn
from playwright.sync_api import expect

from rekognize import Recognizer
from rekognize.alphabets import get_alphabet
from rekognize.evaluation import evaluate
from rekognize.evaluation.table import Line, table_document
from rekognize.server import ServerSettings, create_app
from tests.evaluation.test_evaluate import drawn
from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import Sheet, server_away

SEVENS_CALLED_ONES = 3


@pytest.fixture(scope="module")
def judged():
    """Two evaluations of the shipped model; in the first, some sevens are labelled as ones."""
    recognizer = Recognizer.load()
    found = []
    for wrong in (SEVENS_CALLED_ONES, 0):
        glyphs = drawn("7772346" * 6)
        for row in range(wrong):
            glyphs.targets[row] = False
            glyphs.targets[row, 1] = True
        found.append(evaluate(recognizer, glyphs, get_alphabet("digits")))
    return found


@pytest.fixture(scope="module")
def address(judged, tmp_path_factory):
    file = tmp_path_factory.mktemp("figures") / "drawn.json"
    lines = [Line("mislabelled", judged[:1]), Line("drawn", judged[1:])]
    file.write_bytes(orjson.dumps(table_document([judged[0].model], lines)))
    app = create_app(ServerSettings(evaluations=file))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def mistakes(page, address):
    watched = Sheet(page)
    page.goto(f"{address}/mistakes")
    expect(page.locator("#found")).to_be_visible()
    yield page
    assert watched.complaints == []


def test_the_figures_are_those_of_the_file(mistakes, judged):
    metrics = judged[0].metrics
    low, high = metrics.interval
    figures = mistakes.locator("#figures")
    expect(figures).to_contain_text(f"{100 * metrics.accuracy:.2f} %")
    expect(figures).to_contain_text(f"{100 * low:.2f} % \N{EN DASH} {100 * high:.2f} %")
    row = mistakes.locator("#classes tr", has=mistakes.locator("th", has_text=re.compile("^7$")))
    seven = metrics.classes[7]
    expect(row).to_contain_text(f"{100 * seven.recall:.2f} %")
    expect(row).to_contain_text(f"{100 * seven.f1:.2f} %")


def test_a_cell_of_the_matrix_opens_its_images(mistakes, judged):
    shown = mistakes.locator(".confusion__shown")
    expect(shown.locator("p")).to_have_text(f"1 read as 7: {SEVENS_CALLED_ONES} times")
    expect(shown.locator(".misread")).to_have_count(SEVENS_CALLED_ONES)
    ink = shown.locator("canvas").first.evaluate(
        """(canvas) => [...canvas.getContext("2d").getImageData(0, 0, 28, 28).data]
            .filter((_, i) => i % 4 === 3)"""
    )
    assert ink == judged[0].misread[0].pixels.ravel().tolist()
    mistakes.locator('.confusion rect[data-row="7"][data-column="7"]').click()
    expect(shown.locator("p")).to_contain_text("7 read as 7")
    expect(shown.locator(".misread")).to_have_count(0)
    mistakes.get_by_label("Written").select_option("1")
    expect(shown.locator(".misread")).to_have_count(SEVENS_CALLED_ONES)


def test_two_are_shown_side_by_side_and_the_address_tells_which(mistakes, judged):
    mistakes.get_by_label("Side by side with").select_option("1")
    first, second = (each.metrics.accuracy for each in judged)
    expect(mistakes.locator("#figures")).to_contain_text(f"+{100 * (second - first):.2f}")
    expect(mistakes.locator(".confusion__matrix")).to_have_count(2)
    for chart in ("#reliability", "#rejection"):
        expect(mistakes.locator(f"{chart} .chart__line--1")).to_have_count(1)
    mistakes.reload()
    expect(mistakes.locator(".confusion__matrix")).to_have_count(2)


def test_a_link_leads_there_where_there_is_something_to_see(mistakes, address):
    mistakes.goto(f"{address}/inside")
    link = mistakes.get_by_role("navigation").get_by_role("link", name="Mistakes")
    expect(link).to_be_visible()


def test_no_link_leads_to_nothing(sheet):
    sheet.page.goto("/inside")
    expect(sheet.page.get_by_role("link", name="How it works")).to_be_visible()
    expect(sheet.page.get_by_role("link", name="Mistakes")).to_be_hidden()


def test_without_evaluations_it_says_how_to_make_some(sheet):
    sheet.page.goto("/mistakes")
    expect(sheet.page.locator("#empty")).to_contain_text("rekognize serve --evaluations figures")
    expect(sheet.page.locator("#found")).to_be_hidden()


@pytest.mark.parametrize("name", ["The figures as a table", "The figures of each class"])
def test_tables_are_named_and_scrolled_by_keyboard(mistakes, name):
    mistakes.set_viewport_size({"width": 180, "height": 800})
    table = mistakes.get_by_role("region", name=name)
    table.focus()
    expect(table).to_be_focused()
    mistakes.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)


def test_axe_finds_nothing(mistakes):
    mistakes.get_by_label("Side by side with").select_option("1")
    expect(mistakes.locator(".confusion__matrix")).to_have_count(2)
    expect_nothing_for_axe(mistakes)


@pytest.mark.parametrize("width", [180, 360, 1440])
def test_nothing_scrolls_sideways(mistakes, width):
    mistakes.set_viewport_size({"width": width, "height": 800})
    mistakes.get_by_label("Side by side with").select_option("1")
    expect(mistakes.locator(".confusion__matrix")).to_have_count(2)
    assert mistakes.evaluate("document.documentElement.scrollWidth") <= width


def test_a_failure_is_told_until_there_are_figures_again(page, address):
    page.goto(f"{address}/mistakes")
    expect(page.locator("#found")).to_be_visible()
    with server_away(page, "**/api/v1/evaluations/*"):
        page.locator("#first").select_option(index=1)
        expect(page.locator("#status")).to_contain_text("The server does not answer")
    page.locator("#first").select_option(index=0)
    expect(page.locator("#status")).to_be_empty()
