from playwright.sync_api import expect

from tests.web.sheet import ONE, alphabet_of


def test_the_choice_changes_the_question_and_the_address(sheet):
    sheet.draw_and_wait(ONE)
    with sheet.page.expect_request("**/api/v1/recognize?*") as request:
        sheet.page.get_by_label("Read as").select_option("digits")
    assert alphabet_of(request.value) == "digits"
    assert sheet.page.url.endswith("/?alphabet=digits")
    sheet.expect_winner("1")


def test_a_link_holds_the_choice(sheet):
    sheet.open("?alphabet=lowercase")
    expect(sheet.page.get_by_label("Read as")).to_have_value("lowercase")
    expect(sheet.page.locator("#alphabet-labels")).to_have_text("a\N{EN DASH}z")
    with sheet.page.expect_request("**/api/v1/recognize?*") as request:
        sheet.draw(ONE)
    assert alphabet_of(request.value) == "lowercase"


def test_an_unknown_alphabet_in_the_address_gives_the_usual_one(sheet):
    sheet.open("?alphabet=klingon")
    expect(sheet.page.get_by_label("Read as")).to_have_value("alphanumeric")
    assert sheet.page.url.endswith("/?alphabet=alphanumeric")
