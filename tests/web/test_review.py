"""Reviewing on the page, before a real server with a database of its own."""

import re
from contextlib import closing

import orjson
import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow
from tests.server.conftest import serving
from tests.server.drawn import strokes_of
from tests.storage.rows import row
from tests.web.axe import expect_nothing_for_axe

TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105


@pytest.fixture
def kept(tmp_path):
    """Sixty records, the first three alike."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with closing(open_database(url)) as database:
        with database.writing() as session:
            session.add_all(
                row(
                    number,
                    drawing=orjson.dumps(strokes_of("7", number)),
                    shape="same" if number < 3 else f"x{number:04}",
                    confidence=0.2 if number < 3 else 0.9,
                )
                for number in range(60)
            )
        yield database


@pytest.fixture
def review(page, kept):
    with serving(create_app(ServerSettings(database=f"sqlite:///{kept.path}"))) as server:
        page.goto(f"{server.url}/review?lang=en")
        expect(page.locator("#count")).to_have_text("0 done, 60 left")
        yield page


def states(database):
    with database.reading() as session:
        rows = session.query(FeedbackRow).order_by(FeedbackRow.created)
        return [(each.state, each.label, each.decided_by) for each in rows]


def wait_for(page, database, expected):
    for _ in range(100):
        if states(database)[: len(expected)] == expected:
            return
        page.wait_for_timeout(50)
    assert states(database)[: len(expected)] == expected


def test_by_keyboard(review, kept):
    expect(review.locator("#stage")).to_be_focused()
    expect(review.locator("#drawing")).to_be_visible()
    expect(review.locator("#answer")).to_have_text(re.compile(r"The model: .*q, 20"))
    review.get_by_label("Your name").fill("ann")
    review.locator("#stage").focus()
    review.keyboard.press("Shift+Enter")
    expect(review.locator("#count")).to_have_text("3 done, 57 left")
    for key in ("Enter", "Backspace", "Q", "-"):
        review.keyboard.press(key)
    expect(review.locator("#count")).to_have_text("7 done, 53 left")
    accepted, rejected = ("accepted", "9", "ann"), ("rejected", "9", "ann")
    wait_for(
        review,
        kept,
        [
            *[accepted] * 4,
            rejected,
            *(("accepted", label, "ann") for label in ("Q", "not-a-character")),
            ("pending", "9", None),
        ],
    )
    review.keyboard.press("ArrowLeft")
    review.keyboard.press("Control+z")
    expect(review.locator("#count")).to_have_text("5 done, 55 left")
    wait_for(review, kept, [*[accepted] * 4, rejected, *[("pending", "9", None)] * 2])


def test_a_key_takes_the_case_that_the_alphabet_has(review, kept):
    with kept.writing() as session:
        for each in session.query(FeedbackRow):
            each.alphabet = "capitals"
    review.reload()
    expect(review.locator("#drawing")).to_be_visible()
    review.keyboard.press("q")
    expect(review.locator("#count")).to_have_text("1 done, 59 left")
    wait_for(review, kept, [("accepted", "Q", "this computer")])


def test_a_drawing_is_seen_beside_no_other_label(review):
    """While the next one is on its way, the last is not shown."""
    review.route("**/drawing*", lambda _: None)
    review.reload()
    expect(review.locator("#count")).to_have_text("0 done, 60 left")
    expect(review.locator("#name")).not_to_be_empty()
    expect(review.locator("#drawing")).to_be_hidden()


def test_ten_a_second_and_none_is_lost(review, kept):
    review.evaluate(
        """async () => {
            const stage = document.querySelector("#stage");
            for (let i = 0; i < 40; i++) {
                const key = i % 2 ? "Backspace" : "Enter";
                stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        }"""
    )
    expect(review.locator("#count")).to_have_text("40 done, 20 left")
    both = [("accepted", "9", "this computer"), ("rejected", "9", "this computer")] * 20
    wait_for(review, kept, both)
    # What comes next has been loaded before it is looked at.
    expect(review.locator("#drawing")).to_have_js_property("complete", True)


def test_all_of_them_then_nothing_is_left(review, kept):
    accept = review.get_by_role("button", name="Accept", exact=True)
    review.get_by_role("button", name="Next").click()
    for _ in range(60):
        accept.click()
    expect(review.locator("#words")).to_have_text("Nothing is left to review.")
    expect(accept).to_be_disabled()
    wait_for(review, kept, [("accepted", "9", "this computer")] * 60)
    review.get_by_label("State").select_option("accepted")
    expect(review.locator("#count")).to_have_text("0 done, 60 left")
    review.get_by_label("Label").fill("B")
    review.keyboard.press("Tab")
    expect(review.locator("#words")).to_have_text("Nothing is left to review.")


def test_records_that_come_again_are_reviewed_once(page, kept):
    """Those alike to one that is decided move on, into a page that is still to come."""
    with kept.writing() as session:
        session.add_all(row(number, shape=f"x{number:04}") for number in range(60, 130))
        for number in (1, 2):
            session.get_one(FeedbackRow, f"{number:032x}").confidence = 0.95
    with serving(create_app(ServerSettings(database=f"sqlite:///{kept.path}"))) as server:
        page.goto(f"{server.url}/review?lang=en")
        count = page.locator("#count")
        expect(count).to_have_text("0 done, 130 left")
        page.get_by_label("Your name").fill("ann")
        page.locator("#stage").focus()
        page.keyboard.press("Enter")
        expect(count).to_have_text("1 done, 129 left")
        wait_for(page, kept, [("accepted", "9", "ann")])
        for _ in range(2):  # the others that look like it are passed over
            page.keyboard.press("ArrowRight")
        for done in range(2, 129):
            page.keyboard.press("Enter")
            expect(count).to_have_text(f"{done} done, {130 - done} left")
        for done in (129, 130):
            page.keyboard.press("Enter")
            expect(count).to_have_text(f"{done} done, {130 - done} left")


def test_another_filter_begins_a_new_history(review, kept):
    review.locator("#stage").press("Enter")
    expect(review.locator("#count")).to_have_text("1 done, 59 left")
    # At once: what has been decided is kept before the new queue is asked for.
    review.get_by_label("State").select_option("pending")
    expect(review.locator("#count")).to_have_text("0 done, 59 left")
    undo = review.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    review.locator("#stage").press("ArrowLeft")
    expect(review.locator("#count")).to_have_text("0 done, 59 left")
    wait_for(review, kept, [("accepted", "9", "this computer"), ("pending", "9", None)])
    review.locator("#stage").press("Backspace")
    undo.click()
    expect(review.locator("#count")).to_have_text("0 done, 59 left")


def test_what_waits_for_an_answer_is_sent_when_the_page_is_left(review, kept):
    held = []
    review.route("**/api/v1/feedback/decisions", lambda route: held.append(route))
    with review.expect_request("**/api/v1/feedback/decisions"):
        review.locator("#stage").press("Shift+Enter")
    # None of these has been sent, and what is taken back goes without what was decided before.
    review.locator("#stage").press("Backspace")
    review.wait_for_timeout(300)
    review.locator("#stage").press("Q")
    review.wait_for_timeout(300)
    review.locator("#stage").press("ArrowLeft")
    assert len(held) == 1
    review.evaluate("dispatchEvent(new Event('pagehide'))")
    for _ in range(100):
        if len(held) == 3:
            break
        review.wait_for_timeout(50)
    said = [route.request.post_data_json for route in held]
    assert sorted((each["state"], len(each["ids"])) for each in said) == [
        ("accepted", 3),
        ("pending", 1),
        ("rejected", 1),
    ]
    for route in held:
        route.continue_()
    accepted, rejected = ("accepted", "9", "this computer"), ("rejected", "9", "this computer")
    wait_for(review, kept, [*[accepted] * 3, rejected, ("pending", "9", None)])
    review.unroute("**/api/v1/feedback/decisions")


def test_a_page_of_the_queue_that_fails_is_told_once_it_is_needed(review):
    errors = []
    review.on("pageerror", lambda error: errors.append(error))

    def cut(route):
        if "cursor=" in route.request.url:
            route.abort()
            return
        response = route.fetch()
        found = response.json()
        route.fulfill(json=found | {"records": found["records"][:2], "following": "more"})

    review.route("**/api/v1/feedback?*", cut)
    review.reload()
    expect(review.locator("#drawing")).to_be_visible()
    accept = review.get_by_role("button", name="Accept", exact=True)
    accept.click()
    accept.click()
    expect(review.locator("#words")).to_have_text("The server does not answer")
    review.unroute("**/api/v1/feedback?*")
    assert errors == []


def test_a_link_leads_to_one_record(review, kept):
    address = review.url
    review.goto(f"{address}&id={9:032x}")
    expect(review.locator("#count")).to_have_text("0 done, 1 left")
    review.get_by_role("button", name="Reject").click()
    for _ in range(100):
        if states(kept)[9][0] == "rejected":
            break
        review.wait_for_timeout(50)
    assert [state for state, *_ in states(kept)].count("rejected") == 1


def test_deleting(review, kept):
    review.on("dialog", lambda dialog: dialog.accept())
    review.get_by_role("button", name="Delete").click()
    expect(review.locator("#count")).to_have_text("0 done, 59 left")
    for _ in range(100):
        if len(states(kept)) == 59:
            break
        review.wait_for_timeout(50)
    assert len(states(kept)) == 59


def test_the_token_is_asked_for(page, kept):
    settings = ServerSettings(database=f"sqlite:///{kept.path}", admin_token=SecretStr(TOKEN))
    with serving(create_app(settings)) as server:
        page.goto(f"{server.url}/review?lang=en")
        # Nobody did anything wrong yet, and nothing can be done at the desk.
        expect(page.get_by_label("token")).to_be_focused()
        expect(page.locator("#refused")).to_have_text("")
        expect(page.locator("#desk")).to_be_hidden()
        page.get_by_label("token").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.locator("#refused")).to_have_text("That is not the administrator\u2019s token.")
        expect(page.locator("#desk")).to_be_hidden()
        page.get_by_label("token").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#desk")).to_be_visible()
        expect(page.locator("#refused")).to_be_hidden()
        # That nothing is left is no error.
        page.get_by_label("Label").fill("B")
        page.keyboard.press("Tab")
        expect(page.locator("#words")).to_have_text("Nothing is left to review.")
        expect(page.locator("#words")).not_to_have_attribute("data-failed", "")
        expect(page.locator("#entrance")).to_be_hidden()
        page.reload()
        expect(page.locator("#drawing")).to_be_visible()
        expect(page.locator("#count")).to_have_text("0 done, 60 left")
        assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


@pytest.mark.parametrize("character", ["\u201c", "\u00e9", "\U0001f511"])
def test_a_token_that_no_header_takes_is_refused_and_asked_for_again(page, kept, character):
    settings = ServerSettings(database=f"sqlite:///{kept.path}", admin_token=SecretStr(TOKEN))
    with serving(create_app(settings)) as server:
        page.goto(f"{server.url}/review?lang=en")
        asked = []
        page.on("request", lambda request: asked.append(request.headers.get("authorization")))
        page.get_by_label("token").fill(f"{character}{TOKEN}{character}")
        page.keyboard.press("Enter")
        expect(page.locator("#refused")).to_have_text(
            f"The token is printable ASCII; received \u201c{character}\u201d."
        )
        expect(page.get_by_label("token")).to_be_focused()
        # In this tab it stays known as what it is, also on a page that everybody may see.
        page.goto(f"{server.url}/training?lang=en")
        expect(page.locator("#model option")).not_to_have_count(0)
        assert set(asked) == {None}
        page.goto(f"{server.url}/review?lang=en")
        page.get_by_label("token").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#drawing")).to_be_visible()


def test_a_browser_that_stores_nothing_lets_administrators_in(page, kept):
    page.add_init_script(
        """Object.defineProperty(window, "sessionStorage", {
            get() { throw new DOMException("", "SecurityError"); },
        });"""
    )
    settings = ServerSettings(database=f"sqlite:///{kept.path}", admin_token=SecretStr(TOKEN))
    with serving(create_app(settings)) as server:
        page.goto(f"{server.url}/review?lang=en")
        page.get_by_label("token").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#drawing")).to_be_visible()


def test_axe_finds_nothing(review):
    review.set_viewport_size({"width": 360, "height": 740})
    expect(review.locator("#drawing")).to_be_visible()
    assert review.evaluate("document.documentElement.scrollWidth") == 360
    expect_nothing_for_axe(review)
