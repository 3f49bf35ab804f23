import pytest
from playwright.sync_api import expect

from tests.web.sheet import EL, ONE, SEVEN, TEE, Sheet


@pytest.mark.parametrize(("strokes", "label"), [(SEVEN, "7"), (ONE, "1")])
def test_a_digit_drawn_with_the_mouse_is_answered(sheet, strokes, label):
    sheet.open("?alphabet=digits")
    sheet.draw(strokes)
    sheet.expect_winner(label)
    sheet.expect_headline(f"Digit {label}")


@pytest.mark.parametrize(("strokes", "label"), [(EL, "L"), (TEE, "T")])
def test_a_capital_drawn_with_the_mouse_is_answered(sheet, strokes, label):
    sheet.open("?alphabet=capitals")
    sheet.draw(strokes)
    sheet.expect_winner(label)
    sheet.expect_headline(f"Letter {label}")


@pytest.mark.parametrize("by", ["draw_by_touch", "draw_by_pen"])
def test_finger_and_pen_draw_as_the_mouse_does(new_context, by):
    context = new_context(viewport={"width": 360, "height": 640}, has_touch=True)
    sheet = Sheet(context.new_page())
    sheet.open("?alphabet=digits")
    sheet.page.evaluate(
        """() => {
            window.kinds = new Set();
            document.querySelector("#pad").addEventListener(
                "pointerdown", (event) => window.kinds.add(event.pointerType));
        }"""
    )
    getattr(sheet, by)(SEVEN)
    sheet.expect_winner("7")
    assert sheet.page.evaluate("[...window.kinds]") == [by.removeprefix("draw_by_")]
    assert sheet.page.evaluate("scrollY") == 0


def test_drawing_with_a_finger_does_not_scroll_but_the_answer_does(new_context):
    context = new_context(viewport={"width": 360, "height": 600}, has_touch=True)
    sheet = Sheet(context.new_page()).open()
    assert sheet.page.evaluate("document.documentElement.scrollHeight > innerHeight")
    sheet.draw_by_touch([[(0.5, 0.9), (0.5, 0.1)]])
    assert sheet.ink() > 0
    assert sheet.page.evaluate("scrollY") == 0


def test_a_tap_leaves_a_dot(sheet):
    sheet.draw([[(0.5, 0.5)]])
    width = sheet.page.locator("#pad").bounding_box()["width"] * 0.03
    assert sheet.ink() == pytest.approx(3.14 * (width / 2) ** 2, rel=0.25)


def test_undo_redo_and_clear_by_button(sheet):
    undo, redo, clear = (
        sheet.page.get_by_role("button", name=n) for n in ("Undo", "Redo", "Clear")
    )
    for button in (undo, redo, clear):
        expect(button).to_be_disabled()
    sheet.draw_and_wait(TEE[:1])
    bar = sheet.ink()
    sheet.draw_and_wait(TEE[1:])
    both = sheet.ink()
    assert both > bar > 0
    undo.click()
    assert sheet.ink() == bar
    redo.click()
    assert sheet.ink() == both
    clear.click()
    assert sheet.ink() == 0
    sheet.expect_blank()
    undo.click()
    assert sheet.ink() == both
    expect(clear).to_be_enabled()


@pytest.mark.parametrize(
    ("redo", "clear"), [("Control+y", "Escape"), ("Control+Shift+Z", "Delete")]
)
def test_undo_redo_and_clear_by_key(sheet, redo, clear):
    press = sheet.page.keyboard.press
    sheet.draw_and_wait(ONE)
    drawn = sheet.ink()
    press("Control+z")
    assert sheet.ink() == 0
    sheet.expect_blank()
    press(redo)
    assert sheet.ink() == drawn
    press(clear)
    assert sheet.ink() == 0
    sheet.expect_blank()


def test_the_pen_grows_wider(sheet):
    sheet.draw_and_wait(ONE)
    thin = sheet.ink()
    sheet.page.get_by_role("button", name="Clear").click()
    sheet.page.get_by_role("slider", name="Pen width").fill("6")
    sheet.draw_and_wait(ONE)
    assert sheet.ink() == pytest.approx(2 * thin, rel=0.1)


def test_the_drawing_keeps_its_shape_when_the_window_changes(sheet):
    sheet.draw_and_wait(SEVEN)
    side = sheet.page.locator("#pad").bounding_box()["width"]
    ink = sheet.ink()
    sheet.page.set_viewport_size({"width": 400, "height": 800})
    new_side = sheet.page.locator("#pad").bounding_box()["width"]
    assert new_side != side
    assert sheet.ink() == pytest.approx(ink * (new_side / side) ** 2, rel=0.05)


def test_the_sheet_is_as_sharp_as_the_screen(new_context):
    context = new_context(device_scale_factor=3)
    sheet = Sheet(context.new_page()).open()
    side = sheet.page.locator("#pad").bounding_box()["width"]
    assert sheet.page.evaluate("document.querySelector('#pad').width") == round(3 * side)


def test_the_request_holds_the_strokes_and_the_writing_area(sheet):
    sheet.draw(EL)
    side = sheet.page.locator("#pad").bounding_box()["width"]
    body = sheet.last_question().post_data_json
    assert body["area"] == {"width": pytest.approx(side), "height": pytest.approx(side)}
    (stroke,) = body["strokes"]
    assert stroke[0] == pytest.approx([0.35 * side, 0.15 * side], abs=1)
    assert stroke[-1] == pytest.approx([0.7 * side, 0.7 * side], abs=1)


