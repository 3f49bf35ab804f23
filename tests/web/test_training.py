"""The page of training, before a real server."""

from pathlib import Path

from playwright.sync_api import expect

from rekognize.bundle import load_bundle

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
