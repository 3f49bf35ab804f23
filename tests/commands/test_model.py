import json

from rekognize.alphabets import BASE


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
