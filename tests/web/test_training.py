"""The page of training, before a real server."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pydantic import SecretStr

from rekognize.bundle import load_bundle
from rekognize.server import ServerSettings, create_app
from tests.digits import write_digits
from tests.server.conftest import serving
from tests.web.axe import expect_nothing_for_axe
from tests.web.sheet import SEVEN

TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105
TINY = load_bundle(Path("tiny")).card


def test_a_model_shows_the_curves_of_its_card_and_one_without_says_so(sheet):
    page = sheet.page
    page.goto("/training?lang=en")
    serving = load_bundle().card
    expect(page.get_by_label("Model")).to_have_value(serving.identity)
    charts = page.locator("#curves figure")
    if not serving.curves:
        expect(page.locator("#none")).to_be_visible()
        # The recipe still tells the schedule.
        expect(charts).to_have_count(1)
    expect(page.locator("#made")).to_contain_text(f"{serving.parameters:,} numbers")
    page.get_by_label("Model").select_option(TINY.identity)
    expect(page.locator("#none")).to_be_hidden()
    expect(charts).to_have_count(4)
    for chart in charts.all():
        marks = chart.locator("text[text-anchor=end]").all_text_contents()
        assert len(marks) == len(set(marks)) == 5
    expect(page.get_by_role("img", name="Accuracy in validation")).to_be_visible()
    expect(page.locator("#curves .chart__point")).to_have_count(3 * len(TINY.curves))
    page.get_by_text("The figures as a table").click()
    rows = page.locator("#curves tbody tr")
    expect(rows).to_have_count(len(TINY.curves))
    last = f"{100 * TINY.curves[-1].validation_accuracy:.1f} %"
    expect(rows.last).to_contain_text(last)
    # The address holds the choice.
    page.reload()
    expect(page.get_by_label("Model")).to_have_value(TINY.identity)


def test_without_a_right_token_there_is_still_what_everybody_may_see(page, base_url):
    page.goto(f"{base_url}/training?lang=en&model=kept@1")
    expect(page.get_by_label("Model")).to_have_value(load_bundle().card.identity)
    expect(page.locator("#curves figure")).to_have_count(4)


def ink_of(page, canvas):
    """How dark a glyph's pixels are, 0 to 255."""
    address = page.locator(canvas).evaluate("(canvas) => canvas.toDataURL()")
    png = base64.b64decode(address.partition(",")[2])
    return list(Image.open(io.BytesIO(png)).getchannel("A").tobytes())


def test_sliders_change_the_glyph_of_ones_own_drawing(sheet):
    page = sheet.page
    page.goto("/training?lang=en")
    expect(page.locator("#sliders input")).to_have_count(7)
    sheet.draw(SEVEN)
    drawn = ink_of(page, "#before")
    assert sum(drawn) > 10_000
    assert ink_of(page, "#after") == drawn
    strengths = load_bundle().card.recipe["augmentation"]
    row = page.locator(".change").filter(has=page.get_by_label("Rotation"))
    degrees = f"{strengths['rotation']:.1f}°"
    expect(row).to_contain_text(f"in training -{degrees} to {degrees}")

    page.get_by_label("Rotation").fill("30")
    expect(row.locator("output")).to_have_text("30.0°")
    turned = ink_of(page, "#after")
    assert turned != drawn
    # Clockwise: the seven's foot goes to the left.
    assert column_of(turned, rows=range(20, 28)) < column_of(drawn, rows=range(20, 28)) - 1
    page.get_by_role("button", name="As drawn").click()
    assert ink_of(page, "#after") == drawn
    for name, value in {
        "Size": "-0.3",
        "Shift to the right": "4",
        "Shift down": "3",
        "Slant": "0.5",
        "Elastic distortion": "2",
        "Stroke width": "1",
    }.items():
        page.get_by_label(name).fill(value)
        assert ink_of(page, "#after") != drawn, name
        page.get_by_label(name).fill("0")
    assert ink_of(page, "#after") == drawn
    page.get_by_label("Shift to the right").fill("4")
    assert column_of(ink_of(page, "#after")) == pytest.approx(column_of(drawn) + 4, abs=0.2)

    # As training draws them: each another, all of this drawing.
    some = [ink_of(page, f"#drawn canvas:nth-child({i})") for i in (1, 2)]
    assert some[0] != some[1]
    assert all(0.5 < sum(each) / sum(drawn) < 1.7 for each in some)
    page.get_by_role("button", name="Draw again").click()
    assert ink_of(page, "#drawn canvas:nth-child(1)") != some[0]


