"""Administrators' models on the page, before a real server with a database of its own."""

import json
import re
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr
from sqlalchemy import select

from rekognize.bundle import load_bundle
from rekognize.registry import CHAMPION, Registry, Retrainings, RunState, What
from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from rekognize.storage.tables import RetrainingRow
from tests.server.conftest import serving
from tests.template_model import write_template_bundle
from tests.web.axe import expect_nothing_for_axe

TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105
SHIPPED = load_bundle().card.identity
MADE = "templates@1"


def report(*, passed):
    base = {"name": "base", "champion": "89.34%", "candidate": "88.28%", "passed": passed}
    return {
        "champion": SHIPPED,
        "candidate": MADE,
        "checks": [
            {
                "name": "labels",
                "champion": "-",
                "candidate": "2.60%",
                "wanted": "at most 12% denied",
                "passed": True,
                "detail": "both models deny 6 of 231 labels",
            },
            base | {"wanted": "falls by at most 0.3 points", "detail": "-1.06 points of 20012"},
        ],
    }


@pytest.fixture
def registry(tmp_path):
    """The shipped model, and a candidate beside it."""
    with closing(Registry(open_database(f"sqlite:///{tmp_path / 'a.db'}"))) as opened:
        opened.add(load_bundle(), "ann", why="came along")
        bundle = write_template_bundle(tmp_path / "made.onnx")
        opened.add(bundle, "ann", why="from the fourth form", note="drawn on tablets")
        yield opened


@pytest.fixture
def server(registry):
    settings = ServerSettings(database=f"sqlite:///{registry.database.path}")
    with serving(create_app(settings)) as running:
        yield running


@pytest.fixture
def runs(registry):
    """Runs, none of which is under way when the server is to end."""
    runs = Retrainings(registry.database)
    yield runs
    last = runs.last()
    if last is not None and last.state is RunState.RUNNING:
        runs.end(last.id, RunState.STOPPED, "the test is over")


@pytest.fixture
def models(page, server, runs):  # noqa: ARG001 - runs end before the server does
    page.goto(f"{server.url}/models?lang=en")
    expect(page.locator("#now")).to_be_visible()
    return page


def answer_why(page, yes, why):
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(why)
    dialog.get_by_role("button", name=yes).click()


def test_versions_are_listed_with_their_parts_and_cards(models):
    versions = models.locator(".version")
    expect(versions).to_have_count(2)
    first = versions.first
    expect(first.get_by_role("heading")).to_have_text(f"{MADE} Candidate")
    expect(first).to_contain_text("drawn on tablets")
    expect(first).to_contain_text("16 images learnt")
    shipped = versions.last
    expect(shipped.locator(".facts").first).to_contain_text(load_bundle().card.parent)
    shipped.locator("summary").click()
    for name in load_bundle().card.metrics:
        expect(shipped).to_contain_text(name)
    expect(models.locator("#serving")).to_have_text(f"{SHIPPED} serves now.")
    events = models.locator(".happened__event")
    expect(events).to_have_count(2)
    expect(events.first).to_contain_text("ann")
    expect(events.first).to_contain_text("from the fourth form")


def test_a_version_leads_to_how_it_was_trained(models):
    models.get_by_role("link", name=f"How it learnt: {MADE}").click()
    expect(models.locator("#model")).to_have_value(MADE)
    expect(models.locator("#none")).to_be_visible()
    expect(models.locator("#made")).to_contain_text("16 images")


