"""The pages in use: at every width, in light and dark, by every kind of pointer."""

import pytest
from playwright.sync_api import expect

from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import EL, SEVEN, payload

WALKS = [(360, "touch"), (768, "pen"), (1440, "mouse")]
OUT_OF_REACH = """(width) => [...document.querySelectorAll("button, select, input, a")]
    .filter((control) => control.checkVisibility())
    .filter((control) => {
        const { left, right } = control.getBoundingClientRect();
        return left < 0 || right > width;
    })
    .map(({ outerHTML }) => outerHTML)"""


@pytest.mark.parametrize(("width", "pointer"), WALKS)
def test_a_walk_through_the_pages(sheet, width, pointer):
    page = sheet.page
    page.set_viewport_size({"width": width, "height": 800})
    draw = {"mouse": sheet.draw, "touch": sheet.draw_by_touch, "pen": sheet.draw_by_pen}[pointer]

    def check():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(OUT_OF_REACH, width) == []
        expect_nothing_for_axe(page)

    sheet.open("?alphabet=digits")
    draw(SEVEN)
    sheet.expect_winner("7")
    page.locator(".candidate").nth(1).click()
    expect(page.locator("#detail")).to_have_text("As you say.")
    check()

    sheet.open("?mode=line&guides=1&alphabet=capitals")
    draw(EL, ".box:first-child canvas")
    sheet.expect_winner("L")
    check()

    sheet.open("upload?alphabet=digits")
    page.locator("#upload-file").set_input_files([payload(), payload("other.png")])
    expect(page.locator("#table-count")).to_have_text("2 of 2 pictures read")
    sheet.expect_winner("7")
    check()

    page.goto("/play?set=name&level=1")
    page.get_by_label("Name", exact=True).fill("L")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#round")).to_have_text("1 of 1")
    check()
    draw(EL)
    expect(page.get_by_role("heading", name="1 of 1 right")).to_be_focused()
    check()
