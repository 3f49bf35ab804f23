"""Cutting a part out of a picture before it is read."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.web.sheet import ONE, SEVEN, payload, picture


def seven_and_one():
    """A 7 in the left half of a picture, a 1 in the right one."""
    image = Image.new("RGB", (400, 200), "#f0ebdc")
    for strokes, left in ((SEVEN, 0), (ONE, 200)):
        corners = [(left + 200 * x, 200 * y) for x, y in strokes[0]]
        ImageDraw.Draw(image).line(corners, fill="#14203c", width=14, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return payload("both.png", data=file.getvalue())


@pytest.fixture
def cropping(tab):
    tab.open("upload?alphabet=digits")
    tab.hand_over("paste", seven_and_one())
    expect(tab.page.locator("#preview-box")).to_be_visible()
    tab.page.get_by_role("button", name="Crop").click()
    expect(tab.page.get_by_role("button", name="Move the part")).to_be_focused()
    return tab


WATCH = """() => {
    const { fetch } = window;
    window.sent = new Promise((resolve) => {
        window.fetch = (address, options) => {
            if (options?.body instanceof Blob) {
                createImageBitmap(options.body).then(
                    ({ width, height }) => resolve([width, height]));
            }
            return fetch(address, options);
        };
    });
}"""


def read_part(sheet):
    """Takes the part that is framed; returns width and height of the picture that is sent."""
    sheet.page.evaluate(WATCH)
    sheet.page.get_by_role("button", name="Read this part").click()
    return sheet.page.evaluate("window.sent")


def way_of(sheet, grip, x, y):
    """From a corner's middle to a place of the picture, in the window's pixels."""
    box = sheet.page.get_by_role("button", name=grip).bounding_box()
    whole = sheet.page.locator("#preview-picture").bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return start, (whole["x"] + x * whole["width"], whole["y"] + y * whole["height"])


def test_a_part_is_framed_with_the_mouse_and_read(cropping):
    cropping.expect_headline("More than one character")
    cropping.expect_winner("")
    for grip, x, y in (("Upper left corner", 0, 0), ("Lower right corner", 0.5, 1)):
        start, end = way_of(cropping, grip, x, y)
        cropping.page.mouse.move(*start)
        cropping.page.mouse.down()
        cropping.page.mouse.move(*end, steps=3)
        cropping.page.mouse.up()
    sent = read_part(cropping)
    assert sent == pytest.approx([200, 200], abs=4)
    cropping.expect_winner("7")
    expect(cropping.page.locator(".crop")).to_be_hidden()


def test_a_part_is_framed_with_a_finger(cropping):
    browser = cropping.page.context.new_cdp_session(cropping.page)
    start, end = way_of(cropping, "Upper left corner", 0.5, 0.1)
    for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
        touches = [{"x": x, "y": y} for x, y in points]
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    sent = read_part(cropping)
    assert sent[0] == pytest.approx(160, abs=4)
    cropping.expect_winner("1")


def test_a_part_is_framed_with_arrow_keys(cropping):
    cropping.page.get_by_role("button", name="Upper left corner").focus()
    for _ in range(5):
        cropping.page.keyboard.press("Shift+ArrowRight")
    sent = read_part(cropping)
    # From 10 % + 5 x 10 % to 90 % of 400 pixels.
    assert sent == [120, 160]


def test_escape_leaves_the_picture_as_it_is(cropping):
    cropping.page.keyboard.press("Escape")
    expect(cropping.page.locator(".crop")).to_be_hidden()
    expect(cropping.page.locator("#preview-picture")).to_be_visible()
    expect(cropping.page.get_by_role("button", name="Crop")).to_be_focused()


def test_each_picture_of_several_has_its_own_part_and_can_be_restored(cropping):
    cropping.page.keyboard.press("Escape")
    cropping.hand_over("paste", payload())
    expect(cropping.page.locator("#table-count")).to_have_text("2 of 2 pictures read")
    width = "(image) => image.naturalWidth"
    thumbnails = cropping.page.locator(".table__thumbnail")
    cropping.page.get_by_role("button", name="both.png").click()
    cropping.page.get_by_role("button", name="Crop").click()
    read_part(cropping)
    expect(cropping.page.locator("#table-count")).to_have_text("2 of 2 pictures read")
    expect(cropping.page.locator("#preview-picture")).to_have_js_property("naturalWidth", 320)
    assert thumbnails.nth(1).evaluate(width) == 160
    cropping.page.get_by_role("button", name="As it was").click()
    expect(cropping.page.locator("#preview-picture")).to_have_js_property("naturalWidth", 400)
    expect(cropping.page.get_by_role("button", name="As it was")).to_be_hidden()


def test_what_the_browser_cannot_show_is_read_and_offers_neither(tab):
    tab.open("upload?alphabet=digits")
    tab.hand_over("paste", payload())
    tab.expect_winner("7")
    expect(tab.page.get_by_role("button", name="Crop")).to_be_visible()
    tab.hand_over("paste", payload("seven.tiff", "image/tiff", picture("TIFF")))
    expect(tab.page.locator("#preview-name")).to_have_text("seven.tiff")
    tab.expect_winner("7")
    for name in ("Crop", "Turn"):
        expect(tab.page.get_by_role("button", name=name)).to_be_hidden()
