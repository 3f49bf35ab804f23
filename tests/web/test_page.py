from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import skip_or_fail
from tests.web.sheet import SEVEN, Sheet, payload

WEB = Path(__file__).parents[2] / "src/rekognize/web"
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WIDTHS = [360, 768, 1440]


@pytest.fixture(scope="session")
def axe():
    if not AXE.exists():
        skip_or_fail("axe-core is not installed: run `npm ci`")
    return AXE.read_text()


def test_the_page_weighs_little(page):
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    Sheet(page).open()
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000


def test_every_module_is_loaded_ahead():
    preloaded = (WEB / "index.html").read_text()
    for script in (WEB / "scripts").glob("*.js"):
        assert f'"/static/scripts/{script.name}"' in preloaded


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(sheet, width):
    sheet.page.set_viewport_size({"width": width, "height": 800})
    sheet.draw_and_wait(SEVEN)
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_every_control_can_be_hit_with_a_finger(sheet, width):
    sheet.page.set_viewport_size({"width": width, "height": 800})
    for control in sheet.page.locator("button:visible, select:visible, input:visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 44, control


def test_the_keyboard_reaches_everything_in_reading_order(sheet):
    sheet.draw_and_wait(SEVEN)
    sheet.draw_and_wait(SEVEN)
    sheet.page.keyboard.press("Control+z")
    sheet.page.get_by_label("Read as").focus()
    reached = []
    for _ in range(7):
        focused = sheet.page.locator(":focus")
        assert focused.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"
        reached.append(focused.get_attribute("id"))
        sheet.page.keyboard.press("Tab")
    assert reached == ["alphabet", "undo", "redo", "clear", "width", "upload", "camera-open"]


def test_the_colours_follow_the_system(sheet):
    colours = """() => {
        const { backgroundColor, color } = getComputedStyle(document.documentElement);
        return [backgroundColor, color];
    }"""
    sheet.page.emulate_media(color_scheme="light")
    light = sheet.page.evaluate(colours)
    sheet.page.emulate_media(color_scheme="dark")
    assert sheet.page.evaluate(colours) != light


def test_the_ink_changes_with_the_colours(sheet):
    sheet.page.emulate_media(color_scheme="light")
    sheet.draw_and_wait(SEVEN)
    assert max(sheet.ink_colour()) < 80
    sheet.page.emulate_media(color_scheme="dark")
    # The browser tells the page of the change when it next has time.
    for _ in range(40):
        if min(sheet.ink_colour()) > 200:
            return
        sheet.page.wait_for_timeout(50)
    pytest.fail(f"the ink stayed {sheet.ink_colour()}")


def test_who_wants_no_motion_gets_none(sheet):
    sheet.page.emulate_media(reduced_motion="reduce")
    bar = sheet.page.locator(".candidate__bar").first
    duration = bar.evaluate("(bar) => getComputedStyle(bar, '::before').transitionDuration")
    assert duration == "0s"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["blank", "answered", "picture", "camera"])
def test_axe_finds_nothing(sheet, axe, scheme, state):
    sheet.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if state == "answered":
        answer = sheet.draw_and_wait(SEVEN)
        sheet.expect_winner(answer["label"])
    elif state == "picture":
        sheet.hand_over("paste", payload())
        expect(sheet.page.locator("#preview-box")).to_be_visible()
    elif state == "camera":
        sheet.page.get_by_role("button", name="Camera").click()
        expect(sheet.page.get_by_role("dialog")).to_be_visible()
    sheet.page.evaluate(axe)
    found = sheet.page.evaluate("axe.run().then(({ violations }) => violations)")
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
