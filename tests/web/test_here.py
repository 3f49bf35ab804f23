"""Reading in this browser instead of by the server, as the About page offers it."""

import json

import pytest
from playwright.sync_api import expect

from tests.web.axe import expect_nothing_for_axe
from tests.web.local.test_recognizer import DYING
from tests.web.sheet import DOUBLE_U, SEVEN, payload, picture

WINNER = "#winner"


def read_here(sheet):
    """Switches it on, and goes to the sheet by the header."""
    sheet.page.goto("/about")
    sheet.page.get_by_role("button", name="Read in this browser").click()
    expect(sheet.page.locator("#privacy")).to_contain_text("never leave")
    sheet.page.get_by_role("navigation").get_by_role("link", name="Draw").click()
    sheet.page.wait_for_url("**/?*here=1*")


def test_drawings_are_read_without_asking_the_server(sheet):
    read_here(sheet)

    sheet.draw(SEVEN)

    expect(sheet.page.locator(WINNER)).to_have_text("7")
    expect(sheet.page.locator("#model")).to_contain_text("@")
    assert sheet.questions == []
    assert any("bundle.onnx" in address for address in sheet.addresses)


def test_once_loaded_it_needs_no_network(sheet):
    read_here(sheet)
    sheet.draw(SEVEN)
    expect(sheet.page.locator(WINNER)).to_have_text("7")

    sheet.page.context.set_offline(True)
    sheet.page.locator("#clear").click()
    sheet.draw(DOUBLE_U)

    expect(sheet.page.locator(WINNER)).to_have_text("W", ignore_case=True)


def test_a_model_that_has_died_is_loaded_anew(troubled_sheet):
    page = troubled_sheet.page
    workers = []

    def first_one_dies(route):
        workers.append(route.request.url)
        if len(workers) > 1:
            route.continue_()
        else:
            route.fulfill(body=DYING, content_type="text/javascript")

    page.route("**/worker.js?*", first_one_dies)
    troubled_sheet.open("upload?here=1&alphabet=digits")
    chooser = page.locator("input[type=file]").first
    chooser.set_input_files(payload())
    expect(page.locator("#headline")).to_have_text("The model cannot be loaded")
    chooser.set_input_files(payload("again.png"))
    expect(page.locator(WINNER)).to_have_text("7")
    assert len(workers) == 2


def test_it_stays_off_until_it_is_asked_for(sheet):
    sheet.open()
    answer = sheet.draw_and_wait(SEVEN)

    assert json.dumps(answer["label"]) == '"7"'
    assert not any("/local/" in address for address in sheet.addresses)


def test_pictures_are_read_here_too(sheet):
    sheet.open("upload?here=1")
    file = {"name": "seven.png", "mimeType": "image/png", "buffer": picture()}
    sheet.page.locator("input[type=file]").first.set_input_files(file)

    expect(sheet.page.locator(WINNER)).to_have_text("7")
    assert sheet.questions == []


def explained(sheet):
    """What was sent to be explained."""
    return [address for address in sheet.addresses if "/api/v1/explain" in address]


@pytest.mark.parametrize("room", ["inside", "how"])
def test_a_room_that_needs_the_server_asks_before_it_sends(sheet, room):
    page = sheet.page
    page.goto(f"/{room}?here=1&lang=en&alphabet=digits")
    expect(page.locator("#alphabet")).to_be_enabled()
    expect(page.locator("#privacy")).to_contain_text("go to this server only")
    sheet.draw(SEVEN)
    page.wait_for_timeout(600)
    assert explained(sheet) == []
    agree = page.get_by_role("button", name="Send what I draw here")
    expect_nothing_for_axe(page)

    with page.expect_request("**/api/v1/explain?*"):
        agree.click()

    expect(page.locator("#reading")).to_have_text("Read as 7")
    expect(agree).to_be_hidden()
    count = len(explained(sheet))
    page.locator("#clear").click()
    sheet.draw(SEVEN)
    page.wait_for_timeout(300)
    assert len(explained(sheet)) > count


def test_the_about_page_tells_what_becomes_of_drawings_now(sheet):
    page = sheet.page
    page.goto("/about?lang=en")
    words = page.locator("#about-privacy")
    expect(words).to_contain_text("go to the server")
    here = page.get_by_role("button", name="Read in this browser")
    here.click()
    expect(words).not_to_contain_text("go to the server")
    expect(words).to_contain_text("never leave your device")
    expect(words).to_contain_text("Only “Look inside” and “How it works” need the server")
    page.reload()
    expect(words).to_contain_text("never leave your device")
    here.click()
    expect(words).to_contain_text("go to the server")
    expect(page.locator("#privacy")).to_contain_text("go to this server only")