def test_the_eraser_takes_whole_strokes_away_and_undo_brings_them_back(sheet):
    sheet.draw_and_wait(TEE)
    both = sheet.ink()
    eraser = sheet.page.get_by_role("button", name="Eraser")
    eraser.click()
    expect(eraser).to_have_attribute("aria-pressed", "true")
    sheet.draw([[(0.3, 0.5), (0.7, 0.5)]])
    (left,) = sheet.last_question().post_data_json["strokes"]
    assert {round(y) for _, y in left} == {round(left[0][1])}
    assert 0 < sheet.ink() < both
    sheet.draw([[(0.1, 0.9), (0.2, 0.9)]])
    sheet.page.keyboard.press("Control+z")
    assert sheet.ink() == both
    eraser.click()
    sheet.draw_and_wait(ONE)
    assert sheet.ink() > both


@pytest.mark.parametrize("way", ["button", "key", "eraser"])
def test_on_a_blank_sheet_the_eraser_is_a_pen_again(sheet, way):
    sheet.draw_and_wait(ONE)
    eraser = sheet.page.get_by_role("button", name="Eraser")
    eraser.click()
    if way == "button":
        sheet.page.get_by_role("button", name="Clear").click()
    elif way == "key":
        sheet.page.keyboard.press("Escape")
    else:
        sheet.draw([[(0.3, 0.5), (0.7, 0.5)]])
    sheet.expect_blank()
    expect(eraser).to_have_attribute("aria-pressed", "false")
    expect(eraser).to_be_disabled()
    sheet.draw_and_wait(ONE)
    assert sheet.ink() > 0


def pointer(sheet, kind, where, pointer_type, pointer_id, **init):
    """A pointer event as a browser would send it for that kind of pointer."""
    x, y = sheet.place(where)
    event = {"clientX": x, "clientY": y, "pointerType": pointer_type, "pointerId": pointer_id}
    sheet.page.evaluate(
        """([kind, init]) => {
            const pad = document.querySelector("#pad");
            // The browser captures no pointer that it does not know of.
            pad.setPointerCapture = () => {};
            pad.dispatchEvent(new PointerEvent(kind, init));
        }""",
        [kind, event | {"button": 0, "buttons": 1, "cancelable": True} | init],
    )


def test_a_palm_beside_the_pen_draws_nothing(sheet):
    # The palm is down first, then the pen: what the palm drew is given up.
    pointer(sheet, "pointerdown", (0.9, 0.9), "touch", 7)
    pointer(sheet, "pointermove", (0.8, 0.9), "touch", 7)
    pointer(sheet, "pointerdown", (0.5, 0.2), "pen", 8)
    pointer(sheet, "pointermove", (0.5, 0.7), "pen", 8)
    pointer(sheet, "pointerup", (0.8, 0.9), "touch", 7)
    pointer(sheet, "pointerup", (0.5, 0.7), "pen", 8)
    # The palm that comes between two strokes of the pen draws nothing either.
    pointer(sheet, "pointerdown", (0.9, 0.9), "touch", 9)
    pointer(sheet, "pointermove", (0.7, 0.9), "touch", 9)
    pointer(sheet, "pointerup", (0.7, 0.9), "touch", 9)
    (stroke,) = sheet.last_question().post_data_json["strokes"]
    side = sheet.page.locator("#pad").bounding_box()["width"]
    assert {round(x) for x, _ in stroke} == {round(side / 2)}


def test_the_other_end_of_a_pen_erases(sheet):
    sheet.draw_and_wait(ONE)
    pointer(sheet, "pointerdown", (0.5, 0.4), "pen", 8, button=5, buttons=32)
    pointer(sheet, "pointerup", (0.5, 0.4), "pen", 8, button=5, buttons=0)
    sheet.expect_blank()
    assert sheet.ink() == 0


def test_every_point_between_two_frames_is_drawn(sheet):
    sheet.page.evaluate(
        """() => {
            const coalesced = [[0.3, 0.2], [0.3, 0.5], [0.3, 0.8], [0.7, 0.8]];
            PointerEvent.prototype.getCoalescedEvents = function () {
                const { left, top, width, height } = this.target.getBoundingClientRect();
                return coalesced.map(([x, y]) => new PointerEvent("pointermove", {
                    clientX: left + x * width, clientY: top + y * height,
                }));
            };
        }"""
    )
    pointer(sheet, "pointerdown", (0.3, 0.2), "pen", 8)
    pointer(sheet, "pointermove", (0.7, 0.8), "pen", 8)
    pointer(sheet, "pointerup", (0.7, 0.8), "pen", 8)
    (stroke,) = sheet.last_question().post_data_json["strokes"]
    assert len(stroke) == 4


def test_guide_lines_can_be_shown_and_a_link_holds_them(sheet):
    lines = "getComputedStyle(document.querySelector('#sheet')).backgroundImage"
    assert sheet.page.evaluate(lines) == "none"
    button = sheet.page.get_by_role("button", name="Guide lines")
    button.click()
    assert "gradient" in sheet.page.evaluate(lines)
    assert sheet.page.url.endswith("?guides=1")
    sheet.page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert sheet.page.evaluate(lines) == "none"
    assert "guides" not in sheet.page.url


def test_the_request_holds_the_guide_lines_that_show(sheet):
    sheet.draw(EL)
    assert "guides" not in sheet.last_question().post_data_json
    with sheet.page.expect_response("**/api/v1/recognize?*") as response:
        sheet.page.get_by_role("button", name="Guide lines").click()
    assert response.value.ok
    side = sheet.page.locator("#pad").bounding_box()["width"]
    guides = sheet.last_question().post_data_json["guides"]
    assert guides == {
        "base": pytest.approx(0.62 * side, abs=1),
        "capital": pytest.approx(0.16 * side, abs=1),
    }
