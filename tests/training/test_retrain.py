"""Retraining on drawings that are made here: seconds, and the same as the real thing."""

import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from benchmarks.drawings import ink_of

from rekognize.alphabets import ALPHABETS, BASE, label_sets
from rekognize.datasets.base_set import BaseSet, base_set_path, read_base_set, write_base_set
from rekognize.datasets.normalise import glyphs_of_inks
from rekognize.datasets.samples import Samples
from rekognize.errors import InvalidData, InvalidRecipe, MissingData
from rekognize.evaluation.noise import held_out_of
from rekognize.feedback.accepted import Accepted
from rekognize.recognizer import Recognizer
from rekognize.training.base import make_base_set
from rekognize.training.loop import Progress, Run
from rekognize.training.produce import produce
from rekognize.training.recipe import Recipe
from rekognize.training.retrain import FEEDBACK, retrain
from tests.training.conftest import LABELS, recipe

MIRRORED = ("7", "L")


@pytest.fixture(scope="module")
def champion(pool, tmp_path_factory):
    """A small network that reads the drawings."""
    folder = tmp_path_factory.mktemp("champion")
    made = recipe()
    network = Run(made, pool, folder, torch.device("cpu")).train()
    return produce(network, made, pool, folder, folder / "model.onnx")


@pytest.fixture(scope="module")
def base(pool):
    return BaseSet(
        pool.glyphs,
        pool.targets,
        pool.source,
        pool.validation,
        ("unipen", "scribbles"),  # named as if their data were there, which they are not
        pool.log_prior,
        "0" * 64,
    )


@pytest.fixture(scope="module")
def accepted():
    """A class that writes some characters the other way round, as nobody else does."""
    source = random.Random(11)
    labels = sorted(MIRRORED) * 40
    glyphs = glyphs_of_inks([ink_of(label, source) for label in labels])[:, :, ::-1].copy()
    targets = label_sets(labels, ALPHABETS["alphanumeric"])
    alphabets = tuple("digits" if label.isdigit() else "letters" for label in labels)
    return Accepted(glyphs, targets, alphabets, np.arange(80) % 4 == 3, "f" * 64, left_out=3)


def read(bundle, glyphs):
    """The answers to glyphs, with every class allowed."""
    probabilities, _ = Recognizer(bundle).probabilities(glyphs.astype(np.float32) / 255)
    return np.array(list(BASE))[probabilities.argmax(axis=1)]


