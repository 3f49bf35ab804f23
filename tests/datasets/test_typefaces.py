"""Typefaces drawn after hands: found, shown, leaning, and kept apart from those that judge."""

import json
from pathlib import Path

import numpy as np
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from rekognize.alphabets import BASE
from rekognize.datasets.typefaces import (
    CAPITALS_ONLY,
    Typeface,
    digest_of,
    find_typefaces,
    leaning,
)
from rekognize.errors import MissingData
from tests.typefaces import FONT, install_typeface

PACKAGE = Path(__file__).parents[2] / "typefaces/package.json"


def listed():
    """Names of the typefaces that the project installs."""
    packages = json.loads(PACKAGE.read_text())["dependencies"]
    return [Path(name).name for name in packages]


def test_the_regular_style_is_taken(tmp_path):
    install_typeface(tmp_path, "two", "300-normal", "400-normal", "400-italic")
    install_typeface(tmp_path, "one", "300-normal")
    install_typeface(tmp_path, "italic", "400-italic")
    (tmp_path / "README.md").write_text("no typeface")
    assert [(face.name, face.path.name) for face in find_typefaces(tmp_path)] == [
        ("one", "one-latin-300-normal.woff2"),
        ("two", "two-latin-400-normal.woff2"),
    ]


def test_without_any_it_is_said_how_to_get_them(tmp_path):
    with pytest.raises(MissingData, match="make typefaces"):
        find_typefaces(tmp_path / "nowhere")


def test_every_character_is_black_on_white_with_paper_around():
    shown = dict(Typeface("dejavu", FONT).pictures())
    assert "".join(shown) == BASE
    for label, picture in shown.items():
        assert picture.dtype == np.uint8
        assert picture.shape[0] == picture.shape[1]
        ink = np.argwhere(picture < 128)
        assert len(ink) > 50, label
        assert ink.min() > 10
        assert ink.max() < picture.shape[0] - 10
        middle = (ink.min(axis=0) + ink.max(axis=0)) / 2
        assert np.abs(middle - picture.shape[0] / 2).max() < 12


def test_small_capitals_are_no_small_letters():
    name = sorted(CAPITALS_ONLY)[0]
    labels = [label for label, _ in Typeface(name, FONT).pictures()]
    assert "".join(labels) == "".join(label for label in BASE if not label.islower())


def test_what_a_typeface_lacks_is_left_out(tmp_path):
    font = TTFont(FONT)
    small = subset.Subsetter()
    small.populate(text="Ab7")
    small.subset(font)
    font.save(tmp_path / "small.ttf")
    labels = [label for label, _ in Typeface("small", tmp_path / "small.ttf").pictures()]
    assert labels == ["7", "A", "b"]


def test_a_picture_leans_anew_each_time_and_keeps_its_ink():
    picture = dict(Typeface("dejavu", FONT).pictures())["W"]
    rng = np.random.default_rng(3)
    several = [leaning(picture, rng) for _ in range(20)]
    again = leaning(picture, np.random.default_rng(3))
    assert np.array_equal(several[0], again)
    assert len({one.tobytes() for one in several}) == 20
    for one in several:
        assert one.shape == picture.shape
        assert (one[[0, -1]] > 250).all()
        assert (one[:, [0, -1]] > 250).all()
        assert 0.5 < (255.0 - one).sum() / (255.0 - picture).sum() < 1.4


def test_the_digest_is_of_names_and_files(tmp_path):
    install_typeface(tmp_path, "one", "400-normal")
    install_typeface(tmp_path, "two", "400-normal")
    one, two = find_typefaces(tmp_path)
    assert digest_of([one, two]) == digest_of([one, two])
    assert digest_of([one]) != digest_of([two])
    before = digest_of([one])
    one.path.unlink()
    one.path.write_bytes(b"another")
    assert digest_of([one]) != before


def test_hands_that_judge_are_of_both_kinds_and_share_none_with_training():
    faces = [Typeface(name, FONT) for name in listed()]
    for taught in (True, False):
        kind = [face for face in faces if face.is_taught == taught]
        assert 0.15 < np.mean([face.held_out for face in kind]) < 0.35
    first = {face.name.partition("-")[0] for face in faces if not face.is_taught}
    for word in first:
        hand = {face.held_out for face in faces if face.name.partition("-")[0] == word}
        assert len(hand) == 1


def test_the_packages_are_pinned_and_may_be_used():
    assert set(listed()) >= CAPITALS_ONLY
    lock = json.loads((PACKAGE.parent / "package-lock.json").read_text())["packages"]
    packages = {name.rpartition("/")[2]: entry for name, entry in lock.items() if name}
    assert set(packages) == set(listed())
    for entry in packages.values():
        assert "resolved" not in entry
        assert entry["integrity"].startswith("sha512-")
        assert entry["license"] in ("OFL-1.1", "Apache-2.0", "MIT")
