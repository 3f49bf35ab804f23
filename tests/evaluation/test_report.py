import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from rekognize.alphabets import get_alphabet
from rekognize.evaluation import evaluate
from rekognize.evaluation.report import document, report, summary
from tests.evaluation.test_evaluate import drawn


@pytest.fixture(scope="module")
def evaluation(recognizer):
    glyphs = drawn("01234671")
    glyphs.pixels[3] = 0
    return evaluate(recognizer, glyphs, get_alphabet("digits"))


def printed(evaluation, **options):
    stream = io.StringIO()
    report(evaluation, Console(file=stream, width=100), **options)
    return stream.getvalue()


def test_one_line_says_what_of_how_many(evaluation):
    assert summary(evaluation).startswith("drawn: 87.50% right (52.91% to 97.76%")
    assert summary(evaluation).endswith("n = 8)")


def test_text_tells_what_was_not_read_and_every_class(evaluation):
    text = printed(evaluation)
    assert "no ink found" in text
    assert "(no ink)" in text
    assert "called no character" in text
    by_class = text[text.index("By class") :]
    assert [line.split()[0] for line in by_class.splitlines()[2:12]] == list("0123456789")
    assert "By class" not in printed(evaluation, classes=False)


def test_names_may_be_long_and_hold_brackets(evaluation):
    name = "/data/[red]" + 40 * "long/"
    text = printed(replace(evaluation, set_name=name, prior="[bold].json"))
    assert text.splitlines()[0].startswith(f"{name}: 87.50% right")
    assert "[bold].json prior" in text


def test_json_holds_all_and_no_nan(evaluation):
    text = json.dumps(document(evaluation), allow_nan=False)
    values = json.loads(text)
    assert values["accuracy"] == 0.875
    assert values["no_ink"] == 1
    assert len(values["classes"]) == 10
    assert sum(map(sum, values["confusion"])) == values["count"] == 8
    assert values["calibration"]["bins"][0]["accuracy"] is None
