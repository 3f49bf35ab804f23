"""The training pool: priors, folders, what is left out."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.drawings import ink_of
from PIL import Image

from rekognize.alphabets import ALPHABETS, BASE, INDEX, label_sets
from rekognize.datasets.typefaces import Typeface
from rekognize.errors import InvalidRecipe, MissingData
from rekognize.glyphs import glyph_of_ink
from rekognize.ink import draw
from rekognize.training import pool as training_pool
from rekognize.training.pool import Pool, data_hashes, log_prior, read_pool, written_heights
from rekognize.training.recipe import Data
from tests.evaluation.data import write_unipen
from tests.typefaces import install_typeface


def test_prior_counts_classes():
    targets = label_sets(["A", "A", "A", "b"], ALPHABETS["alphanumeric"])

    prior = np.exp(log_prior(targets, np.ones(62)))

    assert prior.sum() == pytest.approx(1, abs=1e-5)
    assert prior[INDEX["A"]] == pytest.approx(4 / 66)
    assert prior[INDEX["b"]] == pytest.approx(2 / 66)
    assert prior[INDEX["7"]] == pytest.approx(1 / 66)


def test_prior_splits_a_label_set_as_people_write():
    targets = label_sets(["C"] * 100, ALPHABETS["letters-nocase"])
    population = np.ones(62)
    population[INDEX["C"]] = 3.0

    prior = np.exp(log_prior(targets, population))

    assert prior[INDEX["C"]] / prior[INDEX["c"]] == pytest.approx(76 / 26, rel=1e-4)


@pytest.fixture
def nist(tmp_path, monkeypatch):
    """EMNIST with an o among ten O, vowels by halves, and ten known only up to case."""
    labels = ["O"] * 10 + ["o"] + ["O", "o"] * 5 + ["O"] * 10
    glyph = np.rint(glyph_of_ink(ink_of("0")).pixels * 255).astype(np.uint8)
    y62 = np.array([INDEX[label] for label in labels])
    y62[-10:] = -1
    y36 = np.full(len(labels), -1)
    y36[-10:] = ALPHABETS["alphanumeric-nocase"].labels.index("O")
    (tmp_path / "emnist").mkdir()
    np.savez(
        tmp_path / "emnist" / "nist-train.npz",
        images=np.stack([glyph] * len(labels)),
        y62=y62,
        y47=np.full(len(labels), -1),
        y36=y36,
        source=np.array(["emnist"] * 11 + ["sd19-vowels"] * 10 + ["emnist"] * 10),
    )
    # Twins of the tests are another matter.
    monkeypatch.setattr(training_pool, "read_mnist", lambda *_: None)
    monkeypatch.setattr(training_pool, "read_emnist", lambda *_: None)
    monkeypatch.setattr(training_pool, "remove_twins", lambda samples, *_: (samples, ()))
    return tmp_path


def test_each_piece_of_nist_has_a_prior_of_its_own(nist):
    pieces = ("nist:emnist", "nist:sd19-vowels")

    pool = read_pool(Data(sources=dict.fromkeys(pieces, 1.0)), nist, None, seed=1)

    assert np.bincount(pool.source).tolist() == [21, 10]
    odds = np.exp(pool.log_prior[:, INDEX["O"]] - pool.log_prior[:, INDEX["o"]])
    np.testing.assert_allclose(odds, [(10 + 5 + 1) / (1 + 5 + 1), 1], rtol=1e-5)
    with pytest.raises(InvalidRecipe, match="emnist, sd19-vowels; received 'sd18'"):
        read_pool(Data(sources={"nist:sd18": 1.0}), nist, None, seed=1)


@pytest.fixture
def folder(tmp_path):
    for label in ("1", "A"):
        (tmp_path / "mine" / label).mkdir(parents=True)
        for number in range(10):
            pixels = draw(ink_of(label), 280, 280, 10 + number)
            Image.fromarray(pixels).save(tmp_path / "mine" / label / f"{number}.png")
    Image.new("L", (50, 50), 255).save(tmp_path / "mine" / "A" / "blank.png")
    return tmp_path / "mine"


def test_folder_of_pictures_is_a_source(folder, tmp_path):
    name = f"folder:{folder}"

    pool = read_pool(Data(sources={name: 1.0}, validation=0.2), tmp_path, None, seed=1)

    assert len(pool.glyphs) == 20
    assert pool.dropped == {name: {"no ink": 1}}
    assert 0 < pool.validation.sum() < 10
    assert pool.counts()[name] == 20 - pool.validation.sum()
    labels = {BASE[row.argmax()] for row in pool.targets}
    assert labels == {"1", "A"}


def test_glyphs_are_remembered(folder, tmp_path):
    data = Data(sources={f"folder:{folder}": 1.0}, limit=8)

    first = read_pool(data, tmp_path, tmp_path / "cache", seed=1)
    kept = list((tmp_path / "cache").iterdir())
    second = read_pool(data, tmp_path, tmp_path / "cache", seed=1)

    assert len(kept) == 1
    assert len(first.glyphs) == 8
    np.testing.assert_array_equal(first.glyphs, second.glyphs)


def test_a_picture_that_joins_a_folder_moves_no_other(folder, tmp_path):
    data = Data(sources={f"folder:{folder}": 1.0}, validation=0.3)

    def aside():
        pool = read_pool(data, tmp_path, None, seed=1)
        pairs = zip(pool.glyphs, pool.validation, strict=True)
        return {glyph.tobytes(): bool(is_aside) for glyph, is_aside in pairs}

    before, known = aside(), data_hashes([f"folder:{folder}"], tmp_path)
    pixels = draw(ink_of("1"), 280, 280, 31)
    Image.fromarray(pixels).save(folder / "1" / "0-before-all.png")
    after = aside()

    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    assert known.keys() == {f"folder:{folder}"}
    assert data_hashes([f"folder:{folder}"], tmp_path) != known


def test_strokes_are_drawn_as_several_pictures_each(tmp_path):
    write_unipen(tmp_path)

    one, two, plain = (
        read_pool(Data(sources={name: 1.0}, validation=0.0), tmp_path, None, seed=1)
        for name in ("unipen-drawn", "unipen-drawn:2", "unipen")
    )

    drawn = len(one.glyphs)
    assert 0.9 * len(plain.glyphs) <= drawn <= len(plain.glyphs)  # none where nothing is left
    assert 1.8 * drawn <= len(two.glyphs) <= 2 * len(plain.glyphs)
    np.testing.assert_array_equal(two.glyphs[:drawn], one.glyphs)
    again = {glyph.tobytes() for glyph in two.glyphs[drawn:]}
    assert again.isdisjoint(glyph.tobytes() for glyph in one.glyphs)
    for pictures in ("0", "11", "many", "-1"):
        with pytest.raises(InvalidRecipe, match=f"1 to 10 pictures .*received '{pictures}'"):
            read_pool(Data(sources={f"unipen-drawn:{pictures}": 1.0}), tmp_path, None, seed=1)


def test_unipen_files_are_a_source(tmp_path):
    bar = '.PEN_DOWN\n5 {0}\n5 {1}\n.SEGMENT CHARACTER 0 OK "1"\n'
    (tmp_path / "mine" / "deeper").mkdir(parents=True)
    for number, writer in enumerate("abcdefghij"):
        page = f".VERSION 1.0\n.COORD X Y\n.WRITER_ID {writer}\n" + bar.format(0, 90 + number)
        (tmp_path / "mine" / "deeper" / f"{writer}.dat").write_text(page)
    (tmp_path / "mine" / "notes.txt").write_text("no UNIPEN")
    name = f"unipen-files:{tmp_path / 'mine'}"

    data = Data(sources={name: 1.0}, validation=0.3)
    pool = read_pool(data, tmp_path, None, seed=1)
    known = data_hashes([name], tmp_path)
    (tmp_path / "mine" / "deeper" / "k.dat").write_text(page.replace("99", "12"))

    assert len(pool.glyphs) == 10
    assert {BASE[row.argmax()] for row in pool.targets} == {"1"}
    assert 0 < pool.validation.sum() < 10
    assert written_heights(data, tmp_path) is None
    assert data_hashes([name], tmp_path) != known
    one = read_pool(Data(sources={f"{name}/deeper/a.dat": 1.0}), tmp_path, None, seed=1)
    assert len(one.glyphs) == 1
    with pytest.raises(MissingData, match="no file at"):
        read_pool(Data(sources={f"unipen-files:{tmp_path / 'nothing'}": 1.0}), tmp_path, None, 0)
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingData, match="without any"):
        read_pool(Data(sources={f"unipen-files:{tmp_path / 'empty'}": 1.0}), tmp_path, None, 0)


def test_unknown_and_missing_sources_are_named(tmp_path):
    with pytest.raises(InvalidRecipe, match="hieroglyphs"):
        read_pool(Data(sources={"hieroglyphs": 1.0}), tmp_path, None, 0)
    with pytest.raises(MissingData):
        read_pool(Data(sources={"nist": 1.0}), tmp_path, None, 0)
    with pytest.raises(InvalidRecipe, match="characters to train on"):
        read_pool(Data(sources={"scribbles": 1.0}, limit=10), tmp_path, None, 0)


def test_a_bar_of_our_own_is_as_often_an_l_as_a_1(tmp_path, monkeypatch):
    """However much oftener people write ones."""
    monkeypatch.setattr(training_pool, "OF_EACH_OUTLINE", 2)
    monkeypatch.setattr(training_pool, "_BARS", 30)
    (tmp_path / "emnist").mkdir()
    counts = "".join(f"{label},{900 if label == '1' else 9}\n" for label in BASE)
    (tmp_path / "emnist/byclass-train-counts.csv").write_text(f"label,count\n{counts}")

    pool = read_pool(Data(sources={"outlines": 1.0}), tmp_path, None, seed=1)

    assert len(pool.glyphs) == 62 * 2 + 30
    # A ring, then the ring with a slash: each way is labelled for itself.
    assert [BASE[i] for i in np.flatnonzero(pool.targets[0])] == ["0", "O", "o"]
    assert [BASE[i] for i in np.flatnonzero(pool.targets[1])] == ["0"]
    bars = pool.targets[-30:]
    assert {BASE[i] for i in np.flatnonzero(bars.all(axis=0))} == {"1", "I", "l"}
    assert bars.sum() == 90
    prior = pool.log_prior[0]
    assert set(data_hashes(["outlines"], tmp_path)) == {"emnist/byclass-train-counts.csv"}
    # A footed bar is a 1 or an I, and no l; by their counts a 1 would be a hundred times likelier.
    assert prior[INDEX["1"]] == pytest.approx(prior[INDEX["l"]], abs=0.1)
    assert prior[INDEX["1"]] > prior[INDEX["X"]]


def test_typefaces_are_read_where_they_are_installed_but_for_those_that_judge(
    tmp_path, monkeypatch
):
    names = [name for name in ("one", "two", "three", "four", "five", "six") if not held(name)]
    kept_apart = next(name for name in map(str, range(50)) if held(name))
    for name in [*names, kept_apart]:
        install_typeface(tmp_path / "typefaces/node_modules/@fontsource", name, "400-normal")
    data = Data(sources={"typefaces": 1.0}, validation=0.5)

    monkeypatch.chdir(tmp_path)
    pool = read_pool(data, tmp_path, None, seed=1)

    assert len(pool.glyphs) == len(names) * 62 * 3
    assert pool.dropped == {"typefaces": {"held-out typefaces": 1}}
    assert (pool.targets.reshape(len(names), 62, 3, 62) == np.eye(62)[:, None]).all()
    aside = pool.validation.reshape(len(names), -1)
    assert (aside.all(axis=1) | ~aside.any(axis=1)).all()
    assert 0 < aside.all(axis=1).sum() < len(names)
    assert not np.array_equal(pool.glyphs[0], pool.glyphs[1])
    assert set(data_hashes(["typefaces"], tmp_path)) == {"typefaces"}

    monkeypatch.chdir(tmp_path / "typefaces")
    with pytest.raises(MissingData, match="make typefaces"):
        read_pool(data, tmp_path, None, seed=1)


def held(name):
    """Whether a typeface of that name is kept from training."""
    return Typeface(name, Path()).held_out


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("outlines", "unipen", "base:typefaces"), [3]),
        (("outlines", "base:scribbles", "typefaces"), [1, 3, 5]),
        (("outlines", "typefaces", "quickdraw"), [1, 3, 5]),
    ],
)
def test_what_nobody_wrote_calibrates_only_where_there_is_nothing_else(names, rows):
    targets = np.eye(62, dtype=np.bool_)[:6]
    targets[np.repeat([name == "quickdraw" for name in names], 2)] = False
    pool = Pool(
        np.zeros((6, 28, 28), np.uint8),
        targets,
        np.array([0, 0, 1, 1, 2, 2]),
        np.array([False, True] * 3),
        names,
        np.zeros((3, 62), np.float32),
        {},
    )
    assert pool.calibrating().tolist() == rows
