import pytest
from playwright.sync_api import expect

from tests.web.sheet import EL, ONE, SEVEN, TEE


@pytest.fixture
def line(tab):
    return tab.open("?mode=line&alphabet=capitals")


def write(sheet, number, strokes):
    """Draws in a box, counted from 1."""
    sheet.draw(strokes, f".box:nth-child({number}) canvas")


def expect_text(sheet, text):
    expect(sheet.page.get_by_label("What was read")).to_have_text(text, use_inner_text=True)


def test_the_text_grows_and_so_do_the_boxes(line):
    boxes = line.page.locator(".box")
    expect(boxes).to_have_count(2)
    write(line, 1, EL)
    expect_text(line, "L")
    expect(boxes).to_have_count(3)
    write(line, 2, TEE)
    expect_text(line, "LT")
    line.expect_winner("T")
    expect(boxes).to_have_count(4)


def test_a_box_left_empty_is_a_space(line):
    write(line, 1, EL)
    write(line, 3, TEE)
    expect(line.page.locator("#line-text")).to_have_text("L T")
    expect(line.page.locator(".box")).to_have_count(5)


def test_a_box_can_be_corrected_afterwards(line):
    write(line, 1, EL)
    write(line, 2, TEE)
    expect_text(line, "LT")
    line.page.get_by_role("button", name="Box 1: L").click()
    line.expect_winner("L")
    line.page.get_by_label("Something else").select_option("X")
    expect_text(line, "XT")
    line.expect_winner("X")


def test_tools_work_on_the_box_that_was_written_in_last(line):
    write(line, 1, EL)
    write(line, 2, TEE)
    expect_text(line, "LT")
    line.page.get_by_role("button", name="Clear").click()
    expect_text(line, "L")
    line.page.get_by_role("button", name="Undo").click()
    expect_text(line, "LT")


def test_another_alphabet_reads_every_box_again(line):
    write(line, 1, EL)
    write(line, 2, SEVEN)
    line.page.get_by_label("Read as").select_option("lowercase")
    text = line.page.locator("#line-text")
    expect(text).not_to_have_text("LT")
    expect(text).not_to_contain_text("L")


def test_the_line_is_kept_and_can_be_begun_again(line):
    write(line, 1, EL)
    expect_text(line, "L")
    line.page.reload()
    expect_text(line, "L")
    listeners = resize_listeners(line.page)
    line.page.get_by_role("button", name="Start again").click()
    expect_text(line, "")
    line.expect_blank()
    expect(line.page.locator(".box")).to_have_count(2)
    # The boxes that went listen to nothing any more: there were three, and are two.
    assert resize_listeners(line.page) == listeners - 1


@pytest.mark.parametrize("by", ["button", "key"])
def test_beginning_again_can_be_undone(line, by):
    write(line, 1, EL)
    write(line, 3, TEE)
    expect_text(line, "L T")
    line.page.get_by_role("button", name="Box 1: L").click()
    line.page.get_by_label("Something else").select_option("X")
    expect_text(line, "X T")
    again = line.page.get_by_role("button", name="Start again")
    undo = line.page.get_by_role("button", name="Undo").first
    again.click()
    expect_text(line, "")
    if by == "key":
        line.page.keyboard.press("Control+z")
    else:
        undo.click()
    # What was read, what somebody said, and the room to go on.
    expect_text(line, "X T")
    line.expect_winner("T")
    expect(line.page.locator(".box")).to_have_count(5)
    expect(again).to_be_enabled()
    # A new line is undone stroke by stroke first.
    again.click()
    write(line, 1, ONE)
    expect_text(line, "I")
    undo.click()
    expect_text(line, "")
    undo.click()
    expect_text(line, "X T")
    expect(undo).to_be_disabled()


def test_a_line_begun_again_with_the_eraser_is_written_with_the_pen(line):
    write(line, 1, EL)
    expect_text(line, "L")
    line.page.get_by_role("button", name="Eraser").click()
    line.page.get_by_role("button", name="Start again").click()
    expect_text(line, "")
    write(line, 1, TEE)
    expect_text(line, "T")


def resize_listeners(page):
    """How many parts of the page want to know that its window has another size."""
    protocol = page.context.new_cdp_session(page)
    window = protocol.send("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]
    found = protocol.send("DOMDebugger.getEventListeners", {"objectId": window})["listeners"]
    return [each["type"] for each in found].count("resize")


def test_the_mode_is_chosen_and_held_by_the_link(sheet):
    sheet.page.get_by_role("radio", name="Practice line").check()
    expect(sheet.page.locator("#pad")).to_be_hidden()
    assert sheet.page.url.endswith("?mode=line")
    write(sheet, 1, EL)
    sheet.page.get_by_role("radio", name="One character").check()
    sheet.expect_blank()
    expect(sheet.page.locator("#pad")).to_be_visible()


def test_what_was_hidden_is_read_once_it_shows(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    sheet.open("?alphabet=digits&mode=line")
    sheet.page.get_by_role("radio", name="One character").check()
    sheet.expect_winner("7")
