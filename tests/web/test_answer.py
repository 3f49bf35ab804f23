import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.web.sheet import DOUBLE_U, ONE, SEVEN, SEVENTEEN, TEE, Sheet, along, server_away


def test_a_fresh_page_says_that_nothing_is_drawn(sheet):
    sheet.expect_blank()


def test_the_page_shows_what_the_api_answered(sheet):
    answer = sheet.draw_and_wait(SEVEN)
    rows = sheet.page.locator(".candidate")
    expect(rows).to_have_count(5)
    for row, candidate in zip(rows.all(), answer["candidates"], strict=True):
        expect(row.locator(".candidate__label")).to_have_text(candidate["label"])
        expect(row.locator(".candidate__share")).to_contain_text("%")
    expect(sheet.page.locator("#model")).to_have_text(answer["model"])
    sheet.expect_winner(answer["label"])


def test_the_glyph_is_the_one_that_the_network_saw(sheet):
    answer = sheet.draw_and_wait(SEVEN)
    sheet.expect_winner(answer["label"])
    same = sheet.page.evaluate(
        """(encoded) => {
            const context = document.querySelector("#glyph").getContext("2d");
            const { data } = context.getImageData(0, 0, 28, 28);
            return [...atob(encoded)].every((c, i) => data[4 * i + 3] === c.charCodeAt(0));
        }""",
        answer["glyph"],
    )
    assert same


def test_two_characters_are_told_instead_of_one_that_neither_is(sheet):
    answer = sheet.draw_and_wait(SEVENTEEN)
    assert (answer["several"], answer["label"]) == (True, None)
    sheet.expect_headline("More than one character")
    expect(sheet.page.get_by_role("button", name="Read them one by one")).to_be_visible()


def test_a_letter_among_digits_is_named(sheet):
    sheet.open("?alphabet=digits")
    answer = sheet.draw_and_wait(DOUBLE_U)
    assert answer["outside"] > 0.5
    sheet.expect_headline(f"That looks like letter {answer['outside_label']}")
    expect(sheet.page.locator("#detail")).to_have_text("It is not in “Digits”.")
    sheet.expect_winner(answer["outside_label"])


def with_changes(page, **changes):
    """Let the server answer, and change some of what it says."""

    def answer(route):
        # A question that is still open when the test ends needs no answer.
        with suppress(PlaywrightError):
            response = route.fetch()
            route.fulfill(response=response, json=response.json() | changes)

    page.route("**/api/v1/recognize?*", answer)


def test_what_is_no_character_is_said_so_with_the_closest(sheet):
    sheet.open("?alphabet=digits")
    with_changes(sheet.page, is_character=False, label=None)
    answer = sheet.draw_and_wait(SEVEN)
    closest = answer["candidates"][0]["label"]
    sheet.expect_headline("This is no character I know")
    expect(sheet.page.locator("#detail")).to_have_text(f"Closest: digit {closest}.")
    expect(sheet.page.locator("#answer")).to_have_attribute("data-state", "unknown")


def test_doubt_names_the_second_best(sheet):
    candidates = [{"label": "0", "confidence": 0.52}, {"label": "O", "confidence": 0.44}]
    with_changes(sheet.page, candidates=candidates)
    sheet.draw_and_wait(ONE)
    sheet.expect_headline("Digit 0")
    expect(sheet.page.locator("#detail")).to_have_text(
        "52.0% sure. Could also be capital O: same shape, no size to go by."
    )


def test_a_guess_names_its_rivals_and_looks_like_one(sheet):
    shares = {"I": 0.104, "l": 0.09, "j": 0.07, "T": 0.05}
    candidates = [{"label": label, "confidence": share} for label, share in shares.items()]
    with_changes(sheet.page, candidates=candidates)
    sheet.draw_and_wait([[(0.5, 0.5)]])
    sheet.expect_headline("Capital I")
    detail = sheet.page.locator("#detail")
    expect(detail).to_have_text("10.4% sure. Perhaps small l or small j.")
    answer = sheet.page.locator("#answer")
    expect(answer).to_have_attribute("data-state", "doubtful")
    # It can be confirmed as any other.
    expect(sheet.page.get_by_role("button", name="Yes", exact=True)).to_be_enabled()
    sheet.page.unroute("**/api/v1/recognize?*")
    sheet.page.keyboard.press("Escape")
    sheet.draw_and_wait(SEVEN)
    expect(answer).to_have_attribute("data-state", "answered")
    expect(detail).to_have_text(re.compile(r"^9\d\.\d% sure$"))


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(sheet):
    page = sheet.page
    sheet.open("?alphabet=capitals")
    # The first question is held back until the second one has been answered.
    page.evaluate(
        """() => {
            const ask = window.fetch;
            let first = true;
            window.fetch = (path, options) => {
                if (!first) return ask(path, options);
                first = false;
                const { signal, ...others } = options;
                return new Promise((resolve) => { window.release = resolve; })
                    .then(() => ask(path, others))
                    .then((response) => { window.late = true; return response; });
            };
        }"""
    )
    sheet.draw(TEE[:1])
    answer = sheet.draw_and_wait(TEE[1:])
    sheet.expect_winner(answer["label"])
    with page.expect_response("**/api/v1/recognize?*") as late:
        page.evaluate("window.release()")
    assert late.value.json()["box"] != answer["box"]
    page.wait_for_function("window.late")
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 100))")
    expect(page.locator("#time")).to_have_text(f"read in {answer['time_ms']:.1f} ms")
    sheet.expect_winner(answer["label"])


