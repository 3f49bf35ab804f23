import json

import numpy as np
import pytest
from benchmarks.drawings import document_of, ink_of, png_of
from PIL import Image


def test_a_folder_of_pictures_and_numbers(rekognize, folder, tmp_path):
    out = tmp_path / "deep" / "explained"
    ended = rekognize("explain", folder / "seven.png", "--out", out, "-a", "digits")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("7 (")
    numbers = json.loads((out / "explanation.json").read_text())
    assert numbers["label"] == "7"
    assert numbers["why"] is not None
    assert all(layer["maps"] for layer in numbers["layers"])
    names = {path.stem for path in out.glob("*.png")}
    assert {"step-1-picture", "step-5-width", "glyph", "why-answer", "why-rival"} <= names
    assert "layer-01-conv1" in names
    assert len(names) >= len(numbers["layers"]) + 8
    for path in out.glob("*.png"):
        assert np.asarray(Image.open(path)).size
    assert [path.name for path in out.parent.iterdir()] == ["explained"]


def test_strokes_from_standard_input_and_another_bundle(rekognize, bundle, tmp_path):
    strokes = json.dumps(document_of(ink_of("Z"))).encode()
    out = tmp_path / "z"
    out.mkdir()
    ended = rekognize("explain", "-", "--out", out, "--bundle", bundle, stdin=strokes)
    assert ended.code == 0, ended.err
    assert (out / "layer-04-dense1.png").exists()
    assert ended.out.startswith("Z (")


def test_a_prior(rekognize, folder, tmp_path):
    prior = tmp_path / "prior.csv"
    prior.write_text("label,count\nT,1\n7,0\n")
    ended = rekognize("explain", folder / "seven.png", "--out", tmp_path / "out", "--prior", prior)
    assert ended.out.startswith("T (")


def test_a_blank_sheet(rekognize, tmp_path):
    Image.new("L", (60, 60), 255).save(tmp_path / "blank.png")
    ended = rekognize("explain", tmp_path / "blank.png", "--out", tmp_path / "out")
    assert (ended.code, ended.out) == (0, "no ink\n")
    assert not json.loads((tmp_path / "out" / "explanation.json").read_text())["has_ink"]


def test_files_are_not_written_over(rekognize, folder):
    ended = rekognize("explain", folder / "seven.png", "--out", folder)
    assert ended.code == 2
    assert str(folder) in ended.err
    ended = rekognize("explain", folder / "seven.png", "--out", folder / "notes.txt")
    assert ended.code == 2
    assert "notes.txt" in ended.err
    assert (folder / "notes.txt").read_text() == "no picture"


def test_nothing_is_left_of_what_failed(rekognize, folder, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    out = tmp_path / "room" / "out"
    ended = rekognize("explain", folder / "seven.png", "--out", out)
    assert ended.code == 1
    assert "No space left" in ended.err
    assert not list(out.parent.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["gone.png"], 4, "gone.png"),
        (["seven.png", "-a", "klingon"], 2, "klingon"),
        (["notes.txt"], 3, ""),
        (["seven.png", "--bundle", "gone.onnx"], 4, "gone.onnx"),
    ],
)
def test_what_cannot_be_explained(rekognize, folder, tmp_path, arguments, code, told):
    name, *options = arguments
    ended = rekognize("explain", folder / name, "--out", tmp_path / "out", *options)
    assert ended.code == code
    assert ended.err.startswith("rekognize: error: ")
    assert told in ended.err
    assert not (tmp_path / "out").exists()


def test_a_picture_on_standard_input(rekognize, bundle, tmp_path):
    picture = png_of(ink_of("T"), 12.0)
    ended = rekognize("explain", "-", "-o", tmp_path / "t", "--bundle", bundle, stdin=picture)
    assert ended.out.startswith("T (")
