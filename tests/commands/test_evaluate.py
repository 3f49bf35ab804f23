import json
import random

import pytest
from benchmarks.drawings import STROKES, ink_of, png_of
from PIL import Image

from tests.evaluation.data import write_scanned_capitals


@pytest.fixture
def classes(tmp_path):
    """A folder by class with one drawing each, and a blank 7 more."""
    source = random.Random(4)
    root = tmp_path / "classes"
    for label in STROKES:
        (root / label).mkdir(parents=True)
        (root / label / "1.png").write_bytes(png_of(ink_of(label, source), 12.0))
    Image.new("L", (40, 40), 255).save(root / "7" / "2.png")
    return root


def only_set(json_file):
    """The figures of the only set of the only model in a file."""
    (model,) = json.loads(json_file.read_text())["models"]
    (result,) = model["sets"]
    return result


def test_text_json_and_figure(rekognize, bundle, classes, tmp_path):
    json_file, figure = tmp_path / "all.json", tmp_path / "all.png"
    ended = rekognize(
        *("evaluate", classes, "--bundle", bundle, "--no-cache"),
        *("--json", json_file, "--figure", figure),
    )
    assert (ended.code, ended.err) == (0, "")
    assert f"n = {len(STROKES) + 1})" in ended.out
    assert "(no ink)" in ended.out
    result = only_set(json_file)
    assert result["set"] == str(classes)
    assert (result["count"], result["no_ink"]) == (17, 1)
    assert result["accuracy"] == pytest.approx(16 / 17)
    with Image.open(figure) as picture:
        assert picture.format == "PNG"


def test_another_alphabet_leaves_the_other_labels_out(rekognize, bundle, classes, tmp_path):
    rekognize(
        *("evaluate", classes, "--bundle", bundle, "--no-cache"),
        *("--alphabet", "digits", "--json", tmp_path / "d.json"),
    )
    result = only_set(tmp_path / "d.json")
    digits = sum(label.isdigit() for label in STROKES)
    assert result["count"] == digits + 1
    assert result["left_out"] == len(STROKES) - digits


def test_several_sets_give_several_figures(rekognize, bundle, classes, tmp_path):
    figure = tmp_path / "f.png"
    ended = rekognize(
        *("evaluate", classes, classes, "--bundle", bundle, "--no-cache"),
        *("--figure", figure, "--limit", 3),
    )
    assert ended.code == 0
    assert ended.out.count("n = 3)") == 2
    assert sorted(path.name for path in tmp_path.glob("f*.png")) == ["f-1.png", "f-2.png"]


def test_priors_by_name_and_from_a_file(rekognize, bundle, classes, tmp_path):
    counts = tmp_path / "emnist" / "byclass-train-counts.csv"
    counts.parent.mkdir()
    counts.write_text("label,count\n" + "".join(f"{label},5\n" for label in STROKES))
    for prior in ("byclass", "english", counts):
        ended = rekognize(
            *("evaluate", classes, "--bundle", bundle, "--no-cache"),
            *("--prior", prior, "--data", tmp_path, "--json", tmp_path / "p.json"),
        )
        assert ended.code == 0
        result = only_set(tmp_path / "p.json")
        assert result["prior"] == str(prior)
        assert result["accuracy"] == pytest.approx(16 / 17)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere"], 4, "'nowhere'"),
        (["mnist-test", "--alphabet", "greek"], 2, "'greek'"),
        (["mnist-test", "--prior", "none.csv"], 4, "none.csv"),
        (["mnist-test", "--prior", "byclass", "--data", "."], 4, "byclass-train-counts"),
        (["mnist-test", "--limit", "0"], 2, "equal to 1"),
        (["mnist-test", "--json", "/no/such/folder/x.json"], 4, "/no/such/folder/x.json"),
    ],
)
def test_what_cannot_be_judged_is_told(rekognize, arguments, code, told):
    ended = rekognize("evaluate", *arguments)
    assert ended.code == code
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_the_whole_table_of_two_models(rekognize, bundle, tmp_path):
    write_scanned_capitals(tmp_path)
    ended = rekognize(
        *("evaluate", "--data", tmp_path, "--bundle", bundle, "--against", bundle),
        *("--no-cache", "--limit", 2, "--json", tmp_path / "all.json"),
    )
    assert ended.code == 0
    assert ended.out.startswith("templates@1 against templates@1\nScanned capitals, capitals ")
    assert "+0.00   points; gained 0, lost 0, p = 1" in ended.out
    assert "points lost  (none: 100.0%  1: " in ended.out
    assert "MNIST test, digits" in ended.err
    models = json.loads((tmp_path / "all.json").read_text())["models"]
    assert [len(model["sweeps"]) for model in models] == [10, 10]


def test_one_set_of_two_models_ends_in_their_difference(rekognize, bundle, classes):
    ended = rekognize(
        *("evaluate", classes, "--bundle", bundle, "--against", bundle, "--no-cache"),
    )
    assert ended.out.splitlines()[-1].split() == [
        *("+0.00", "points;", "gained", "0,", "lost", "0,", "p", "=", "1")
    ]
