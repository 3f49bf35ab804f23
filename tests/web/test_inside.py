"""The page that looks into the network: its numbers are the network's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from rekognize import Explainer
from rekognize.alphabets import BASE
from rekognize.explanation.pictures import STOPS, coloured
from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import SEVEN, TEE, Sheet, server_away

PLACES = {
    "conv1": (0, 14, 14),
    "relu2": (0, 7, 7),
    "conv3": (0, 7, 7),
    "add1": (0, 7, 7),
    "conv12": (0, 2, 2),
    "mean4": (0,),
    "sigmoid1": (0,),
    "mul1": (0,),
    "concat2": (0,),
    "logits": (0,),
}


@pytest.fixture(scope="module")
def explainer():
    return Explainer.load()


@pytest.fixture
def inside(tab):
    """The page, with no more than a blank sheet."""
    return tab.open("inside?alphabet=digits")


def draw(sheet, strokes):
    """Draws, and gives the ink as it was sent once the pen had been lifted."""
    ink = sheet.draw_to_the_end(strokes, "why=true")
    expect(sheet.page.locator("#why")).to_have_attribute("aria-busy", "false")
    return ink


def shown(locator):
    return float(locator.inner_text())


def expect_value(sheet, value):
    """The number that is written out comes to be that one."""
    sheet.page.wait_for_function(
        """(value) => {
            const shown = document.querySelector("#sum-value")?.textContent;
            return shown && Math.abs(Number(shown) - value) <= 1e-4;
        }""",
        arg=float(value),
        timeout=10_000,
    )


def card(sheet, name):
    return sheet.page.locator(f"[data-layer={name}]")


def test_the_numbers_at_each_depth_are_the_models(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    expect(inside.page.locator("#reading")).to_have_text("Read as 7")

    decision = explanation.decision
    logits = explanation.activations.logits
    ahead = logits[BASE.index(decision.answer)] - logits[BASE.index(decision.rival)]
    assert shown(inside.page.locator("#decision-total")) == pytest.approx(ahead, abs=1e-4)

    for name, place in PLACES.items():
        card(inside, name).click()
        expect(inside.page.locator("#looking-title")).to_have_text(re.compile(f"^{name}:"))
        expect_value(inside, explanation.activations.layers[name][place])


def test_a_layer_of_one_number_is_told_in_the_singular(inside):
    draw(inside, SEVEN)
    expect(inside.page.locator("#layers-title ~ p").first).to_contain_text("whether this is a char")
    for name, words in {
        "character": "1 number; 97 learned weights",
        "relu2": "; 0 learned w",
    }.items():
        card(inside, name).click()
        expect(inside.page.locator("#looking-size")).to_contain_text(words)
    card(inside, "logits").click()
    expect(inside.page.locator("#looking-size")).to_have_text(re.compile("^62 numbers;"))


def test_what_is_written_out_adds_up(inside):
    draw(inside, SEVEN)
    card(inside, "conv2").click()
    expect(inside.page.locator("#sum-value")).to_be_visible()
    products = inside.page.locator(".sum__number").all_inner_texts()
    lines = inside.page.locator("#sum > p").all_inner_texts()
    parts = [float(text) for text in products]
    parts += [float(re.search(r": (-?[\d.]+)$", text)[1]) for text in lines[:2]]
    assert sum(parts) == pytest.approx(shown(inside.page.locator("#sum-value")), abs=3e-4)
    assert lines[-1].startswith("Then ReLU: max(0, ")


def test_the_layers_are_those_of_the_model_and_show_what_they_saw(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    cards = inside.page.locator("[data-layer]")
    assert [c.get_attribute("data-layer") for c in cards.all()] == [
        layer.name for layer in explainer.layers
    ]
    relu = explanation.activations.layers["relu1"]
    colours = card(inside, "relu1").evaluate(
        """(card) => {
            const canvas = card.querySelector("canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
            return [...data];
        }"""
    )
    pixels = np.reshape(colours, (28, 28, 4))[..., :3]
    # What is above zero is orange, what is zero is nearly white, and no blue is left by ReLU.
    bright = relu[0] > 0.1 * relu.max()
    assert (pixels[bright][:, 0] > pixels[bright][:, 2]).all()
    np.testing.assert_array_equal(pixels[relu[0] == 0], np.full_like(pixels[relu[0] == 0], 247))


def test_a_share_near_zero_is_nearly_white(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    (share,) = explanation.activations.layers["sigmoid1"]
    assert 0 < share < 0.1, "a pen is no scanned form"
    pixel = card(inside, "sigmoid1").evaluate(
        """(card) => {
            const context = card.querySelector("canvas").getContext("2d");
            return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }"""
    )
    np.testing.assert_allclose(pixel, coloured(np.float32(share), 1.0), atol=3)


def test_a_pixel_is_chosen_by_pointer_and_by_keyboard(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    card(inside, "conv1").click()
    box = inside.page.locator("#map").bounding_box()
    inside.page.locator("#map").hover(
        position={"x": 10.5 / 28 * box["width"], "y": 5.5 / 28 * box["height"]}
    )
    expect(inside.page.locator("#map-place")).to_have_text("Map 0, row 5, column 10")
    inside.page.locator("#map").focus()
    inside.page.keyboard.press("ArrowDown")
    inside.page.keyboard.press("ArrowLeft")
    inside.page.get_by_label("Map", exact=True).fill("3")
    expect(inside.page.locator("#map-place")).to_have_text("Map 3, row 6, column 9")
    expect_value(inside, explanation.activations.layers["conv1"][3, 6, 9])


def test_one_goes_down_and_up_by_keyboard_and_the_address_tells_where(inside):
    draw(inside, SEVEN)
    card(inside, "relu1").focus()
    inside.page.keyboard.press("Enter")
    expect(inside.page.locator("#looking-title")).to_be_focused()
    expect(card(inside, "relu1")).to_have_attribute("aria-pressed", "true")
    assert "layer=relu1" in inside.page.url
    inside.page.reload()
    expect(inside.page.locator("#looking-title")).to_have_text("relu1: ReLU")
    expect(card(inside, "relu1")).to_have_attribute("aria-pressed", "true")
    inside.page.get_by_role("button", name="Up to all layers").click()
    expect(card(inside, "relu1")).to_be_focused()
    expect(inside.page.locator("#looking")).to_be_hidden()
    assert "layer=" not in inside.page.url


def test_it_follows_the_pen(inside):
    answers = []
    inside.page.on("response", lambda response: answers.append(response.url))
    mouse = inside.page.mouse
    mouse.move(*inside.place((0.3, 0.2)))
    mouse.down()
    mouse.move(*inside.place((0.7, 0.2)), steps=15)
    expect(card(inside, "conv1")).to_be_visible()
    mouse.move(*inside.place((0.45, 0.75)), steps=15)
    expect(inside.page.locator("#reading")).to_have_text("Read as 7")
    mouse.up()
    assert sum("/explain" in url for url in answers) >= 2


def test_another_drawing_changes_the_number_that_is_looked_at(inside, explainer):
    draw(inside, SEVEN)
    card(inside, "conv1").click()
    expect(inside.page.locator("#sum-value")).to_be_visible()
    ink = draw(inside, TEE)
    expect_value(inside, explainer.explain(ink, "digits").activations.layers["conv1"][0, 14, 14])


def test_the_erasure_that_is_told_is_the_models(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    erasure = explainer.why(explanation).erasure
    expect(inside.page.locator("#why-erased-words")).to_have_text(
        re.compile(f"it becomes {erasure.label} ")
    )


def test_a_cleared_sheet_shows_nothing(inside):
    expect(inside.page.locator("#seen")).to_be_hidden()
    draw(inside, SEVEN)
    inside.page.get_by_role("button", name="Clear").click()
    expect(inside.page.locator("#seen")).to_be_hidden()
    expect(inside.page.locator("#reading")).to_have_text("Draw a character to look inside.")


def test_page_and_pictures_have_the_same_colours(inside):
    stops = inside.page.evaluate(
        "import('/static/scripts/inside/colours.js').then(({ STOPS }) => STOPS)"
    )
    assert stops == STOPS.tolist()


def test_the_drawing_of_the_first_page_is_looked_into(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    sheet.page.get_by_role("link", name="Look inside").click()
    expect(sheet.page.locator("#reading")).to_have_text("Read as 7")


def test_what_it_learnt_from_that_is_most_alike_is_shown(inside, explainer):
    explanation = explainer.explain(draw(inside, SEVEN), "digits")
    nearest = explainer.nearest(explanation)
    for name, examples in (("answer", nearest.answer), ("rival", nearest.rival)):
        drawings = inside.page.locator(f"#nearest-{name} canvas")
        expect(drawings).to_have_count(len(examples))
        for drawing, example in zip(drawings.all(), examples, strict=True):
            assert drawing.get_attribute("aria-label").startswith(f"{example.label} · ")
            opacity = drawing.evaluate(
                """(canvas) => [...canvas.getContext("2d").getImageData(0, 0, 28, 28).data]
                    .filter((_, i) => i % 4 === 3)"""
            )
            assert np.array_equal(opacity, np.rint(example.pixels.ravel() * 255))
    expect(inside.page.locator("#nearest-answer-words")).to_contain_text("7")


@pytest.mark.parametrize("width", [180, 360, 1440])
def test_nothing_scrolls_sideways_at_any_depth(inside, width):
    draw(inside, SEVEN)
    inside.page.set_viewport_size({"width": width, "height": 800})
    for name in ("conv2", "logits"):
        card(inside, name).click()
        expect(inside.page.locator("#sum-value")).to_be_visible()
        main = inside.page.locator("main").evaluate(
            "(main) => [main.scrollWidth, main.clientWidth]"
        )
        assert main[0] <= main[1] <= width


def test_a_server_that_is_away_is_told(troubled_sheet):
    sheet = Sheet(troubled_sheet.page).open("inside")
    sheet.page.route("**/explain?**", lambda route: route.abort())
    sheet.draw(SEVEN)
    expect(sheet.page.locator("#reading")).to_contain_text("The server does not answer")


def test_reasons_that_do_not_come_leave_none_of_another_drawing(troubled_sheet):
    sheet = Sheet(troubled_sheet.page).open("inside?alphabet=digits")
    why = sheet.page.locator("#why")
    draw(sheet, SEVEN)
    expect(why).to_be_visible()
    with server_away(sheet.page, "**/explain?*why=true*"):
        sheet.draw(TEE)
        expect(why).to_be_hidden()
        expect(why).to_have_attribute("aria-busy", "false")
        expect(sheet.page.locator("#reading")).to_contain_text("The server does not answer")
    draw(sheet, SEVEN)
    expect(why).to_be_visible()


def test_the_last_sum_is_reached_and_scrolled_by_keyboard(inside):
    inside.page.set_viewport_size({"width": 180, "height": 800})
    draw(inside, SEVEN)
    table = inside.page.get_by_role("region", name="Why not the second-best?")
    table.focus()
    expect(table).to_be_focused()
    inside.page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
    expect_nothing_for_axe(inside.page)


@pytest.mark.parametrize("ruled", [True, False])
def test_the_guide_lines_count_here_too(sheet, ruled):
    sheet.open("?guides=1" if ruled else "")
    sheet.draw_and_wait(SEVEN)
    sheet.expect_winner("7")
    with sheet.page.expect_request(lambda request: "/explain?" in request.url) as asked:
        sheet.page.get_by_role("link", name="Look inside").click()
    assert ("guides" in asked.value.post_data_json) == ruled
