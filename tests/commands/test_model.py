import json
import re

import pytest
from PIL import Image

from rekognize.alphabets import BASE
from tests.evaluation.data import write_byclass_test, write_scanned_capitals


def test_show_prints_the_card(rekognize, bundle):
    ended = rekognize("model", "show", bundle)
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert any(line.split() == ["name", "templates"] for line in lines)
    assert "    digits               1.0" in lines
    assert "  - knows sixteen classes only" in lines


def test_show_as_json(rekognize, bundle):
    ended = rekognize("model", "show", "--json", bundle)
    card = json.loads(ended.out)
    assert card["classes"] == BASE
    assert card == json.loads(bundle.with_suffix(".json").read_text())


def test_show_checks_the_bundle(rekognize, bundle, tmp_path):
    (tmp_path / "m.onnx").write_bytes(bundle.read_bytes() + b"\0")
    (tmp_path / "m.json").write_text(bundle.with_suffix(".json").read_text())
    ended = rekognize("model", "show", tmp_path / "m.onnx")
    assert ended.code == 5
    assert rekognize("model", "show", tmp_path / "none.onnx").code == 4


@pytest.mark.parametrize("name", ["me@home/templates.onnx", "templates@1", "champion"])
def test_show_reads_a_file_of_any_name_and_makes_no_database(
    rekognize, bundle, tmp_path, monkeypatch, name
):
    monkeypatch.chdir(tmp_path)
    path, kept = tmp_path / name, tmp_path / "data" / "kept.db"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bundle.read_bytes())
    path.with_suffix(".json").write_bytes(bundle.with_suffix(".json").read_bytes())
    monkeypatch.setenv("REKOGNIZE_DATABASE", f"sqlite:///{kept}")
    for shown in (name, path):
        ended = rekognize("model", "show", "--json", shown)
        assert (ended.code, ended.err) == (0, "")
        assert json.loads(ended.out)["name"] == "templates"
    ended = rekognize("model", "show", "me@work/templates.onnx")
    assert ended.code == 4
    assert "a bundle is a model.onnx" in ended.err
    assert not kept.parent.exists()


def test_card_is_a_page_with_pictures(rekognize, bundle, tmp_path):
    write_scanned_capitals(tmp_path)
    figures = tmp_path / "figures.json"
    rekognize(
        *("evaluate", "scanned-capitals", "--data", tmp_path, "--bundle", bundle),
        *("--no-cache", "--json", figures),
    )
    out = tmp_path / "models"
    ended = rekognize(
        *("model", "card", figures, "--bundle", bundle, "--out", out, "--data", tmp_path),
        "--no-cache",
    )
    assert (ended.code, ended.err) == (0, "")
    page = out / "templates.md"
    assert ended.out.strip() == str(page)
    text = page.read_text()
    for target in re.findall(r"\]\(([^)]+)\)", text):
        with Image.open(out / target) as picture:
            assert picture.format == "PNG"
    assert "scanned-capitals.png" in text
    # Without the ByClass test no characters are shown.
    assert "mistakes.png" not in text


def test_card_shows_what_nist_wrote_and_the_model_misread(rekognize, bundle, tmp_path):
    write_byclass_test(tmp_path, "0123467AE", "0123764AE")
    figures = tmp_path / "figures.json"
    rekognize(
        *("evaluate", "emnist-byclass-test", "--data", tmp_path, "--bundle", bundle),
        *("--no-cache", "--json", figures),
    )
    ended = rekognize(
        *("model", "card", figures, "--bundle", bundle, "--out", tmp_path / "models"),
        *("--data", tmp_path, "--no-cache"),
    )
    assert ended.code == 0, ended.err
    assert "templates/mistakes.png" in (tmp_path / "models" / "templates.md").read_text()
    with Image.open(tmp_path / "models" / "templates" / "mistakes.png") as sheet:
        assert sheet.getextrema()[0] < 50


def test_card_of_another_model_is_refused(rekognize, bundle, tmp_path):
    figures = tmp_path / "figures.json"
    figures.write_text('{"schema": 2, "models": [{"model": "other@1"}]}')
    ended = rekognize("model", "card", figures, "--bundle", bundle, "--out", tmp_path)
    assert ended.code == 3
    assert "other@1" in ended.err
