"""The training loop: it learns, it resumes to the same result, it stops when told."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from rekognize.errors import InvalidRecipe, InvalidRequest
from rekognize.training.curves import Epoch, draw_curves, read_epochs
from rekognize.training.loop import Progress, Run, choose_device
from tests.training.conftest import recipe

CPU = torch.device("cpu")
pytestmark = pytest.mark.train


def weights(network):
    return torch.cat([p.detach().float().flatten() for p in network.parameters()])


@pytest.mark.parametrize("name", ["gpu", "cuda:99", "cpu:x"])
def test_a_device_that_is_not_there_is_told(name):
    with pytest.raises(InvalidRequest, match=f"received '{name}'"):
        choose_device(name)


def test_it_learns(pool, tmp_path):
    told = []

    Run(recipe(), pool, tmp_path, CPU).train(told.append)

    epochs = read_epochs(tmp_path)
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3, 4, 5, 6]
    assert epochs[-1].validation_accuracy > 0.9
    assert epochs[-1].training_loss < epochs[0].training_loss / 2
    assert epochs[-1].images_per_second > 0
    assert [e for e in told if isinstance(e, Epoch)] == epochs
    progress = [p for p in told if isinstance(p, Progress)]
    assert progress
    assert all(math.isfinite(p.loss) and p.left >= 0 for p in progress)
    assert draw_curves(tmp_path).read_bytes().startswith(b"\x89PNG")


def test_resumed_run_ends_with_the_same_weights(pool, tmp_path):
    whole = Run(recipe(epochs=3), pool, tmp_path / "whole", CPU).train()

    class Killed(Exception):
        pass

    def kill(news):
        if isinstance(news, Epoch) and news.epoch == 2:
            raise Killed

    with pytest.raises(Killed):
        Run(recipe(epochs=3), pool, tmp_path / "broken", CPU).train(kill)
    resumed = Run(recipe(epochs=3), pool, tmp_path / "broken", CPU)
    assert resumed.epochs_done == 2

    network = resumed.train()

    torch.testing.assert_close(weights(network), weights(whole), rtol=0, atol=0)
    assert [e.epoch for e in read_epochs(tmp_path / "broken")] == [1, 2, 3]


def test_finished_run_does_nothing_more(pool, tmp_path):
    first = Run(recipe(epochs=1), pool, tmp_path, CPU).train()

    second = Run(recipe(epochs=1), pool, tmp_path, CPU).train()

    torch.testing.assert_close(weights(first), weights(second), rtol=0, atol=0)


def test_folder_of_another_recipe_is_refused(pool, tmp_path):
    Run(recipe(epochs=1), pool, tmp_path, CPU).train()

    with pytest.raises(InvalidRecipe, match="another recipe"):
        Run(recipe(epochs=2), pool, tmp_path, CPU)


def test_run_on_other_data_is_refused(pool, tmp_path):
    Run(recipe(epochs=1), pool, tmp_path, CPU).train()
    moved = replace(pool, validation=np.roll(pool.validation, 1))

    with pytest.raises(InvalidRecipe, match="other data"):
        Run(recipe(epochs=1), moved, tmp_path, CPU)


def test_patience_stops_early(pool, tmp_path):
    # A rate this small learns nothing: accuracy never rises.
    settings = recipe(epochs=50, patience=2, learning_rate=1e-12, average=0.0)

    Run(settings, pool, tmp_path, CPU).train()

    assert len(read_epochs(tmp_path)) <= 6


def test_share_of_a_source_sets_the_size_of_an_epoch(pool, tmp_path):
    whole = Run(recipe(), pool, tmp_path / "a", CPU)
    settings = recipe().model_copy(
        update={
            "data": recipe().data.model_copy(
                update={"sources": {"drawings": 0.5, "scribbles": 0.0}}
            )
        }
    )
    half = Run(settings, pool, tmp_path / "b", CPU)

    assert half.steps_per_epoch < 0.6 * whole.steps_per_epoch


def test_validation_accepts_any_class_of_a_label_set(pool, tmp_path):
    allowed = pool.targets.copy()
    allowed[allowed.any(axis=1)] = True
    everything = type(pool)(**{**vars(pool), "targets": allowed})

    run = Run(recipe(), everything, tmp_path, CPU)
    accuracy, loss = run.validate(run.average)

    assert accuracy == 1
    assert loss == pytest.approx(0, abs=1e-5)


def test_normalisation_settles_on_glyphs_as_they_are(pool, tmp_path):
    run = Run(recipe(epochs=1), pool, tmp_path, CPU)
    made = run.train()

    def first_normalisation(network):
        return next(m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d))

    seen = []
    hook = first_normalisation(made).register_forward_pre_hook(lambda _, given: seen.append(given))
    with torch.no_grad():
        made(run._examples())
    hook.remove()
    reaching = seen[0][0]
    norm = first_normalisation(made)
    torch.testing.assert_close(norm.running_mean, reaching.mean((0, 2, 3)), rtol=0.02, atol=0.01)
    assert not torch.allclose(
        first_normalisation(run.average).running_mean, norm.running_mean, rtol=0.02, atol=0.01
    )
    for name, weight in made.named_parameters():
        assert torch.equal(weight, dict(run.average.named_parameters())[name])


def test_serving_never_imports_torch():
    code = (
        "import sys, rekognize; from rekognize import Recognizer; Recognizer.load();"
        "import rekognize.server, rekognize.commands; sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_validation_is_never_trained_on(pool, tmp_path):
    run = Run(recipe(), pool, tmp_path, CPU)

    rows = run._order(torch.Generator().manual_seed(1)).numpy()

    assert not pool.validation[rows].any()
    assert len(np.unique(rows)) == len(rows)


def test_part_of_the_way_is_gone(pool, tmp_path):
    asked = {"epochs": 1, "frozen_normalisation": True}
    whole = Run(recipe(**asked), pool, tmp_path / "whole", CPU)
    begun = [weight.clone() for weight in whole.average.parameters()]
    learnt = list(whole.train().parameters())
    part = list(Run(recipe(**asked, way=0.25), pool, tmp_path / "part", CPU).train().parameters())
    assert not all(torch.equal(a, b) for a, b in zip(begun, learnt, strict=True))
    for start, end, gone in zip(begun, learnt, part, strict=True):
        assert torch.allclose(gone, 0.75 * start + 0.25 * end, atol=1e-6)