def test_what_the_gate_refuses_cannot_be_promoted_and_the_page_says_why(models, registry):
    promote = models.get_by_role("button", name="Promote")
    expect(promote).to_be_disabled()
    expect(models.locator("#reason")).to_contain_text("was not asked")
    expect(models.locator("#judge-command")).to_have_text(f"rekognize model compare {MADE}")
    refused = report(passed=False)
    registry.judged(MADE, What.REFUSED, "ann", why="base: -1.06 points", report=refused)
    models.reload()
    expect(models.locator("#reason")).to_have_text(
        "The gate refuses it: it has forgotten too much of what it could read."
    )
    rows = models.locator("#verdict tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.last).to_have_text(re.compile("Fails.*89.34%.*88.28%.*at most 0.3.*-1.06", re.S))
    expect(rows.first).to_contain_text("Passes")
    expect(promote).to_be_disabled()


def test_promotion_and_rollback_change_who_answers(models, registry, server):
    registry.judged(MADE, What.PASSED, "ann", why="better", report=report(passed=True))
    models.reload()
    models.get_by_role("button", name="Promote").click()
    # Without a reason nothing happens.
    models.get_by_role("dialog").get_by_role("button", name="Promote").click()
    assert registry.played_by(CHAMPION) is None
    answer_why(models, "Promote", "the class likes it")
    expect(models.locator("#words")).to_have_text(f"{MADE} is champion now, instead of {SHIPPED}.")
    expect(models.locator("#words")).to_be_focused()
    expect(models.locator("#serving")).to_have_text(f"{MADE} serves now.")
    assert server.client.get("/api/v1/model").json()["name"] == "templates"
    event = registry.events()[-1]
    assert (event.what, event.why) == (What.PROMOTED, "the class likes it")
    expect(models.locator(f"[data-model='{MADE}'] .part")).to_have_text("Champion")
    expect(models.locator("#reason")).to_have_text("There is no candidate.")
    expect(models.locator(".happened__event").first).to_contain_text("the class likes it")

    models.get_by_role("button", name="Roll back").click()
    answer_why(models, "Roll back", "no good")
    expect(models.locator("#serving")).to_have_text(f"{SHIPPED} serves now.")
    assert server.client.get("/api/v1/model").json()["name"] == "standard"
    # There is no champion before that one: the dialog stays and says so.
    models.get_by_role("button", name="Roll back").click()
    answer_why(models, "Roll back", "again")
    expect(models.get_by_role("alert")).to_contain_text("a champion before this one is needed")
    models.keyboard.press("Escape")
    expect(models.get_by_role("button", name="Roll back")).to_be_focused()


def test_a_note_and_removal(models, registry):
    models.get_by_role("button", name=f"Note: {MADE}").click()
    models.get_by_role("dialog").get_by_role("textbox").fill("keep for spring")
    models.get_by_role("button", name="Save").click()
    expect(models.locator(".version__note")).to_have_text("keep for spring")
    models.get_by_role("button", name=f"Remove: {MADE}").click()
    answer_why(models, "Remove", "not needed")
    expect(models.locator(".version")).to_have_count(1)
    expect(models.locator(".happened__event").first).to_contain_text("not needed")
    assert [version.card.identity for version in registry.versions()] == [SHIPPED]


def test_a_run_is_followed_stopped_and_seen_again_after_a_reload(models, runs, registry):
    run = runs.begin("bea")
    with registry.database.writing() as session:
        session.get(RetrainingRow, run).started -= timedelta(seconds=60)
    runs.tell(run, {"epoch": 3, "step": 5, "steps": 9, "loss": 0.4, "rate": 400.0, "left": 41.2})
    models.reload()
    expect(models.locator("#state")).to_have_text("Retraining, begun by bea.")
    expect(models.locator("#pace")).to_have_text("Epoch 4, 42 seconds left")
    expect(models.get_by_role("button", name="Retrain")).to_be_disabled()
    before = models.get_by_role("progressbar").evaluate("(bar) => bar.value")
    runs.tell(run, {"epoch": 11, "step": 8, "steps": 9, "loss": 0.2, "rate": 400.0, "left": 0.4})
    expect(models.locator("#pace")).to_have_text("Epoch 12, 1 second left")
    assert 0.5 < before < 0.9 < models.get_by_role("progressbar").evaluate("(bar) => bar.value")
    models.get_by_role("button", name="Stop").click()
    expect(models.locator("#state")).to_have_text("Stopping …")
    for _ in range(100):
        if not runs.tell(run):
            break
        models.wait_for_timeout(50)
    runs.end(run, RunState.STOPPED, "asked to stop")
    expect(models.locator("#state")).to_contain_text("The next run goes on from there")
    expect(models.get_by_role("progressbar")).to_be_hidden()
    expect(models.get_by_role("button", name="Retrain")).to_be_enabled()


def test_a_finished_run_brings_its_candidate_by_itself(page, server, runs, registry, tmp_path):
    run = runs.begin("bea")
    page.goto(f"{server.url}/models?lang=en")
    expect(page.locator("#state")).to_have_text("Retraining, begun by bea.")
    bundle = write_template_bundle(tmp_path / "b.onnx", version="2", sharpness=20)
    registry.add(bundle, "bea", why="retrained")
    registry.judged("templates@2", What.PASSED, "bea", why="better", report=report(passed=True))
    runs.end(run, RunState.FINISHED, "templates@2")
    expect(page.locator("#state")).to_contain_text("templates@2 was made")
    expect(page.locator("#candidate-name")).to_have_text("templates@2")
    expect(page.get_by_role("button", name="Promote")).to_be_enabled()


def test_the_stream_is_taken_up_again_when_it_breaks(page, server, runs):
    run = runs.begin("bea")
    broken = {"event: retraining\ndata: " + json.dumps({"id": run, "who": "bea"})[:20]}
    page.route(
        "**/api/v1/retraining",
        lambda route: (
            route.fulfill(content_type="text/event-stream", body=broken.pop())
            if broken
            else route.continue_()
        ),
    )
    page.goto(f"{server.url}/models?lang=en")
    expect(page.locator("#state")).to_have_text("Retraining, begun by bea.")


def test_the_button_begins_a_real_run_that_says_what_is_missing(
    models, registry, monkeypatch, tmp_path
):
    pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")
    monkeypatch.setenv("REKOGNIZE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    models.get_by_role("button", name="Retrain").click()
    expect(models.locator("#state")).to_have_text("Retraining, begun by this computer.")
    expect(models.locator("#state")).to_contain_text("It did not work", timeout=120_000)
    with registry.database.reading() as session:
        outcome = session.scalar(select(RetrainingRow.outcome))
    expect(models.locator("#state")).to_contain_text(outcome)
    expect(models.locator("#command")).to_have_text("rekognize retrain --no-base")


def test_where_torch_is_missing_the_page_says_how_to_get_it(models, monkeypatch):
    monkeypatch.setattr("rekognize.registry.extra.find_spec", lambda _: None)
    models.get_by_role("button", name="Retrain").click()
    expect(models.locator("#state")).to_contain_text("training needs torch")
    expect(models.locator("#command")).to_have_text("pip install 'rekognize[train]'")
    expect(models.get_by_role("button", name="Retrain")).to_be_enabled()


def test_a_wrong_token_is_refused(page, registry):
    settings = ServerSettings(
        database=f"sqlite:///{registry.database.path}", admin_token=SecretStr(TOKEN)
    )
    with serving(create_app(settings)) as server:
        page.goto(f"{server.url}/models?lang=en")
        # Nobody did anything wrong yet.
        expect(page.get_by_label("token")).to_be_focused()
        expect(page.locator("#words")).to_have_text("")
        page.get_by_label("token").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.locator("#words")).to_have_text("That is not the administrator\u2019s token.")
        expect(page.locator("#panels")).to_be_hidden()
        page.get_by_label("token").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator(".version")).to_have_count(2)
        expect(page.locator("#words")).to_have_text("")
        # The review page has it too.
        page.get_by_role("link", name="Review").click()
        expect(page.locator("#count")).to_have_text("0 done, 0 left")
        page.get_by_role("link", name="Models").click()
        expect(page.locator(".version")).to_have_count(2)
        assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


def test_nothing_moves_while_it_loads_and_a_run_goes_on(page, server, runs):
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((list) => {
            for (const { value, sources } of list.getEntries())
                if (sources.some(({ node }) => node?.closest?.("main, footer"))) shifts.push(value);
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    run = runs.begin("bea")
    page.goto(f"{server.url}/models?lang=de")
    for epoch in range(3):
        runs.tell(run, {"epoch": epoch, "left": 1000.0 - epoch})
        expect(page.locator("#pace")).to_contain_text(f"Durchgang {epoch + 1},")
    assert page.evaluate("shifts") == []


def test_axe_finds_nothing(models, registry, runs):
    registry.judged(MADE, What.REFUSED, "ann", why="base: fell", report=report(passed=False))
    runs.begin("bea")
    models.set_viewport_size({"width": 360, "height": 740})
    models.reload()
    expect(models.locator("#state")).to_have_text("Retraining, begun by bea.")
    for summary in models.locator("summary").all():
        summary.click()
    assert models.evaluate("document.documentElement.scrollWidth") == 360
    expect_nothing_for_axe(models)
    models.get_by_role("button", name=f"Note: {MADE}").click()
    expect_nothing_for_axe(models)
