"""What people say of answers, said on the page and found in the database."""

import io
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from rekognize.storage import default_url, open_database
from rekognize.storage.tables import FeedbackRow
from tests.web.sheet import ONE, SEVEN, TEE, payload, picture, server_away

POST = re.compile("/api/v1/feedback$")
FIRST = "Say so, and this server keeps the drawing with its answer to train on"


@pytest.fixture(autouse=True)
def nothing_kept():
    """The database of the tests' server, emptied."""
    with closing(open_database()) as database, database.writing() as session:
        session.execute(FeedbackRow.__table__.delete())


def kept():
    """Label, answer and media type of everything that is kept, the oldest first."""
    assert Path(default_url().removeprefix("sqlite:///")).is_file()
    with closing(open_database()) as database, database.reading() as session:
        rows = session.scalars(select(FeedbackRow).order_by(FeedbackRow.created))
        return [(row.given, row.answer, row.media_type) for row in rows]


def grainy(png):
    """A picture as a camera takes it, which does not compress well."""
    pixels = np.asarray(Image.open(io.BytesIO(png))).astype(int)
    noise = np.random.default_rng(1).integers(-6, 7, pixels.shape)
    file = io.BytesIO()
    Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def told(sheet):
    return sheet.page.locator("#verdict-words")


def said(sheet, action):
    """Do something that says what is right, and wait until the server has it."""
    with sheet.page.expect_response(POST) as answer:
        action()
    assert answer.value.ok
    expect(told(sheet)).to_have_text("Kept, thank you.")


def button(sheet, name):
    return sheet.page.get_by_role("button", name=name, exact=True)


def take_back(sheet):
    """Take back what was said, and wait until the server has forgotten it."""
    with sheet.page.expect_response(re.compile("/api/v1/feedback/")) as answer:
        button(sheet, "Undo").last.click()
    assert answer.value.status == 204


def test_yes_is_one_click_and_the_first_time_says_what_is_kept(sheet):
    sheet.open("?alphabet=digits")
    expect(button(sheet, "Yes")).to_be_hidden()
    sheet.draw_and_wait(SEVEN)
    expect(told(sheet)).to_contain_text(FIRST)
    said(sheet, button(sheet, "Yes").click)
    expect(button(sheet, "Yes")).to_have_attribute("aria-pressed", "true")
    sheet.expect_headline("Digit 7")
    # Said again it is not sent again.
    button(sheet, "Yes").click()
    button(sheet, "Yes").click()
    assert kept() == [("7", "7", "application/json")]
    sheet.draw_and_wait(ONE)
    expect(told(sheet)).to_have_text("")
    expect(button(sheet, "Yes")).to_have_attribute("aria-pressed", "false")


def test_a_candidate_a_typed_character_and_no_character(sheet):
    sheet.open("?alphabet=digits")
    answer = sheet.draw_and_wait(SEVEN)
    second = answer["candidates"][1]["label"]
    said(sheet, sheet.page.get_by_role("button", name=f"digit {second},").click)
    sheet.page.keyboard.press("Escape")
    sheet.draw_and_wait(SEVEN)
    button(sheet, "No").click()
    expect(sheet.page.get_by_label("Type the right character")).to_be_focused()
    expect(told(sheet)).to_have_text("Choose the right one, or type it.")
    said(sheet, lambda: sheet.page.keyboard.press("q"))
    sheet.expect_winner("q")
    sheet.page.keyboard.press("Escape")
    sheet.draw_and_wait(SEVEN)
    said(sheet, button(sheet, "Not a character").click)
    sheet.expect_headline("Not a character")
    assert [label for label, *_ in kept()] == [second, "q", "not-a-character"]


def test_what_was_said_can_be_taken_back_and_said_otherwise(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    said(sheet, button(sheet, "Not a character").click)
    take_back(sheet)
    expect(told(sheet)).to_have_text("Taken back.")
    sheet.expect_winner("7")
    assert kept() == []
    said(sheet, button(sheet, "Yes").click)
    said(sheet, button(sheet, "Not a character").click)
    assert [label for label, *_ in kept()] == ["not-a-character"]


def test_taking_back_hangs_on_the_servers_clock(sheet):
    # A device whose clock is an hour ahead has as long as any other.
    sheet.page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=1))
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    said(sheet, button(sheet, "Yes").click)
    take_back(sheet)
    assert kept() == []


