"""Priors that belong to a set."""

import numpy as np
import pytest

from rekognize.alphabets import BASE
from rekognize.errors import InvalidPrior, MissingData
from rekognize.evaluation.set_priors import SET_PRIORS, named_prior
from rekognize.evaluation.sets import read_unipen_writers
from tests.evaluation.data import write_unipen


def write_dots(root, written):
    """``unipen-train.npz`` of dots: (writer, labels) after (writer, labels)."""
    labels = [label for _, some in written for label in some]
    starts = np.arange(len(labels) + 1)
    np.savez(
        root / "unipen-train.npz",
        points=np.zeros((len(labels), 2), np.int16),
        stroke_start=starts,
        sample_start=starts,
        label=np.array(labels),
        writer=np.array([writer for writer, some in written for _ in some]),
        relative_height=np.ones(len(labels), np.float32),
    )


def test_byclass_prior_needs_its_file(tmp_path):
    with pytest.raises(MissingData, match="byclass-train-counts"):
        named_prior("byclass", (tmp_path,))
    (tmp_path / "emnist").mkdir()
    (tmp_path / "emnist" / "byclass-train-counts.csv").write_text("label,count\n0,3\nA,1\n")
    assert named_prior("byclass", (tmp_path / "none", tmp_path))["0"] == 3


def test_unipen_prior_counts_well_labelled_characters_of_who_is_not_held_out(tmp_path):
    others = [(f"aga/{number}", BASE + "ee") for number in range(20)]
    write_dots(tmp_path, [("imp/held-out", "f" * 50), ("kai/cursive", "g" * 50), *others])
    prior = named_prior("unipen", (tmp_path,))
    assert list(prior) == list(BASE)
    kept = prior["a"]
    assert 10 <= kept < 20, "a fifth of these writers is held out as well"
    assert prior == {label: kept * (3 if label == "e" else 1) for label in BASE}


def test_unipen_prior_needs_every_class(tmp_path):
    write_unipen(tmp_path)
    assert len(read_unipen_writers((tmp_path,))) > 0
    with pytest.raises(MissingData, match="every class"):
        named_prior("unipen", (tmp_path,))


def test_other_priors_are_those_that_ship_or_in_files(tmp_path):
    assert set(SET_PRIORS) == {"byclass", "unipen"}
    assert named_prior("uniform", ()) is None
    assert named_prior("english", ())["e"] > named_prior("english", ())["z"]
    (tmp_path / "p.json").write_text("[]")
    with pytest.raises(InvalidPrior, match=r"p\.json"):
        named_prior(str(tmp_path / "p.json"), ())
