"""The page that leads through the ideas: what it shows is the network's."""

import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from rekognize import Explainer
from rekognize.alphabets import BASE
from tests.web.sheet import SEVEN, TEE, ink_of

IDEAS = [
    *("from-picture", "convolution", "relu", "pooling", "batch-normalisation", "dropout"),
    *("residual", "specialist", "dense", "softmax", "alphabets"),
]


@pytest.fixture(scope="module")
def explainer():
    return Explainer.load()


@pytest.fixture
def how(tab):
    with tab.page.expect_request(re.compile("/explain")) as request:
        tab.open("how")
    expect(tab.page.locator("#reading")).to_have_text("Read as R")
    tab.example = ink_of(request.value)
    return tab


def pixels(sheet, selector):
    return sheet.page.locator(selector).first.evaluate("(canvas) => canvas.toDataURL()")


def slide(sheet, selector, value):
    sheet.page.locator(selector).evaluate(
        """(slider, value) => {
            slider.value = value;
            slider.dispatchEvent(new Event("input"));
        }""",
        str(value),
    )


def share(text):
    """The percentage in a sentence."""
    return float(re.search(r"([\d.]+)%", text)[1]) / 100


def test_the_ideas_come_in_order_and_each_is_shown(how):
    sections = how.page.locator(".idea")
    assert [section.get_attribute("id") for section in sections.all()] == IDEAS
    shown = "canvas, svg, img, meter, .feature, .odds__one, .share, td"
    for section in sections.all():
        assert section.locator(shown).count() > 0


def test_an_example_is_there_until_one_draws(how):
    before = pixels(how, "#relu-live canvas")
    how.draw_to_the_end(SEVEN, "/explain")
    expect(how.page.locator("#reading")).to_have_text("Read as 7")
    assert pixels(how, "#relu-live canvas") != before
    how.page.get_by_role("link", name="Draw", exact=True).click()
    how.expect_winner("7")


def test_an_example_is_not_taken_to_other_pages(how):
    how.page.get_by_role("link", name="Draw", exact=True).click()
    how.expect_blank()


def liveliest(maps):
    return int((maps.clip(min=0) ** 2).sum(axis=(1, 2)).argmax())


def becomes(read, expected):
    """Whether a number of the page comes to what is expected: it is painted a moment later."""
    until = time.monotonic() + 10
    while read() != expected and time.monotonic() < until:
        time.sleep(0.05)
    return read() == expected


def test_the_numbers_are_the_models(how, explainer):
    example = explainer.explain(how.example)
    followed = liveliest(example.activations.layers["relu1"])
    explanation = explainer.explain(how.draw_to_the_end(SEVEN, "/explain"))
    layers = explanation.activations.layers
    before = layers["conv1"]
    sent = np.rint(before / np.abs(before).max() * 127)[followed]
    expect(how.page.locator("#relu-live p")).to_contain_text(f"{(sent < 0).sum()} of the 784")
    last = layers["relu13"]
    mean = pytest.approx(last[liveliest(last)].mean(), rel=0.01)
    assert becomes(lambda: float(how.page.locator(".idea__number").inner_text()), mean)
    expect(how.page.locator("#pool-live")).to_contain_text("96 maps become 96 numbers")
    given = float(how.page.locator("#specialist-live meter").get_attribute("value"))
    assert given == pytest.approx(float(layers["sigmoid1"][0]), abs=1e-3)
    # Nothing dropped, at the temperature that serves, is the network as it answers.
    sure = explanation.probabilities[BASE.index("7")]
    slide(how, "#drop", 0)
    expect(how.page.locator("#drop-words")).to_contain_text("0 of 192 numbers dropped")
    for words, tolerance in (("#drop-words", 0.03), ("#heat-words", 0.002)):
        expected = pytest.approx(sure, abs=tolerance)
        assert becomes(lambda at=words: share(how.page.locator(at).inner_text()), expected)


def test_heat_evens_out_and_dropping_everything_leaves_little(how):
    how.draw_to_the_end(SEVEN, "/explain")
    slide(how, "#heat", 0)
    cold = share(how.page.locator("#heat-words").inner_text())
    slide(how, "#heat", 4)
    assert share(how.page.locator("#heat-words").inner_text()) < cold / 2
    slide(how, "#drop", 95)
    dropped = int(how.page.locator("#drop-words").inner_text().split(" ")[0])
    assert dropped > 70
    expect(how.page.locator(".feature--dropped")).to_have_count(dropped)


def test_alphabets_are_added_up(how):
    how.page.get_by_label("Read as").select_option("letters-nocase")
    expect(how.page.locator("#candidates li").first).to_contain_text("R + r")


def test_a_cleared_sheet_leaves_the_words(how):
    how.page.get_by_role("button", name="Clear").click()
    expect(how.page.locator("#relu-live")).to_be_hidden()
    expect(how.page.locator("#relu")).to_contain_text("ReLU keeps what is above zero")


def test_links_lead_there_and_back(how):
    how.draw_to_the_end(TEE, "/explain")
    how.page.get_by_role("link", name="Look inside: add1").click()
    expect(how.page.locator("#looking-title")).to_have_text("add1: addition")
    how.page.locator("#looking-how").click()
    expect(how.page).to_have_url(re.compile("how.*#residual$"))
    expect(how.page.locator("#residual")).to_be_in_viewport()
    expect(how.page.locator("#reading")).to_have_text("Read as T")


def test_every_link_to_an_idea_finds_it(sheet):
    sheet.open("inside")
    named = sheet.page.locator("[data-how]").evaluate_all("(all) => all.map((a) => a.dataset.how)")
    assert len(named) >= 4
    assert set(named) <= set(IDEAS)
