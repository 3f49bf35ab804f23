"""Whoever draws sees the whole sheet, the answer and the way to clear, in windows of any size."""

import pytest
from playwright.sync_api import expect

from tests.web.sheet import SEVEN, Sheet, payload

PHONES = [(390, 664), (360, 640), (375, 553), (320, 568), (430, 739)]
PHONES_ON_THEIR_SIDE = [(844, 390), (667, 375), (568, 320)]
TABLETS = [(768, 1024), (1024, 768), (700, 500)]
DESKTOPS = [(1280, 800), (1366, 640), (1280, 480), (1280, 576), (1920, 1080)]
WINDOWS = [*PHONES, *PHONES_ON_THEIR_SIDE, *TABLETS, *DESKTOPS]


def opened(new_context, window, address="", locale="en-GB"):
    width, height = window
    context = new_context(viewport={"width": width, "height": height}, locale=locale)
    return Sheet(context.new_page()).open(address)


def expect_in_window(sheet, *parts):
    """Wholly, without scrolling."""
    size = sheet.page.viewport_size
    assert sheet.page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for part in parts:
        box = sheet.page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["y"] >= 0, part
        assert box["x"] + box["width"] <= size["width"], part
        assert box["y"] + box["height"] <= size["height"], part


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
@pytest.mark.parametrize("window", WINDOWS)
def test_drawing_and_answer_are_seen_at_once(new_context, window, locale):
    sheet = opened(new_context, window, "?alphabet=digits", locale)
    sheet.draw(SEVEN)
    sheet.expect_winner("7")
    expect_in_window(sheet, "#sheet", "#headline", "#detail", "#undo", "#clear")
    paper = sheet.page.locator("#pad").bounding_box()
    assert paper["width"] >= 200
    assert paper["width"] == pytest.approx(paper["height"], abs=1.5)


@pytest.mark.parametrize("window", [*PHONES, *PHONES_ON_THEIR_SIDE])
def test_picture_and_answer_are_seen_at_once(new_context, window):
    sheet = opened(new_context, window, "upload?alphabet=digits")
    sheet.page.locator("#upload-file").set_input_files(payload())
    sheet.expect_winner("7")
    expect_in_window(sheet, "#sheet", "#headline", "#detail", "#preview-away", "#upload")


@pytest.mark.parametrize("window", WINDOWS)
def test_the_longest_words_lie_on_nothing_else(new_context, window):
    sheet = opened(new_context, window, locale="de-DE")
    sheet.draw([[(0.5, 0.15), (0.5, 0.75)]])
    expect(sheet.page.locator("#detail")).to_contain_text("gleiche Form")
    words = sheet.page.locator("#detail").bounding_box()
    bottom = words["y"] + words["height"]
    for part in ("#undo", "#guides"):
        below = sheet.page.locator(part).bounding_box()
        assert below["y"] >= bottom - 1 or below["y"] + below["height"] <= words["y"], part
