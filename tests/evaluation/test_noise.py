import numpy as np
import pytest

from rekognize import Recognizer
from rekognize.datasets.mnist import read_mnist
from rekognize.datasets.split import validation_mask
from rekognize.errors import InvalidData
from rekognize.evaluation.glyph_sets import glyph_set
from rekognize.evaluation.noise import disagreement, held_out_of
from tests.evaluation.data import write_mnist_train
from tests.template_model import write_template_bundle

LABELS = "0123467" * 4


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """Twenty-eight digits; the fifth, a drawn 7, is called 4."""
    root = tmp_path_factory.mktemp("data")
    drawn = list(LABELS)
    drawn[4] = "7"
    write_mnist_train(root, LABELS, drawn)
    return read_mnist(root / "mnist", "train")


def trained(path, seed, share=0.5, split=None):
    """A model whose recipe split with that seed."""
    recipe = {"seed": seed, "data": {"validation": share, "seed": split}}
    return Recognizer(write_template_bundle(path / f"{seed}.onnx", recipe=recipe))


def test_a_wrong_label_ranks_first(samples, recognizer):
    found = disagreement(samples, glyph_set(samples), [recognizer])
    assert found.ranking[0] == 4
    assert np.flatnonzero(found.suspects).tolist() == [4]
    assert found.label[4] == "4"
    assert found.answer[4] == 7
    assert found.counts() == [(samples.source[0], "4", 4, 1)]
    # This model's recipe tells of no split: everything counts as seen.
    assert not found.judges.any()


def test_only_models_that_did_not_train_on_a_sample_judge_it(samples, tmp_path):
    models = [trained(tmp_path, seed) for seed in (1, 2, 3)]
    masks = np.stack([validation_mask(samples, 0.5, seed) for seed in (1, 2, 3)])
    found = disagreement(samples, glyph_set(samples), models)
    assert (found.judges == masks.sum(axis=0)).all()
    assert 0 < (found.judges > 0).sum() < len(samples) * 3
    assert (held_out_of(models[1].bundle.card, samples) == masks[1]).all()


def test_a_split_may_have_a_seed_of_its_own(samples, tmp_path):
    card = trained(tmp_path, 2, split=1).bundle.card
    assert (held_out_of(card, samples) == validation_mask(samples, 0.5, 1)).all()


def test_no_ink_is_most_suspect_of_all(samples, recognizer):
    glyphs = glyph_set(samples)
    glyphs.pixels[20] = 0
    found = disagreement(samples, glyphs, [recognizer])
    assert found.ranking[0] == 20
    assert found.own[20] == 0.0


def test_models_are_needed(samples):
    with pytest.raises(InvalidData, match="received 0 and 28"):
        disagreement(samples, glyph_set(samples), [])