@pytest.fixture(scope="module", autouse=True)
def half_as_long():
    """So few drawings are learnt in half the epochs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{retrain.__module__}._EPOCHS", 20)
        yield


@pytest.fixture(scope="module")
def candidate(champion, accepted, base, tmp_path_factory):
    return retrain(champion, accepted, base, tmp_path_factory.mktemp("runs"))


def test_it_learns_what_it_was_told_and_keeps_the_rest(champion, candidate, accepted, pool):
    out = accepted.held_out
    labels = np.array(list(BASE))[accepted.targets[out].argmax(axis=1)]
    before, after = (read(each, accepted.glyphs[out]) for each in (champion, candidate))
    assert (before == labels).mean() < 0.5
    assert (after == labels).mean() > (before == labels).mean() + 0.3
    others = pool.validation & pool.targets.any(axis=1)
    truth = np.array(list(BASE))[pool.targets[others].argmax(axis=1)]
    assert (read(candidate, pool.glyphs[others]) == truth).mean() > 0.9
    assert set(MIRRORED) < set(LABELS)


def test_the_card_says_where_it_comes_from(champion, candidate, accepted, base):
    card = candidate.card
    assert card.parent == champion.card.identity
    assert card.teachers == (champion.card.identity,)
    assert card.name == champion.card.name
    assert card.version != champion.card.version
    assert card.training.files == {FEEDBACK: accepted.digest, "base set": base.digest}
    counts = [card.training.images[f"{FEEDBACK}:{name}"] for name in ("digits", "letters")]
    assert counts == [40, 20]
    assert card.training.dropped == {
        FEEDBACK: {
            "held out for the gate": 20,
            "of another glyph version, drawing unreadable": 3,
        }
    }
    assert card.measured_by == "rekognize retrain"
    # All that may be learnt of the base set is: its validation part measures, and is the gate's.
    learnt = np.bincount(base.source[~base.validation])
    assert [card.training.images[f"base:{name}"] for name in base.names] == learnt.tolist()
    # It can be retrained itself.
    assert Recipe.model_validate(card.recipe).network.name == "residual"


def test_it_is_measured_by_what_neither_model_has_learnt(
    champion, accepted, base, tmp_path, monkeypatch
):
    monkeypatch.setattr(f"{retrain.__module__}._EPOCHS", 2)
    others = np.roll(base.targets, 1, axis=1)  # wrong, in the validation part alone
    told = replace(base, targets=np.where(base.validation[:, None], others, base.targets))
    card = retrain(champion, accepted, told, tmp_path).card
    assert card.metrics["validation accuracy"] < 0.2
    assert card.curves[-1].validation_accuracy < 0.2


def test_it_keeps_its_parents_calibration_and_says_so(
    champion, candidate, accepted, base, tmp_path
):
    before, after = champion.card.calibration, candidate.card.calibration
    assert after.temperature == before.temperature
    assert after.character_threshold == before.character_threshold
    assert after.data == f"{before.data}; fitted for {champion.card.identity} and not again since"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{retrain.__module__}._EPOCHS", 2)
        grandchild = retrain(candidate, accepted, base, tmp_path)
    assert grandchild.card.parent == candidate.card.identity
    assert grandchild.card.calibration == after


def test_what_the_champions_recipe_set_aside_is_still_known(
    champion, accepted, base, tmp_path, monkeypatch
):
    monkeypatch.setattr(f"{retrain.__module__}._EPOCHS", 2)
    data = {**champion.card.recipe["data"], "validation": 0.3, "seed": 1}
    card = champion.card.model_copy(update={"recipe": {**champion.card.recipe, "data": data}})
    made = retrain(replace(champion, card=card), accepted, base, tmp_path).card
    writers = np.array([f"writer {number}" for number in range(200)])
    images = np.zeros((200, 28, 28), np.uint8)
    samples = Samples("letters", images, np.ones((200, 62), bool), writers, writers)
    aside = held_out_of(card, samples)
    assert 0 < aside.sum() < 200
    assert np.array_equal(held_out_of(made, samples), aside)


def test_a_run_that_was_broken_off_ends_the_same(champion, candidate, accepted, base, tmp_path):
    finished = 0

    def stop_at_the_second(news):
        nonlocal finished
        finished += not isinstance(news, Progress)
        if finished == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retrain(champion, accepted, base, tmp_path, stop_at_the_second)
    epochs = []
    again = retrain(champion, accepted, base, tmp_path, epochs.append)
    assert min(e.epoch for e in epochs if not isinstance(e, Progress)) == 3
    assert again.card.sha256 == candidate.card.sha256


def test_a_run_that_other_settings_began_is_not_gone_on_with(
    champion, accepted, base, tmp_path, monkeypatch
):
    def stop(news):
        if not isinstance(news, Progress):
            raise KeyboardInterrupt

    for most in (4, 2):
        monkeypatch.setattr(f"{retrain.__module__}._EPOCHS", most)
        with pytest.raises(KeyboardInterrupt):
            retrain(champion, accepted, base, tmp_path, stop)
    assert len(list(tmp_path.iterdir())) == 2


def test_without_base_our_own_outlines_are_rehearsed(champion, accepted, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{retrain.__module__}._EPOCHS", 2)
    monkeypatch.setattr("rekognize.training.pool.OF_EACH_OUTLINE", 10)
    monkeypatch.setattr("rekognize.training.pool._BARS", 10)
    monkeypatch.setattr("rekognize.training.pool._SCRIBBLES", 200)
    made = retrain(champion, accepted, None, tmp_path)
    assert made.card.teachers == (champion.card.identity,)
    assert made.card.training.images.keys() == {
        "feedback:digits",
        "feedback:letters",
        "base:outlines",
        "base:scribbles",
    }
    assert made.card.calibration.temperature == champion.card.calibration.temperature
    assert made.card.curves[-1].validation_accuracy is not None
    # A tenth of the outlines and scribbles measure.
    learnt = sum(made.card.training.images[f"base:{name}"] for name in ("outlines", "scribbles"))
    assert learnt == 62 * 10 + 10 + 200 - (62 * 10 + 10 + 200) // 10
    assert made.card.sha256 != champion.card.sha256


def test_nothing_to_learn_is_refused(champion, accepted, base, tmp_path):
    judged_by = replace(accepted, held_out=np.ones(80, bool))
    with pytest.raises(InvalidRecipe, match="received 0 records"):
        retrain(champion, judged_by, base, tmp_path)


def test_a_base_set_comes_back_and_no_other_file_does(base, tmp_path):
    path = base_set_path(tmp_path)
    write_base_set(path, base)
    kept = read_base_set(path)
    assert kept.names == base.names
    for field in ("glyphs", "targets", "source", "validation", "log_prior"):
        assert np.array_equal(getattr(kept, field), getattr(base, field))
    assert kept.digest == read_base_set(path).digest != base.digest
    np.savez(
        path,
        glyphs=base.glyphs[:3],
        targets=base.targets,
        source=base.source,
        validation=base.validation,
        names=np.array(base.names),
        log_prior=base.log_prior,
    )
    with pytest.raises(InvalidData, match="targets must be of shape"):
        read_base_set(path)


def test_a_base_set_needs_some_of_the_data(tmp_path):
    with pytest.raises(MissingData, match="received none"):
        make_base_set(Recipe.read("standard"), tmp_path, None)
