import pytest
from playwright.sync_api import expect

from tests.web.sheet import EL, ONE, SEVEN, SEVENTEEN, TEE


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


@pytest.fixture
def digits(tab):
    return tab.open("?alphabet=digits")


def split(sheet):
    button = sheet.page.get_by_role("button", name="Read them one by one")
    expect(button).to_be_visible()
    button.click()


def test_several_characters_on_the_sheet_are_read_one_by_one(digits):
    digits.draw(SEVENTEEN)
    split(digits)
    expect_text(digits, "17")
    digits.expect_winner("1")
    expect(digits.page.locator(".box")).to_have_count(4)
    expect(digits.page.get_by_role("radio", name="Practice line")).to_be_focused()
    assert digits.page.url.endswith("?alphabet=digits&mode=line")
    # What was drawn stays where it was, and the line stays where it is kept.
    digits.page.get_by_role("radio", name="One character").check()
    digits.expect_headline("More than one character")
    digits.page.reload()
    digits.page.get_by_role("radio", name="Practice line").check()
    expect_text(digits, "17")


def test_they_follow_what_the_line_says_already(digits):
    digits.page.get_by_role("radio", name="Practice line").check()
    write(digits, 1, SEVEN)
    expect_text(digits, "7")
    digits.page.get_by_role("radio", name="One character").check()
    digits.draw(SEVENTEEN)
    split(digits)
    expect_text(digits, "7 17")
    expect(digits.page.get_by_label("Box 3. Draw one character")).to_have_count(1)


def test_several_in_a_box_get_boxes_of_their_own(digits):
    digits.page.get_by_role("radio", name="Practice line").check()
    for number in (1, 3):
        write(digits, number, SEVEN)
    write(digits, 2, SEVENTEEN)
    expect_text(digits, "7\u25a17")
    split(digits)
    expect_text(digits, "7177")
    digits.expect_winner("1")
    labels = [digits.page.get_by_label(f"Box {n}. Draw one") for n in (1, 2, 3, 4, 5, 6)]
    for label in labels:
        expect(label).to_have_count(1)
    # Each can be taken back and corrected like any other.
    digits.page.get_by_role("button", name="Box 3: 7").click()
    digits.page.get_by_label("Something else").select_option(index=2)
    corrected = digits.page.locator("#winner").text_content()
    assert corrected != "7"
    expect_text(digits, f"71{corrected}7")


def test_a_dot_goes_with_the_nearest(sheet):
    sheet.open("?alphabet=lowercase")
    stem, dot = [(0.2, 0.35), (0.2, 0.7)], [(0.28, 0.2), (0.28, 0.21)]
    el = [(0.7, 0.15), (0.7, 0.7)]
    sheet.draw([stem, dot, el])
    split(sheet)
    expect_text(sheet, "il")


def test_a_character_alone_is_not_split(digits):
    digits.draw(SEVEN)
    digits.expect_winner("7")
    expect(digits.page.get_by_role("button", name="Read them one by one")).to_be_hidden()
