"""The pages in letters of twice the size and half as much again, as a browser's settings make them.

WCAG 2.2, 1.4.4 (Resize Text) and 1.4.10 (Reflow).
"""

import pytest
from playwright.sync_api import expect

from tests.web.sheet import Sheet
from tests.web.test_page import PAGES

R = [
    [(0.35, 0.8), (0.35, 0.2)],
    [(0.33, 0.2), (0.55, 0.22), (0.6, 0.33), (0.5, 0.46), (0.36, 0.46), (0.65, 0.8)],
]

INSIDE = """([inner, outer]) => {
    const box = document.querySelector(outer).getBoundingClientRect();
    return [...document.querySelectorAll(inner)]
        .map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, { width }]) => width)
        .filter(([, { left, right, top, bottom }]) =>
            left < box.left - 1 || right > box.right + 1 ||
            top < box.top - 1 || bottom > box.bottom + 1)
        .map(([words]) => words);
}"""
"""What of the one is not wholly within the other."""

CUT_WORDS = """(parts) => [...document.querySelectorAll(parts)].filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    return lines > part.textContent.trim().split(/\\s+/).length;
}).map(({ textContent }) => textContent)"""
"""What stands on more lines than it has words: some word is cut."""

OVERLAP = """([one, other]) => {
    const [a, b] = [one, other].map((part) => document.querySelector(part).getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


@pytest.fixture(scope="module", params=[24, 32])
def large(request, browser_type, browser_type_launch_args):
    """A browser whose letters are that many pixels high; 16 is usual."""
    size = f"--blink-settings=defaultFontSize={request.param}"
    arguments = [*browser_type_launch_args["args"], size]
    browser = browser_type.launch(**browser_type_launch_args | {"args": arguments})
    yield browser
    browser.close()


@pytest.fixture(params=[(390, 664), (1280, 800)])
def sheet(request, large, base_url):
    width, height = request.param
    context = large.new_context(
        viewport={"width": width, "height": height},
        base_url=base_url,
        locale="en-GB",
        service_workers="block",
    )
    sheet = Sheet(context.new_page())
    yield sheet
    context.close()
    assert sheet.complaints == []


def test_the_answer_is_whole(sheet):
    sheet.open("?alphabet=capitals")
    sheet.page.locator("#pad").scroll_into_view_if_needed()
    sheet.draw_and_wait(R)
    sheet.expect_winner("R")
    assert sheet.page.evaluate(CUT_WORDS, "#headline") == []
    for part in ("#headline", "#detail"):
        assert sheet.page.evaluate(INSIDE, [part, ".print"]) == []
    # Only across: a glyph's box is as high as its typeface.
    letter, paper = (sheet.page.locator(part).bounding_box() for part in ("#winner", ".print"))
    assert letter["width"] > 40
    assert letter["x"] >= paper["x"]
    assert letter["x"] + letter["width"] <= paper["x"] + paper["width"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_keeps_within_the_window(sheet, address):
    sheet.page.goto(address)
    expect(sheet.page.get_by_role("navigation")).to_be_visible()
    width = sheet.page.viewport_size["width"]
    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= width
    assert not sheet.page.evaluate(OVERLAP, [".masthead__name", ".masthead > .choice"])
    assert sheet.page.evaluate(CUT_WORDS, "h1:not(.unseen), h2:not(.unseen), .rooms__link") == []


@pytest.mark.parametrize("address", ["", "upload", "inside", "how"])
def test_what_the_sheet_says_is_not_cut_off(sheet, address):
    sheet.open(address)
    hint = ".tray__hint" if address == "upload" else ".sheet__hint"
    assert sheet.page.evaluate(INSIDE, [hint, "#sheet"]) == []


def test_a_charts_words_stay_in_its_card(sheet):
    sheet.page.goto("/training?lang=en")
    expect(sheet.page.locator("#curves figure").first).to_be_visible()
    assert sheet.page.evaluate(INSIDE, ["#curves .chart__label", ".panel:has(#curves)"]) == []
