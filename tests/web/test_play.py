import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.web.sheet import EL, ONE, SEVEN, Sheet, server_away

ZED = [[(0.25, 0.2), (0.75, 0.2), (0.25, 0.75), (0.75, 0.75)]]


class Table:
    """The game as somebody plays it."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.page = sheet.page
        self.called = self.page.locator("#called")
        self.round = self.page.locator("#round")

    def start(self, name, level=1):
        """A game of those characters: what is asked is then known."""
        self.page.goto(f"/play?set=name&level={level}")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_role("button", name="Start").click()
        expect(self.round).to_have_text(f"1 of {len(name)}")
        return self

    def skip(self):
        self.page.get_by_role("button", name="Skip").click()


@pytest.fixture
def table(sheet):
    return Table(sheet)


def test_a_right_drawing_counts_and_the_game_goes_on(table):
    table.start("L7I")
    table.sheet.draw(EL)
    expect(table.round).to_have_text("2 of 3")
    expect(table.page.locator("#score")).to_have_text("10 points")
    table.sheet.draw_by_touch(SEVEN)
    expect(table.round).to_have_text("3 of 3")
    table.sheet.draw_by_pen(ONE)
    expect(table.page.get_by_role("heading", name="3 of 3 right")).to_be_focused()


def test_a_wrong_drawing_is_called_out_and_told_at_the_end(table):
    table.start("M7")
    table.sheet.draw(EL)
    expect(table.called).to_have_text("I see capital L …")
    expect(table.page.locator("#announcement")).to_have_text("I see capital L …")
    table.skip()
    expect(table.page.locator("#asked")).to_have_text("7")
    table.skip()
    expect(table.page.get_by_role("heading", name="0 of 2 right")).to_be_visible()
    first, second = table.page.locator(".card").all()
    expect(first).to_contain_text("taken for capital L")
    expect(second).to_contain_text("skipped")
    inked = "(canvas) => canvas.getContext('2d').getImageData(0, 0, 240, 240).data.some(Boolean)"
    assert [card.locator("canvas").evaluate(inked) for card in (first, second)] == [True, False]


def test_it_calls_out_what_it_sees_while_the_pen_is_down(table):
    table.start("M")
    mouse = table.page.mouse
    first, *others = table.sheet.places(EL[0])
    mouse.move(*first)
    mouse.down()
    for x, y in others:
        mouse.move(x, y, steps=20)
    expect(table.called).to_contain_text("I see")
    expect(table.page.locator("#sheet")).to_have_attribute("data-inked", "")
    assert table.sheet.questions
    mouse.up()


def test_characters_of_one_shape_count(table):
    table.start("zI")
    table.sheet.draw(ZED)
    expect(table.round).to_have_text("2 of 2")
    table.sheet.draw(ONE)
    expect(table.page.get_by_role("heading", name="2 of 2 right")).to_be_visible()


def test_nothing_goes_on_behind_the_result_of_a_game_that_was_ended(table):
    table.start("ML7")
    table.skip()
    expect(table.round).to_have_text("2 of 3")
    table.sheet.draw(SEVEN)
    expect(table.called).to_have_text("I see digit 7 …")
    table.page.get_by_role("button", name="End game").click()
    expect(table.page.get_by_role("heading", name="0 of 1 right")).to_be_visible()
    asked = len(table.sheet.questions)
    table.page.keyboard.press("Control+z")
    table.page.keyboard.press("Control+Shift+z")
    table.sheet.last_question()
    assert len(table.sheet.questions) == asked


def test_time_runs_out_and_the_drawing_is_taken_as_it_is(page):
    page.clock.install()
    table = Table(Sheet(page)).start("ML", level=2)
    expect(page.locator("#clock-left")).to_contain_text("s")
    table.sheet.draw(EL)
    expect(table.called).to_have_text("I see capital L …")
    page.clock.run_for(12_500)
    page.clock.run_for(3_000)
    expect(page.locator("#announcement")).to_contain_text("Time is up. I took it for capital L.")
    expect(table.round).to_have_text("2 of 2")


def test_a_pause_covers_the_drawing_and_stops_the_clock(page):
    page.clock.install()
    table = Table(Sheet(page)).start("ML", level=2)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.clock.run_for(60_000)
    expect(table.round).to_have_text("1 of 2")
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(100)
    expect(page.locator("#clock-left")).to_have_text("12 s")


def test_a_hidden_page_is_a_pause(table):
    table.start("ML", level=2)
    table.page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(table.page.locator("#standing")).to_contain_text("out of sight")


def test_no_server_stops_the_game_and_says_so(page):
    table = Table(Sheet(page)).start("LM", level=2)
    with server_away(page):
        table.sheet.draw(EL)
        expect(page.locator("#standing")).to_contain_text("The server does not answer")
    page.get_by_role("button", name="Go on").click()
    # The pen was taken away in the middle of the stroke.
    page.locator("#clear").click()
    table.sheet.draw(EL)
    expect(page.locator("#called")).to_have_attribute("data-verdict", "right")


def test_the_link_holds_set_and_level(table):
    table.page.goto("/play?set=lowercase&level=4")
    expect(table.page.get_by_label("Characters")).to_have_value("lowercase")
    expect(table.page.get_by_label("Level")).to_have_value("4")
    table.page.get_by_label("Characters").select_option("letters")
    assert table.page.url.endswith("?set=letters&level=4")
    table.page.goto("/play?set=nonsense&level=99")
    expect(table.page.get_by_label("Characters")).to_have_value("digits")
    expect(table.page.get_by_label("Level")).to_have_value("2")


def test_a_name_that_cannot_be_asked_is_told(table):
    table.page.goto("/play?set=name")
    table.page.get_by_label("Name", exact=True).fill("Юля")
    table.page.get_by_role("button", name="Start").click()
    expect(table.page.locator("#name-asked")).to_have_text("Type letters A to Z or digits.")
    expect(table.page.get_by_label("Name", exact=True)).to_be_focused()


def test_the_result_is_a_picture_to_keep(table):
    table.start("L")
    table.sheet.draw(EL)
    expect(table.page.get_by_role("heading", name="1 of 1 right")).to_be_visible()
    with table.page.expect_download() as download:
        table.page.get_by_role("button", name="Save picture").click()
    assert download.value.suggested_filename == "rekognize-game.png"
    image = Image.open(io.BytesIO(download.value.path().read_bytes()))
    assert image.size[0] == 1080
    assert len(image.convert("L").getcolors()) > 20
    table.page.get_by_role("button", name="Next: My name, level 2").click()
    expect(table.round).to_have_text("1 of 1")
    assert "level=2" in table.page.url


def test_it_is_played_by_the_model_in_the_browser_too(table):
    table.page.goto("/play?set=name&level=1&here=1")
    table.page.get_by_label("Name", exact=True).fill("L")
    table.page.get_by_role("button", name="Start").click()
    table.sheet.draw(EL)
    expect(table.page.get_by_role("heading", name="1 of 1 right")).to_be_visible()
    assert table.sheet.questions == []


def test_nothing_moves_while_it_is_played(table):
    table.page.set_viewport_size({"width": 360, "height": 740})
    table.start("ML")
    place = table.page.locator("#pad").bounding_box()
    table.sheet.draw(EL)
    expect(table.called).to_contain_text("I see")
    assert table.page.locator("#pad").bounding_box() == place
    table.skip()
    expect(table.round).to_have_text("2 of 2")
    assert table.page.locator("#pad").bounding_box() == place
