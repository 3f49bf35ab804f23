import json
import re

import numpy as np
import pytest

from rekognize.alphabets import get_alphabet
from rekognize.errors import InvalidData, MissingData
from rekognize.evaluation import evaluate
from rekognize.evaluation.model_card import drawn_sets, metrics_of, model_card, read_figures
from rekognize.evaluation.rejection import Rejection
from rekognize.evaluation.sweeps import SWEEPS, SweepResult
from rekognize.evaluation.table import Line, table_document
from tests.evaluation.test_evaluate import drawn


@pytest.fixture(scope="module")
def evaluation(recognizer):
    glyphs = drawn("01234671AE")
    glyphs.pixels[3] = 0
    return evaluate(recognizer, glyphs, get_alphabet("digits"))


@pytest.fixture(scope="module")
def written(evaluation, recognizer, tmp_path_factory):
    """A file of figures: one set, one sweep, one kind of things."""
    sweep = next(each for each in SWEEPS if len(each.conditions) == 6)
    right = [[True] * 4] + [[True, True, False, False]] * 5
    lines = [
        Line("Drawings | digits", [evaluation]),
        Line(sweep.title, [SweepResult(sweep, np.array(right))]),
        Line("Scribbles", [Rejection(0.987, 0.65, 0.4, 0.75, 0.02, 500, 100)]),
    ]
    path = tmp_path_factory.mktemp("figures") / "all.json"
    path.write_text(json.dumps(table_document([recognizer.bundle.card.identity], lines)))
    return path


def test_figures_survive_the_file(written, evaluation, recognizer):
    figures = read_figures(written, recognizer.bundle.card)
    ((name, values),) = drawn_sets(figures)
    metrics, calibration = metrics_of(values)
    assert name == "drawn"
    assert metrics.accuracy == evaluation.metrics.accuracy
    assert metrics.confusions() == evaluation.metrics.confusions()
    assert calibration.ece == evaluation.calibration.ece
    assert len(calibration.bins) == len(evaluation.calibration.bins)


def test_the_page_tells_what_the_files_tell(written, recognizer):
    card = recognizer.bundle.card
    page = model_card(card, read_figures(written, card), {"Confusion": "templates/drawn.png"})
    assert page.startswith("# templates\n")
    assert card.sha256 in page
    assert "| drawings | 16 |" in page
    assert "our own" in page
    # A bar in a title must not break the table; every row of it has as many cells.
    table = page[page.index("| set |") :].split("\n\n")[0].splitlines()
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table}) == 1
    assert "87.50% (52.91% to 97.76%)" in table[2]
    assert "none: 100.0%, 1: 50.0%" in page
    assert "| 50.00 | 4 |" in page
    assert "| Scribbles | 0.9870 | 65.0% | 75.0% | 500 |" in page
    assert "3 read as nothing (1)" in page
    assert "![Confusion](templates/drawn.png)" in page
    assert "| 3 | 0.0% |" in page
    assert '"templates": 16' in page


def test_figures_of_another_model_are_refused(written, recognizer, tmp_path):
    other = recognizer.bundle.card.model_copy(update={"version": "2"})
    with pytest.raises(InvalidData, match=r"of templates@2 .* templates@1"):
        read_figures(written, other)
    with pytest.raises(MissingData, match="nowhere"):
        read_figures(tmp_path / "nowhere.json", other)
    for text in ("no json", "[]", '{"schema": 2}'):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(InvalidData, match=r"bad\.json"):
            read_figures(tmp_path / "bad.json", other)
