import csv

import pytest
from PIL import Image

from rekognize.datasets.catalogue import load
from rekognize.datasets.held_out import held_out_mask
from rekognize.errors import InvalidRequest, MissingData
from rekognize.evaluation.noise_report import judge_labels
from tests.evaluation.data import write_mnist_train, write_quickdraw, write_unipen


def rows_of(path):
    """Every suspect of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counts_file_and_sheet(recognizer, tmp_path):
    write_mnist_train(tmp_path, "0123467", "0127467")
    out = tmp_path / "out"
    lines = list(judge_labels("mnist/train", [tmp_path], [recognizer], out, 5, None))
    assert lines[0].startswith("mnist/train: 1 of 7 have less than 5% for their own label, 0 of")
    assert "7 were judged only by models that trained on them" in lines[1]
    assert lines[2].endswith("1 (1 of 1 3)")
    (row,) = rows_of(out / "mnist-train-suspects.csv")
    assert (row["index"], row["label"], row["answer"]) == ("3", "3", "7")
    with Image.open(out / "mnist-train.png") as sheet:
        assert sheet.format == "PNG"
        assert sheet.getextrema()[0] < 50


def test_held_out_writers_are_no_training_samples(recognizer, tmp_path):
    write_unipen(tmp_path, times=1, called="E")
    found = list(judge_labels("unipen/train", [tmp_path], [recognizer], tmp_path / "out", 5, None))
    rows = rows_of(tmp_path / "out" / "unipen-train-suspects.csv")
    # The first sample, a 0 called E, is of the writer who is held out.
    assert rows == []
    samples = load("unipen/train", [tmp_path])
    learnt = len(samples) - held_out_mask(samples).sum()
    assert 0 < learnt < len(samples)
    assert found[0].startswith(f"unipen/train: 0 of {learnt} have")


def test_other_sets_are_refused(recognizer, tmp_path):
    write_quickdraw(tmp_path, ["cat"])
    with pytest.raises(InvalidRequest, match="quickdraw"):
        list(judge_labels("quickdraw/train", [tmp_path], [recognizer], tmp_path, 5, None))
    with pytest.raises(MissingData):
        list(judge_labels("mnist/train", [tmp_path], [recognizer], tmp_path, 5, None))