def column_of(pixels, rows=range(28)):
    """The mean column of the ink in some rows."""
    weights = [sum(pixels[28 * row + column] for row in rows) for column in range(28)]
    return sum(column * weight for column, weight in enumerate(weights)) / sum(weights)


@pytest.mark.train
def test_a_lesson_is_watched_stopped_and_says_what_is_missing(
    page, base_url, tmp_path, monkeypatch
):
    pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")
    monkeypatch.setenv("REKOGNIZE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    page.goto(f"{base_url}/training?lang=en")
    learn = page.get_by_role("button", name="Let it learn")
    words = page.locator("#lesson-words")
    patience = 120_000  # a process that imports torch on a busy machine
    learn.click()
    expect(page.locator("#lesson-command")).to_have_text(
        "rekognize data fetch mnist", timeout=patience
    )
    expect(words).to_contain_text("mnist/train")

    write_digits(tmp_path / "data", 320)
    page.get_by_label("Digits to learn from").select_option("500")
    expect(learn).to_be_enabled()
    page.evaluate(
        """() => {
            window.seen = [];
            const [figures, kernels] = ["lesson-figures", "kernels"].map((id) =>
                document.getElementById(id));
            new MutationObserver(() => seen.push([figures.textContent, kernels.toDataURL()]))
                .observe(figures, { childList: true, characterData: true });
        }"""
    )
    learn.click()
    expect(words).to_contain_text("It has learnt", timeout=patience)
    expect(page.locator("#lesson-help")).to_be_hidden()
    seen = page.evaluate("seen")
    losses = [float(re.search(r"Loss: (\d+\.\d+)", figures)[1]) for figures, _ in seen]
    assert losses[-1] < losses[0] / 2
    assert seen[-1][1] != seen[0][1], "the kernels stand still"
    for chart in ("#lesson-loss", "#lesson-accuracy"):
        path = page.locator(f"{chart} .chart__line").get_attribute("d")
        assert path.count("L") >= 3

    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_disabled()
    # Both at once, since a lesson as short as this may end before a second click.
    page.evaluate("['learn', 'lesson-stop'].forEach((id) => document.getElementById(id).click())")
    expect(words).to_have_text("Stopped.")
    expect(learn).to_be_enabled()
    expect(stop).to_be_disabled()


def test_without_torch_the_page_says_how_to_add_it(page, base_url, monkeypatch):
    monkeypatch.setattr("rekognize.registry.extra.find_spec", lambda _: None)
    page.goto(f"{base_url}/training?lang=en")
    page.get_by_role("button", name="Let it learn").click()
    expect(page.locator("#lesson-command")).to_have_text('pip install "rekognize[train]"')
    expect(page.get_by_role("button", name="Let it learn")).to_be_enabled()


def test_a_lesson_is_offered_to_those_who_may_have_one(page):
    """A visitor is promised none that would only be refused."""
    settings = ServerSettings(admin_token=SecretStr(TOKEN))
    title = page.get_by_role("heading", name="A lesson to watch")
    with serving(create_app(settings)) as server:
        page.goto(f"{server.url}/training?lang=en")
        expect(page.get_by_label("Model")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(title).to_be_hidden()
        page.evaluate("(token) => sessionStorage.setItem('administrator', token)", TOKEN)
        page.reload()
        expect(title).to_be_visible()
        page.evaluate("sessionStorage.setItem('administrator', 'another')")
        page.reload()
        expect(page.get_by_label("Model")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(title).to_be_hidden()


def test_who_cannot_be_an_administrator_is_not_asked_about(page, base_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    # By a name that only a page elsewhere would have.
    page.route(
        "http://school.example/**",
        lambda route: route.fulfill(
            response=route.fetch(url=route.request.url.replace("http://school.example", base_url))
        ),
    )
    page.goto("http://school.example/training?lang=en")
    expect(page.get_by_label("Model")).to_be_visible()
    expect(page.get_by_role("heading", name="A lesson to watch")).to_be_hidden()
    assert not [url for url in asked if url.endswith("/api/v1/models")]


def test_axe_finds_nothing(sheet):
    page = sheet.page
    page.goto(f"/training?lang=en&model={TINY.identity}")
    expect(page.locator("#curves figure")).to_have_count(4)
    page.get_by_text("The figures as a table").click()
    page.locator("#lesson-seen").evaluate("(part) => { part.hidden = false; }")
    expect_nothing_for_axe(page)
