import zipfile

import numpy as np
import pytest
from benchmarks.drawings import ink_of, png_of

from rekognize.alphabets import ALPHABETS
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import MissingData
from rekognize.evaluation.sets import SETS, _select, find_set, read_byclass_prior


def test_every_named_set_has_an_alphabet_and_says_what_it_lacks(tmp_path):
    for name, each in SETS.items():
        assert each.name == name
        assert each.alphabet in ALPHABETS
        with pytest.raises(MissingData, match="received none"):
            each.read((tmp_path,))


def test_both_spellings_of_a_name():
    assert find_set("mnist/test") is find_set("mnist-test")


def test_folders_zips_and_nothing(tmp_path):
    (tmp_path / "U+0061").mkdir()
    (tmp_path / "U+0061" / "1.png").write_bytes(png_of(ink_of("A"), 9.0))
    assert find_set(str(tmp_path)).read(()).labels == ("a",)
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("labels.csv", "file,label\n1.png,A\n")
        archive.writestr("1.png", png_of(ink_of("A"), 9.0))
    assert list(find_set(str(tmp_path / "some.zip")).read(()).labels) == ["A"]
    with pytest.raises(MissingData, match=r"mnist-test.*'elsewhere'"):
        find_set("elsewhere")


def test_selected_strokes_are_those_of_the_samples():
    points = np.arange(24, dtype=np.float32).reshape(12, 2)
    samples = StrokeSamples(
        name="three",
        points=points,
        stroke_start=np.array([0, 3, 5, 9, 12]),
        sample_start=np.array([0, 2, 3, 4]),
        targets=np.eye(62, dtype=np.bool_)[[1, 2, 3]],
        writer=np.array(["imp/a", "kai/b", "imp/c"]),
        relative_height=np.array([1.0, 2.0, 3.0], np.float32),
    )
    assert held_out_mask(samples).tolist() == [True, False, True]
    kept = _select(samples, held_out_mask(samples))
    assert len(kept) == 2
    assert kept.writer.tolist() == ["imp/a", "imp/c"]
    for index, original in ((0, 0), (1, 2)):
        for mine, theirs in zip(
            kept.ink(index).strokes, samples.ink(original).strokes, strict=True
        ):
            assert (mine == theirs).all()
    assert kept.relative_height.tolist() == [1.0, 3.0]


def test_byclass_prior_needs_its_file(tmp_path):
    with pytest.raises(MissingData, match="byclass-train-counts"):
        read_byclass_prior((tmp_path,))
    (tmp_path / "emnist").mkdir()
    (tmp_path / "emnist" / "byclass-train-counts.csv").write_text("label,count\n0,3\nA,1\n")
    assert read_byclass_prior((tmp_path / "none", tmp_path))["0"] == 0.75
