"""Bundles: read with distrust, written whole."""

import errno
import json
from pathlib import Path

import pytest

from rekognize.bundle import SHIPPED, load_bundle, write_bundle
from rekognize.bundle.bundle import card_path, write_whole
from rekognize.errors import InvalidBundle, MissingData
from rekognize.glyphs import GLYPH_VERSION
from tests.template_model import write_template_bundle


@pytest.fixture
def path(tmp_path):
    return write_template_bundle(tmp_path / "model.onnx").path


def test_what_was_written_is_read(path):
    bundle = load_bundle(path)

    assert bundle.card.identity == "templates@1"
    assert bundle.model == path.read_bytes()


def test_every_shipped_bundle_is_whole():
    names = [path.name for path in SHIPPED.glob("*.onnx")]

    assert {"standard.onnx", "tiny.onnx"} == set(names)
    for name in names:
        card = load_bundle(SHIPPED / name).card
        assert card.glyph_version == GLYPH_VERSION
        assert card.parameters > 1000


def test_cards_that_hold_no_curves_are_read_as_ever(path):
    card = json.loads(card_path(path).read_text())
    del card["curves"]
    card_path(path).write_text(json.dumps(card))

    assert load_bundle(path).card.curves == ()


def test_curves_in_a_shipped_card_are_of_the_run_that_its_recipe_describes():
    cards = [load_bundle(path).card for path in SHIPPED.glob("*.onnx")]

    with_curves = [card for card in cards if card.curves]
    assert "tiny" in {card.name for card in with_curves}
    for card in with_curves:
        optimisation = card.recipe["optimisation"]
        assert len(card.curves) == optimisation["epochs"]
        assert card.curves[-1].learning_rate < 1e-6 < card.curves[0].learning_rate
        assert card.curves[0].learning_rate <= optimisation["learning_rate"]
        assert card.curves[-1].training_loss < card.curves[0].training_loss
        # A short run from a trained model's weights gains in the one or in the other.
        first, last = card.curves[0], card.curves[-1]
        assert (
            last.validation_accuracy > first.validation_accuracy
            or last.validation_loss < first.validation_loss
        )


def test_shipped_bundles_have_names(tmp_path, monkeypatch):
    assert load_bundle(Path("tiny")).card.name == "tiny"
    assert load_bundle().card == load_bundle(Path("standard")).card
    assert len(load_bundle(Path("tiny")).model) <= 150_000
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny").touch()
    with pytest.raises(MissingData):
        load_bundle(Path("tiny"))  # a file of that name is meant, and has no card
    (tmp_path / "standard").touch()
    assert load_bundle().card.name == "standard"  # nothing was named, so no file is meant
    (tmp_path / "tiny").unlink()
    (tmp_path / "tiny").mkdir()
    assert load_bundle(Path("tiny")).card.name == "tiny"


def test_nothing_is_left_of_what_could_not_be_written(tmp_path, monkeypatch):
    (tmp_path / "kept").write_bytes(b"before")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "kept", b"after")
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_bytes() == b"before"


@pytest.mark.parametrize("keep", [0, 1, 0.5, 0.999])
def test_truncated_model_is_refused(path, keep):
    model = path.read_bytes()
    path.write_bytes(model[: int(len(model) * keep)] if keep != 1 else model + b"\0")

    with pytest.raises(InvalidBundle, match="truncated, tampered"):
        load_bundle(path)


def test_changed_byte_is_noticed(path):
    model = bytearray(path.read_bytes())
    model[len(model) // 2] ^= 1
    path.write_bytes(model)

    with pytest.raises(InvalidBundle):
        load_bundle(path)


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"sha256": "short"},
        {"classes": "abc"},
        {"glyph_version": GLYPH_VERSION + 1},
        {"unknown": 1},
        {"format": 2},
        {"calibration": {"temperature": {}, "character_threshold": 0.5, "data": ""}},
    ],
)
def test_card_that_does_not_fit_is_refused(path, change):
    card = json.loads(card_path(path).read_text())
    card_path(path).write_text(json.dumps(card | change))

    with pytest.raises(InvalidBundle):
        load_bundle(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\xff"])
def test_card_that_is_no_card_is_refused(path, text):
    card_path(path).write_text(text, encoding="latin-1")

    with pytest.raises(InvalidBundle, match="no model card"):
        load_bundle(path)


def test_missing_files_are_named(path, tmp_path):
    with pytest.raises(MissingData, match=r"nowhere\.onnx"):
        load_bundle(tmp_path / "nowhere.onnx")
    card_path(path).unlink()
    with pytest.raises(MissingData, match=r"model\.json"):
        load_bundle(path)


def test_nothing_is_written_under_a_wrong_hash(path, tmp_path):
    card = load_bundle(path).card

    with pytest.raises(InvalidBundle):
        write_bundle(tmp_path / "other.onnx", b"other", card)

    assert not (tmp_path / "other.onnx").exists()
