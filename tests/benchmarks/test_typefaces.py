"""The benchmark of typefaces drawn after hands, and what the shipped models must read of them."""

import sys

import pytest
from benchmarks.typefaces import glyphs_of, main, read_typefaces

from rekognize.datasets.typefaces import FOLDER, Typeface, find_typefaces
from rekognize.recognizer import Recognizer
from tests.typefaces import FONT, install_typeface


@pytest.fixture(scope="module", params=["standard", "tiny"])
def recognizer(request):
    return Recognizer.load(request.param)


def unseen():
    if not FOLDER.is_dir():
        pytest.skip("typefaces are not installed: make typefaces")
    return [typeface for typeface in find_typefaces() if typeface.held_out]


def test_every_character_of_every_typeface_counts():
    typefaces = [Typeface("one", FONT), Typeface("two", FONT)]
    glyphs = glyphs_of(typefaces)
    assert len(glyphs) == 2 * 62
    assert (glyphs.targets.sum(axis=0) == 2).all()


def test_print_is_read(recognizer):
    figures = read_typefaces(recognizer, glyphs_of([Typeface("print", FONT)]))
    assert figures.merged > 90
    assert figures.letters > 90
    assert figures.digits == 100
    assert figures.taken > 95


@pytest.mark.parametrize("taught", [True, False])
def test_hands_that_no_training_has_are_read(recognizer, taught):
    of_kind = [typeface for typeface in unseen() if typeface.is_taught == taught]
    figures = read_typefaces(recognizer, glyphs_of(of_kind))
    least = 97.5 if taught else 92.5
    assert figures.letters > least
    assert figures.merged > least - 1
    assert figures.capitals > least
    assert figures.taken > 95


def test_it_tells_of_both_kinds_and_names_the_worst(tmp_path, monkeypatch, capsys):
    folder = tmp_path / FOLDER
    names = [f"{kind}{i}" for kind in ("playwrite-", "hand") for i in range(12)]
    for name in names:
        install_typeface(folder, name, "400-normal")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["typefaces", "tiny"])

    main()

    told = capsys.readouterr().out
    kept = [face for face in find_typefaces() if face.held_out]
    schools = sum(face.is_taught for face in kept)
    assert 0 < schools < len(kept)
    assert Recognizer.load("tiny").bundle.card.identity in told
    assert f"{schools} hands that schools teach: " in told
    assert f"{len(kept) - schools} others: " in told
    assert sum(face.name in told for face in kept) > 0
    assert "most often taken: " in told