def test_by_keyboard(sheet):
    sheet.open("?alphabet=digits")
    page = sheet.page
    page.keyboard.press("Enter")  # nothing to confirm yet
    sheet.draw_and_wait(SEVEN)
    sheet.expect_winner("7")
    said(sheet, lambda: page.keyboard.press("Enter"))
    with page.expect_response(re.compile("/api/v1/feedback/")):
        page.keyboard.press("Backspace")
    expect(told(sheet)).to_have_text("Taken back.")
    page.keyboard.press("Backspace")
    said(sheet, lambda: page.keyboard.press("4"))
    sheet.expect_winner("4")
    # Enter on a button presses that button and nothing else.
    page.get_by_role("button", name="Guide lines").focus()
    page.keyboard.press("Enter")
    sheet.expect_winner("4")
    assert [label for label, *_ in kept()] == ["4"]


def test_a_typed_letter_takes_the_case_that_the_alphabet_has(sheet):
    sheet.open("?alphabet=capitals")
    sheet.draw_and_wait(TEE)
    sheet.page.keyboard.press("Backspace")
    said(sheet, lambda: sheet.page.keyboard.press("f"))
    assert [label for label, *_ in kept()] == ["F"]


def test_a_server_that_forgot_the_answer_gets_the_drawing(troubled_sheet):
    sheet = troubled_sheet
    sheet.open("?alphabet=digits")

    def forget(route):
        if "answer" in route.request.post_data_json:
            error = {"code": "unknown_record", "message": "not remembered"}
            route.fulfill(status=404, json={"error": error})
        else:
            route.continue_()

    sheet.page.route(POST, forget)
    sheet.draw_and_wait(SEVEN)
    button(sheet, "Yes").click()
    expect(told(sheet)).to_have_text("Kept, thank you.")
    for _ in range(50):
        if kept():
            break
        sheet.page.wait_for_timeout(100)
    assert kept() == [("7", "7", "application/json")]


def test_a_large_picture_is_sent_again_whole(troubled_sheet):
    """Browsers keep no more than 64 KiB alive once a page is left, and refuse to try."""
    sheet = troubled_sheet
    sheet.open("upload?alphabet=digits")
    sent = []

    def forget(route):
        sent.append(len(route.request.post_data or ""))
        if len(sent) == 1:
            error = {"code": "unknown_record", "message": "not remembered"}
            route.fulfill(status=404, json={"error": error})
        else:
            route.continue_()

    sheet.page.route(POST, forget)
    sheet.hand_over("paste", payload(data=grainy(picture(size=(640, 480)))))
    sheet.expect_winner("7")
    button(sheet, "Yes").click()
    expect(told(sheet)).to_have_text("Kept, thank you.")
    sheet.page.wait_for_timeout(2_000)
    assert [label for label, *_ in kept()] == ["7"]
    assert sent[-1] > 64 * 1024


def test_a_failure_is_told_and_can_be_said_again(troubled_sheet):
    sheet = troubled_sheet
    sheet.open("?alphabet=digits")
    with server_away(sheet.page, POST):
        sheet.draw_and_wait(SEVEN)
        button(sheet, "Yes").click()
        expect(told(sheet)).to_have_text("Not kept: The server does not answer")
    said(sheet, button(sheet, "Yes").click)
    assert len(kept()) == 1


def test_nothing_is_said_to_be_kept_before_it_is(sheet):
    sheet.open("?alphabet=digits")
    held = []
    sheet.page.route(POST, lambda route: held.append(route))
    sheet.draw_and_wait(SEVEN)
    button(sheet, "Yes").click()
    expect(told(sheet)).to_have_text("Sending …")
    assert kept() == []
    held[0].continue_()
    expect(told(sheet)).to_have_text("Kept, thank you.")
    assert [label for label, *_ in kept()] == ["7"]


def test_what_could_not_be_kept_stays_on_the_page_and_is_sent_again(troubled_sheet):
    sheet = troubled_sheet
    sheet.open("?alphabet=digits")
    answer = sheet.draw_and_wait(SEVEN)
    others = sheet.page.get_by_label("Something else")
    shown = [candidate["label"] for candidate in answer["candidates"]]
    label = next(each for each in "0123456789" if each not in shown)
    again = button(sheet, "Retry")
    with server_away(sheet.page, POST):
        others.select_option(label)
        expect(told(sheet)).to_have_text("Not kept: The server does not answer")
        sheet.expect_winner(label)
        expect(sheet.page.locator(".verdict__line").get_by_text("Undo")).to_be_hidden()
    said(sheet, again.click)
    expect(again).to_be_hidden()
    assert [given for given, *_ in kept()] == [label]


