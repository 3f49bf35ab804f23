import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rekognize.server.routes.page import PAGES
from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import SEVEN, payload

WEB = Path(__file__).parents[2] / "src/rekognize/web"
ROOMS = WEB / "scripts/shell/rooms.js"
WIDTHS = [360, 768, 1440]
MOST_BYTES = 100_000
SMALL_CONTROLS = """() => [...document.querySelectorAll("button, select, input, a")]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width && height && Math.min(width, height) < 44;
    })
    .map((control) => control.outerHTML)
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_weighs_little(page, path):
    sizes = []

    def weigh(response):
        # What the network says of a drawing has a limit of its own.
        if "/explain" not in response.url:
            sizes.append(len(gzip.compress(response.body())))

    page.on("response", weigh)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert 10_000 < sum(sizes) < MOST_BYTES


def modules_of(entry):
    """Every module that an entry module loads, near or far."""
    found, left = set(), [entry]
    while left:
        module = left.pop()
        if module in found:
            continue
        found.add(module)
        names = re.findall(r'^(?:im|ex)port [^;]*?"(\.[^"]+)";', module.read_text(), re.M)
        left += [(module.parent / name).resolve() for name in names]
    return found


@pytest.mark.parametrize("document", PAGES.values())
def test_every_module_of_a_page_is_loaded_ahead_and_no_other(document):
    html = (WEB / document).read_text()
    (entry,) = re.findall(r'<script type="module" src="static/([^"]+)"', html)
    ahead = re.findall(r'<link rel="modulepreload" href="static/([^"]+)"', html)
    needed = {module.relative_to(WEB).as_posix() for module in modules_of(WEB / entry)}
    assert sorted(ahead) == sorted(needed - {entry})


def test_every_module_belongs_to_a_page():
    entries = [re.search(r'src="static/([^"]+)"', (WEB / d).read_text())[1] for d in PAGES.values()]
    used = set().union(*(modules_of(WEB / entry) for entry in entries))
    local = WEB / "scripts/local"
    assert {m for m in (WEB / "scripts").rglob("*.js") if local not in m.parents} <= used


@pytest.mark.parametrize("path", PAGES)
def test_a_header_leads_to_every_page(tab, path):
    tab.page.goto(path)
    links = tab.page.get_by_role("navigation").get_by_role("link")
    pattern = r'\{ name: "(\w+)".*?(?:within: "(\w+)")?(, (?:needs: "\w+"|unlisted: true))? \}'
    rooms = re.findall(pattern, ROOMS.read_text())
    assert {f"/{name}".replace("/draw", "/") for name, _, _ in rooms} == set(PAGES)
    name = path.strip("/") or "draw"
    (outer,) = [within or own for own, within, _ in rooms if own == name]
    # Those that are not for everybody have their name in the header only while one is there.
    listed = [r for r in rooms if r[1] in ("", outer) and (not r[2] or r[0] == name)]
    expect(links).to_have_count(len(listed))
    (here,) = [link for link in links.all() if link.get_attribute("aria-current") == "page"]
    for link in links.all():
        address = link.get_attribute("href")
        assert tab.page.request.get(address).ok
        assert (address == tab.page.url) == (address == here.get_attribute("href"))
    assert tab.page.get_by_role("heading", level=1).count() == 1


def test_the_way_to_another_page_keeps_alphabet_and_drawing(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    ink = sheet.ink()
    sheet.page.get_by_role("link", name="Upload").click()
    expect(sheet.page.get_by_label("Read as")).to_have_value("digits")
    sheet.page.get_by_role("link", name="Draw").click()
    sheet.expect_winner("7")
    assert sheet.ink() == ink


def test_the_header_can_be_skipped_by_keyboard(sheet):
    sheet.page.keyboard.press("Tab")
    skip = sheet.page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    sheet.page.keyboard.press("Enter")
    sheet.page.keyboard.press("Tab")
    expect(sheet.page.get_by_role("radio", name="One character")).to_be_focused()


@pytest.mark.parametrize("path", PAGES)
def test_at_every_width_nothing_scrolls_sideways_and_a_finger_hits_every_control(tab, path):
    page = tab.page
    page.goto(path)
    expect(page.get_by_role("navigation")).to_be_visible()
    # 180 pixels are a phone's 360 at 200 % zoom.
    for width in (180, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        for direction in ("rtl", "ltr"):
            page.evaluate("(value) => { document.documentElement.dir = value; }", direction)
            scrolled = page.evaluate("document.documentElement.scrollWidth")
            assert scrolled <= width, (width, direction)
        if width in WIDTHS:
            assert page.evaluate(SMALL_CONTROLS) == [], width


@pytest.mark.parametrize("address", [*PAGES, "/?mode=line"])
def test_every_language_has_room_on_a_phone(tab, address):
    tab.page.set_viewport_size({"width": 360, "height": 740})
    for language in ("de", "es", "fr"):
        tab.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        expect(tab.page.locator("html")).to_have_attribute("lang", language)
        expect(tab.page.get_by_role("navigation")).to_be_visible()
        assert tab.page.evaluate("document.documentElement.scrollWidth") == 360, language


def test_the_keyboard_reaches_everything_in_reading_order(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    sheet.draw_and_wait(SEVEN)
    sheet.page.keyboard.press("Control+z")
    sheet.page.get_by_label("Read as").focus()
    reached = []
    for _ in range(17):
        focused = sheet.page.locator(":focus")
        assert focused.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"
        reached.append(focused.get_attribute("id") or focused.get_attribute("class"))
        sheet.page.keyboard.press("Tab")
    assert reached == [
        *("alphabet", "undo", "redo", "eraser", "clear", "width", "guides"),
        *["button verdict__button"] * 3,
        *["candidate"] * 5,
        *("candidates__typed", "choice candidates__others"),
    ]


def test_the_colours_follow_the_system(sheet):
    colours = """() => {
        const { backgroundColor, color } = getComputedStyle(document.documentElement);
        return [backgroundColor, color];
    }"""
    sheet.page.emulate_media(color_scheme="light")
    light = sheet.page.evaluate(colours)
    sheet.page.emulate_media(color_scheme="dark")
    assert sheet.page.evaluate(colours) != light


def test_the_ink_changes_with_the_colours(sheet):
    sheet.page.emulate_media(color_scheme="light")
    sheet.draw_and_wait(SEVEN)
    assert max(sheet.ink_colour()) < 80
    sheet.page.emulate_media(color_scheme="dark")
    # The browser tells the page of the change when it next has time.
    for _ in range(40):
        if min(sheet.ink_colour()) > 200:
            return
        sheet.page.wait_for_timeout(50)
    pytest.fail(f"the ink stayed {sheet.ink_colour()}")


def test_who_wants_no_motion_gets_none(sheet):
    sheet.page.emulate_media(reduced_motion="reduce")
    bar = sheet.page.locator(".candidate__bar").first
    duration = bar.evaluate("(bar) => getComputedStyle(bar, '::before').transitionDuration")
    assert duration == "0s"


@pytest.mark.parametrize(
    "state",
    [
        *("blank", "answered", "line", "upload", "picture", "table", "camera", "about", "inside"),
        *("choosing", "playing", "played", "how", "mistakes"),
    ],
)
def test_axe_finds_nothing(sheet, state):
    sheet.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if state == "answered":
        answer = sheet.draw_and_wait(SEVEN)
        sheet.expect_winner(answer["label"])
    elif state == "line":
        sheet.open("?mode=line&guides=1")
        sheet.draw(SEVEN, ".box:first-child canvas")
        expect(sheet.page.locator("#winner")).not_to_have_text("")
    elif state in ("upload", "picture", "table", "camera"):
        sheet.open("upload")
    elif state == "about":
        sheet.page.goto("/about")
        expect(sheet.page.get_by_role("navigation")).to_be_visible()
    elif state == "inside":
        sheet.open("inside")
        sheet.draw(SEVEN)
        sheet.page.locator("[data-layer=conv2]").click()
        expect(sheet.page.locator("#sum-value")).to_be_visible()
        expect(sheet.page.locator("#why")).to_be_visible()
    elif state in ("choosing", "playing", "played"):
        sheet.page.goto("/play?level=1")
        if state != "choosing":
            sheet.page.get_by_role("button", name="Start").click()
            sheet.draw(SEVEN)
            expect(sheet.page.locator("#called")).to_contain_text("I see")
        if state == "played":
            sheet.page.get_by_role("button", name="Skip").click()
            sheet.page.get_by_role("button", name="End game").click()
            expect(sheet.page.get_by_role("heading", name="0 of 1 right")).to_be_visible()
    elif state == "mistakes":
        sheet.page.goto("/mistakes")
        expect(sheet.page.locator("#empty")).to_be_visible()
    elif state == "how":
        sheet.open("how")
        expect(sheet.page.locator("#candidates li")).not_to_have_count(0)
    if state == "picture":
        sheet.hand_over("paste", payload())
        expect(sheet.page.locator("#preview-box")).to_be_visible()
    elif state == "table":
        sheet.hand_over("paste", payload())
        sheet.hand_over("paste", payload("eight.png"))
        expect(sheet.page.locator("#table-count")).to_have_text("2 of 2 pictures read")
    elif state == "camera":
        sheet.page.get_by_role("button", name="Camera").click()
        expect(sheet.page.get_by_role("dialog")).to_be_visible()
    expect_nothing_for_axe(sheet.page)
