"""``rekognize train`` on a folder of pictures: from drawings to a bundle that reads them."""

import pytest
from benchmarks.drawings import ink_of
from PIL import Image
from typer.testing import CliRunner

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from rekognize.bundle import load_bundle
from rekognize.commands.app import app
from rekognize.errors import InvalidData, InvalidRecipe, MissingData
from rekognize.ink import draw
from rekognize.recognizer import Recognizer
from rekognize.training.curves import read_epochs

pytestmark = pytest.mark.train


@pytest.fixture
def recipe(tmp_path):
    import random

    source = random.Random(1)
    for label in ("1", "A", "Z"):
        (tmp_path / "mine" / label).mkdir(parents=True)
        for number in range(30):
            pixels = draw(ink_of(label, source), 280, 280, 12)
            Image.fromarray(pixels).save(tmp_path / "mine" / label / f"{number}.png")
    path = tmp_path / "recipe.toml"
    path.write_text(
        f"""
        name = "mine"
        network.options = {{ widths = [8, 16, 24, 32], blocks = [0, 0, 0] }}
        data.validation = 0.1
        data.sources = {{ "folder:{tmp_path}/mine" = 1.0 }}
        optimisation = {{ epochs = 12, batch_size = 16, learning_rate = 0.01, average = 0.9 }}
        """
    )
    return path


def test_folder_becomes_a_model(recipe, tmp_path):
    places = {"--out": tmp_path / "run", "--cache": tmp_path / "c", "--data": tmp_path}
    options = [str(part) for option in places.items() for part in option]
    command = ["train", str(recipe), *options]

    result = CliRunner().invoke(app, command, catch_exceptions=False)

    assert result.exit_code == 0
    assert "epoch 12/12" in result.stderr
    assert "not judged" in result.stderr, "no benchmark's data lie in that folder"
    assert {f.name for f in (tmp_path / "run").iterdir()} == {
        *("recipe.json", "curves.csv", "curves.png", "checkpoint.pt", "model.onnx", "model.json")
    }
    card = load_bundle(tmp_path / "run" / "model.onnx").card
    assert card.name == "mine"
    assert card.recipe["optimisation"]["epochs"] == 12
    epochs = read_epochs(tmp_path / "run")
    assert [round(e.validation_accuracy, 5) for e in epochs] == [
        round(e.validation_accuracy, 5) for e in card.curves
    ]
    assert card.curves[-1].training_loss == pytest.approx(epochs[-1].training_loss, rel=1e-5)
    recognizer = Recognizer.load(tmp_path / "run" / "model.onnx")
    assert [recognizer.recognize(ink_of(c)).candidates[0].label for c in "1AZ"] == ["1", "A", "Z"]


def test_data_are_looked_for_wherever_they_may_be(recipe, tmp_path, monkeypatch):
    recipe.write_text(recipe.read_text().replace('"folder:', '"unipen" = 1.0, "folder:'))
    empty, whole = tmp_path / "empty", tmp_path / "whole"
    for root in (empty, whole):
        root.mkdir()
    (whole / "unipen-train.npz").touch()
    monkeypatch.setattr("rekognize.datasets.catalogue.default_roots", lambda _: (empty, whole))
    with pytest.raises(InvalidData, match=r"unipen-train\.npz"):  # found there, and no archive
        CliRunner().invoke(app, ["train", str(recipe)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (["tiny"], InvalidRecipe, "received 0 teachers"),
        (["classic", "--data", "mistyped"], MissingData, "no folder at mistyped"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_read(arguments, error, told, monkeypatch):
    monkeypatch.setattr("rekognize.training.pool.read_pool", lambda *_: pytest.fail("read"))
    with pytest.raises(error, match=told):
        CliRunner().invoke(app, ["train", *arguments], catch_exceptions=False)


def test_unknown_recipe_is_a_clear_error():
    with pytest.raises(InvalidRecipe, match="received 'nonsense'"):
        CliRunner().invoke(app, ["train", "nonsense"], catch_exceptions=False)