def test_what_could_not_be_taken_back_is_still_kept_and_says_so(troubled_sheet):
    sheet = troubled_sheet
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    said(sheet, button(sheet, "Yes").click)
    with server_away(sheet.page, re.compile("/api/v1/feedback/")):
        button(sheet, "Undo").last.click()
        expect(told(sheet)).to_have_text("Not taken back: The server does not answer")
    assert [label for label, *_ in kept()] == ["7"]
    take_back(sheet)
    expect(told(sheet)).to_have_text("Taken back.")
    assert kept() == []


def test_what_was_taken_back_without_an_answer_can_be_said_otherwise(troubled_sheet):
    """The server took it back, and its answer got lost: nothing is left to take back."""
    sheet = troubled_sheet
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    said(sheet, button(sheet, "Yes").click)

    def lose(route):
        route.fetch()
        route.abort()

    sheet.page.route(re.compile("/api/v1/feedback/"), lose, times=1)
    button(sheet, "Undo").last.click()
    expect(told(sheet)).to_have_text("Not taken back: The server does not answer")
    assert kept() == []
    button(sheet, "Undo").last.click()
    expect(told(sheet)).to_have_text("Taken back.")
    said(sheet, button(sheet, "Not a character").click)
    assert [label for label, *_ in kept()] == ["not-a-character"]


def test_of_a_picture(sheet):
    sheet.open("upload?alphabet=digits")
    sheet.hand_over("paste", payload())
    sheet.expect_winner("7")
    said(sheet, button(sheet, "Not a character").click)
    assert kept() == [("not-a-character", "7", "image/png")]


def test_of_several_characters_nothing_is_asked(sheet):
    """A yes would keep a clean 7 as no character."""
    sheet.open("upload?alphabet=digits")
    two = Image.new("RGB", (320, 120), "#f0ebdc")
    for left in (0, 160):
        two.paste(Image.open(io.BytesIO(picture())), (left, 0))
    file = io.BytesIO()
    two.save(file, "PNG")
    sheet.hand_over("paste", payload(data=file.getvalue()))
    sheet.expect_headline("More than one character")
    for name in ("Yes", "No", "Not a character"):
        expect(button(sheet, name)).to_be_disabled()
    expect(told(sheet)).to_have_text("")
    sheet.page.keyboard.press("Enter")
    # What one of them is can still be said, for the table: it stays on the page.
    sheet.page.locator(".candidate").first.click()
    sheet.expect_winner("7")
    sheet.page.wait_for_timeout(300)
    assert kept() == []


def test_of_a_box_of_the_line(sheet):
    sheet.open("?alphabet=digits&mode=line")
    sheet.draw(SEVEN, ".box:nth-child(1) canvas")
    sheet.expect_winner("7")
    sheet.draw(ONE, ".box:nth-child(2) canvas")
    sheet.expect_winner("1")
    said(sheet, button(sheet, "Not a character").click)
    expect(sheet.page.locator("#line-text")).to_have_text("7\u25a1")
    sheet.page.get_by_role("button", name="Box 1: 7").click()
    expect(told(sheet)).to_have_text("")
    said(sheet, button(sheet, "Yes").click)
    sheet.page.get_by_role("button", name="Box 2: \u25a1").click()
    expect(told(sheet)).to_have_text("Kept, thank you.")
    assert [label for label, *_ in kept()] == ["not-a-character", "7"]


def test_what_is_read_in_the_browser_is_not_asked_about(sheet):
    sheet.open("?alphabet=digits&here=1")
    sheet.draw(SEVEN)
    sheet.expect_winner("7")
    expect(button(sheet, "Yes")).to_be_hidden()
    sheet.page.locator(".candidate").nth(1).click()
    sheet.page.keyboard.press("Enter")
    sheet.page.wait_for_timeout(200)
    assert not [a for a in sheet.addresses if "feedback" in a and "/api/" in a]
    assert kept() == []