def test_clearing_forgets_the_question_under_way(sheet):
    page = sheet.page
    held = []
    page.route("**/api/v1/recognize?*", lambda route: held.append(route))
    with page.expect_request("**/api/v1/recognize?*"):
        sheet.draw(ONE)
    page.keyboard.press("Escape")
    sheet.expect_blank()
    assert held


def test_a_server_that_went_away_is_said_so_and_asked_again(troubled_sheet):
    sheet = troubled_sheet
    with server_away(sheet.page):
        sheet.draw(SEVEN)
        sheet.expect_headline("The server does not answer")
        expect(sheet.page.get_by_role("button", name="Try again")).to_be_visible()
    # Not by the mouse: the page asks again by itself, and the button may go before it arrives.
    sheet.page.locator(".print__retry").dispatch_event("click")
    sheet.expect_winner("7")


def test_a_page_whose_server_is_not_ready_recovers(page):
    sheet = Sheet(page)
    with server_away(page):
        page.goto("/")
        # Its alphabets it knows by itself.
        expect(page.get_by_label("Read as")).to_be_enabled()
        sheet.draw(SEVEN)
        sheet.expect_headline("The server does not answer")
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
    # Not by the mouse: a question that was still on its way may be answered before it arrives.
    page.locator(".print__retry").dispatch_event("click")
    sheet.expect_winner("7")


def test_an_error_without_words_of_the_pages_is_shown_in_the_servers(troubled_sheet):
    sheet = troubled_sheet
    words = "the number of candidates is 1 to 62, received 0"
    sheet.page.route(
        "**/api/v1/recognize?*",
        lambda route: route.fulfill(
            status=422, json={"error": {"code": "invalid_request", "message": words}}
        ),
    )
    sheet.draw(ONE)
    expect(sheet.page.locator("#detail")).to_have_text(words)


def test_the_answer_is_read_out_once_it_stands(sheet):
    answer = sheet.draw_and_wait(SEVEN)
    status = sheet.page.locator("#announcement")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text(f"{answer['label']}.")


@pytest.mark.parametrize("mode", ["one", "line"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_moves_when_the_answer_comes(new_context, width, mode):
    page = new_context(viewport={"width": width, "height": 900}, locale="de-DE").new_page()
    # The longest words that an answer may have, in the language that has the longest.
    candidates = [{"label": "O", "confidence": 0.4}] + [
        {"label": label, "confidence": 0.3} for label in ("0", "o")
    ]
    with_changes(page, candidates=candidates)
    # Cumulative layout shift as browsers count it, from the first paint on.
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
            for (const { value, hadRecentInput } of list.getEntries()) {
                if (!hadRecentInput) window.shift += value;
            }
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    sheet = Sheet(page).open(f"?mode={mode}")
    pad = "#pad" if mode == "one" else ".box:first-child canvas"
    parts = "main, .print, .notes, .tools, .candidate, .seen, footer"
    if mode == "line":
        # A new row of boxes takes its room when the pen comes down, and below the others.
        parts = ".line__said, .box:nth-child(-n+2)"
    places = f"""() => [...document.querySelectorAll("{parts}")]
        .map((part) => Object.values(part.getBoundingClientRect().toJSON()))"""
    before = page.evaluate(places)
    sheet.draw(SEVEN, pad)
    sheet.expect_headline("Großes O")
    assert page.evaluate(places) == before
    assert page.evaluate("window.shift") == 0


def test_an_answer_comes_while_one_still_draws(sheet):
    sheet.open("?alphabet=digits")
    mouse = sheet.page.mouse
    first, *others = sheet.places(along(SEVEN[0]))
    mouse.move(*first)
    mouse.down()
    for point in others:
        mouse.move(*point)
        sheet.page.wait_for_timeout(5)
    expect(sheet.page.locator("#winner")).not_to_have_text("")
    mouse.up()
    sheet.expect_winner("7")


def test_a_candidate_or_any_other_label_corrects_the_answer(sheet):
    sheet.open("?alphabet=digits")
    answer = sheet.draw_and_wait(SEVEN)
    second = answer["candidates"][1]["label"]
    chip = sheet.page.get_by_role("button", name=f"digit {second},")
    chip.click()
    sheet.expect_winner(second)
    sheet.expect_headline(f"Digit {second}")
    expect(chip).to_have_attribute("aria-pressed", "true")
    others = sheet.page.get_by_label("Something else")
    label = others.locator("option").last.text_content()
    assert label not in [candidate["label"] for candidate in answer["candidates"]]
    others.select_option(label)
    sheet.expect_winner(label)
    # It holds for these strokes in whatever alphabet, and for no others.
    sheet.page.get_by_label("Read as").select_option("alphanumeric")
    sheet.page.wait_for_timeout(300)
    sheet.expect_winner(label)
    sheet.draw_and_wait(ONE)
    expect(sheet.page.locator("#answer")).not_to_have_attribute("data-state", "corrected")


@pytest.mark.parametrize("key", ["Escape", "Delete"])
def test_keys_in_the_field_for_the_right_character_leave_the_drawing(sheet, key):
    sheet.draw_and_wait(SEVEN)
    ink = sheet.ink()
    sheet.page.get_by_label("Type the right character").press(key)
    assert sheet.ink() == ink
