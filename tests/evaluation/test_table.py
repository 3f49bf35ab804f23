import json

import numpy as np
import pytest

from rekognize.alphabets import get_alphabet
from rekognize.errors import MissingData
from rekognize.evaluation import evaluate, run_table
from rekognize.evaluation.shelf import Shelf
from rekognize.evaluation.table import SCHEMA, Line, line_text, table_document
from tests.evaluation.data import write_scanned_capitals, write_unipen
from tests.evaluation.test_evaluate import drawn


@pytest.fixture(scope="module")
def lines(tmp_path_factory, recognizer):
    """The whole table of a small data folder, for one model against itself."""
    folder = tmp_path_factory.mktemp("data")
    write_unipen(folder, times=1)
    write_scanned_capitals(folder)
    table = run_table([recognizer] * 2, Shelf([folder], limit=4))
    return [Line(part.title, results) for part, results in table]


def test_what_has_no_data_is_empty_and_the_rest_is_there(lines):
    judged = {line.title for line in lines if line.results}
    assert "Scanned capitals, capitals" in judged
    assert "UNIPEN held-out writers, blur" in judged
    assert "Scribbles" in judged
    assert {line.title for line in lines if not line.results} == {
        *(f"ByClass test, {rest}" for rest in ("62 classes, its own prior", "digits")),
        *(f"ByClass test, {rest}" for rest in ("62 classes, even prior", "ignoring case")),
        "ByClass test, letters ignoring case",
        "MNIST test, digits",
        "Mouse digits, digits",
        "Photographed cheques, digits",
        "UNIPEN held-out writers, letters, its own prior",
        "Quick, Draw! kinds never trained on",
    }


def test_json_holds_everything_by_model(lines):
    text = json.dumps(table_document(["a@1", "b@2"], [li for li in lines if li.results]))
    document = json.loads(text)
    assert "NaN" not in text
    assert document["schema"] == SCHEMA
    first, second = document["models"]
    assert (first["model"], second["model"]) == ("a@1", "b@2")
    assert {**first, "model": ""} == {**second, "model": ""}
    assert len(first["sets"]) == len(document["differences"]) == 5
    assert len(first["sweeps"]) == 24
    assert len(first["things"]) == 5
    blur = next(s for s in first["sweeps"] if s["title"] == "Scanned capitals, blur")
    assert list(blur["conditions"]) == ["none", "1", "2", "3", "4", "5"]
    assert blur["count"] == 4


def test_two_models_side_by_side(recognizer):
    glyphs = drawn("01234671" * 3)
    first = evaluate(recognizer, glyphs, get_alphabet("digits"))
    glyphs.pixels[np.arange(6)] = 0
    second = evaluate(recognizer, glyphs, get_alphabet("digits"))
    line = Line("Drawings", [first, second])
    one, other, difference = line_text(line)
    assert one.split()[:2] == ["Drawings", "100.00%"]
    assert other.split()[0] == "75.00%"
    assert "-25.00" in difference
    assert "lost 6, p = 0.031" in difference
    assert len(list(line_text(Line("Drawings", [first])))) == 1


def test_no_data_at_all_is_an_error(tmp_path, recognizer):
    with pytest.raises(MissingData, match="mnist-test"):
        list(run_table([recognizer], Shelf([tmp_path])))
