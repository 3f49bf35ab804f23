"""The model in a real browser: in a worker, over HTTP, with pictures that the browser decodes."""

import json
import random

import pytest
from benchmarks.drawings import STROKES, document_of, ink_of

from tests.web.sheet import picture

LOAD = """async ([base, question, file]) => {
    const address = new URL("static/scripts/local/recognizer.js", document.baseURI);
    const { loadLocal } = await import(address);
    const local = await loadLocal(new URL(base, document.baseURI));
    if (file) question.picture = new Blob([new Uint8Array(file)], { type: "image/png" });
    try {
        return await local.recognize(question);
    } finally {
        local.close();
    }
}"""
BASE = "api/v1/model/"


@pytest.fixture
def opened(page, base_url):
    page.goto(base_url)
    return page


def ask_server(page, question, body, kind):
    answer = page.request.post(
        f"/api/v1/recognize?alphabet={question['alphabet']}",
        data=body,
        headers={"content-type": kind},
    )
    assert answer.ok
    return answer.json()


def assert_same_answer(local, served):
    """Field by field; floats to 1e-3, and the time is one's own."""
    # Feedback can refer by id only to answers that the server itself gave.
    assert local.keys() == served.keys() - {"id"}
    for field in local.keys() - {"time_ms", "candidates", "glyph"}:
        value = served[field]
        expected = pytest.approx(value, abs=1e-3) if isinstance(value, float | list) else value
        assert local[field] == expected, field
    assert [c["label"] for c in local["candidates"]] == [c["label"] for c in served["candidates"]]
    assert [c["confidence"] for c in local["candidates"]] == pytest.approx(
        [c["confidence"] for c in served["candidates"]], abs=1e-3
    )
    assert len(local["glyph"]) == len(served["glyph"])


@pytest.mark.parametrize("label", ["7", "R", "M"])
def test_strokes_are_answered_as_by_the_server(opened, label):
    assert label in STROKES
    ink = document_of(ink_of(label, random.Random(label)))
    question = {"ink": ink, "alphabet": "balanced"}
    local = opened.evaluate(LOAD, [BASE, question, None])
    served = ask_server(opened, question, json.dumps(ink), "application/json")
    assert_same_answer(local, served)


def test_a_picture_is_answered_as_by_the_server(opened):
    file = picture()
    question = {"alphabet": "digits"}
    local = opened.evaluate(LOAD, [BASE, question, list(file)])
    assert local["label"] == "7"
    assert_same_answer(local, ask_server(opened, question, file, "image/png"))


def test_what_is_no_picture_is_refused_with_words(opened):
    with pytest.raises(Exception, match="this browser cannot read the picture"):
        opened.evaluate(LOAD, [BASE, {"alphabet": "digits"}, [1, 2, 3]])


def test_no_bundle_is_told_with_words(opened):
    with pytest.raises(Exception, match="is answered with 404"):
        opened.evaluate(LOAD, ["nowhere/", {"ink": {"strokes": []}}, None])


def test_a_model_that_is_not_the_cards_is_refused(opened):
    opened.route("**/bundle.onnx", lambda route: route.fulfill(body=b"no model"))
    with pytest.raises(Exception, match="not the one that its card vouches for"):
        opened.evaluate(LOAD, [BASE, {"ink": {"strokes": []}}, None])


DYING = """
postMessage({ number: 0 });
addEventListener("message", () => { throw new Error("out of memory"); });
"""


def test_a_worker_that_dies_answers_nobody_and_says_so(opened):
    opened.route(
        "**/worker.js?*", lambda route: route.fulfill(body=DYING, content_type="text/javascript")
    )
    ended = opened.evaluate(
        """async (base) => {
            const address = new URL("static/scripts/local/recognizer.js", document.baseURI);
            const { LocalError, loadLocal } = await import(address);
            const local = await loadLocal(new URL(base, document.baseURI));
            const ask = () => Promise.race([
                local.recognize({ ink: { strokes: [] } }).catch((error) => error),
                new Promise((resolve) => setTimeout(() => resolve("never"), 5000)),
            ]);
            const before = local.stopped.aborted;
            const errors = [await ask(), await ask()];
            return [
                before,
                local.stopped.aborted,
                ...errors.map((error) => error instanceof LocalError && error.message),
            ];
        }""",
        BASE,
    )
    assert ended == [False, True, *["the model in the browser has stopped"] * 2]


def test_a_question_that_is_given_up_is_not_answered(opened):
    ended = opened.evaluate(
        """async (base) => {
            const address = new URL("static/scripts/local/recognizer.js", document.baseURI);
            const { loadLocal } = await import(address);
            const local = await loadLocal(new URL(base, document.baseURI));
            const stop = new AbortController();
            const ink = { strokes: [[[0, 0], [9, 9]]] };
            const first = local.recognize({ ink }, stop.signal).catch((error) => error.name);
            stop.abort();
            const second = await local.recognize({ ink });
            return [await first, second.has_ink];
        }""",
        BASE,
    )
    assert ended == ["AbortError", True]
