"""Teachers: they answer as their bundles do, and a small network learns from them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from rekognize.errors import InvalidRecipe
from rekognize.recognizer import Recognizer
from rekognize.training.distil import Teachers
from rekognize.training.loop import Run
from rekognize.training.produce import produce
from rekognize.training.recipe import Distillation
from tests.template_model import write_template_bundle
from tests.training.conftest import recipe

CPU = torch.device("cpu")
pytestmark = pytest.mark.train


@pytest.fixture(scope="module")
def teacher(pool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("teacher")
    network = Run(recipe(), pool, folder, CPU).train()
    return produce(network, recipe(), pool, folder, folder / "model.onnx")


def glyphs_of(pool, count=64):
    return torch.from_numpy(pool.glyphs[:count]).unsqueeze(1).float() / 255


def distilling(**options):
    return recipe(epochs=4).model_copy(update={"distillation": Distillation(**options)})


def test_teachers_answer_as_their_bundles_do(pool, teacher):
    glyphs = glyphs_of(pool)

    labels, scores = Teachers([teacher, teacher], glyphs, CPU, 1.0).answer(glyphs)

    logits, character = Recognizer(teacher)._network.run(glyphs[:, 0].numpy())
    expected = torch.softmax(torch.from_numpy(logits), dim=1)
    torch.testing.assert_close(labels, expected, atol=0.03, rtol=0)  # bf16
    torch.testing.assert_close(
        scores, torch.sigmoid(torch.from_numpy(character)), atol=0.03, rtol=0
    )


def test_loss_is_least_for_the_teachers_own_outputs(pool, teacher):
    glyphs = glyphs_of(pool)
    teachers = Teachers([teacher], glyphs, CPU, 2.0)
    everywhere = torch.ones(len(glyphs), dtype=torch.bool)
    labels, scores = teachers.answer(glyphs)
    own = (2.0 * torch.log(labels), torch.logit(scores.clamp(1e-6, 1 - 1e-6)))
    other = (own[0].roll(1, dims=1), -own[1])

    least = teachers.loss(own, glyphs, everywhere)

    assert least < teachers.loss(other, glyphs, everywhere)
    noise = torch.Generator().manual_seed(1)
    for _ in range(20):
        near = tuple(each + 0.1 * torch.randn(each.shape, generator=noise) for each in own)
        assert least < teachers.loss(near, glyphs, everywhere)


def test_what_is_no_character_gets_no_label(pool, teacher):
    glyphs = glyphs_of(pool)
    teachers = Teachers([teacher], glyphs, CPU, 2.0)
    nowhere = torch.zeros(len(glyphs), dtype=torch.bool)
    logits = torch.randn(len(glyphs), 62)
    character = torch.zeros(len(glyphs))

    first = teachers.loss((logits, character), glyphs, nowhere)

    assert first == teachers.loss((logits.roll(1, dims=1), character), glyphs, nowhere)


def test_labels_reach_the_learner_through_its_teacher_alone(pool, teacher, tmp_path):
    """All labels that it is given are wrong; what it answers, it has from the teacher."""
    wrong = np.roll(pool.targets, 1, axis=1)
    misled = replace(pool, targets=wrong)

    network = Run(distilling(weight=1.0), misled, tmp_path, CPU, teachers=[teacher]).train()

    with torch.no_grad():
        answers = network(glyphs_of(pool, 512))[0].argmax(dim=1).numpy()
    right = pool.targets[np.arange(512), answers]
    assert right.mean() > 0.8


def test_what_teachers_do_not_teach_is_learnt_from_its_labels_alone(pool, teacher, tmp_path):
    wrong = np.roll(pool.targets[:640], 1, axis=1)
    targets, even = np.concatenate([wrong, pool.targets[640:]]), np.zeros_like(pool.log_prior)
    misled = replace(pool, targets=targets, log_prior=even)
    options = distilling(weight=1.0, sources=("scribbles",))

    network = Run(options, misled, tmp_path, CPU, teachers=[teacher]).train()

    with torch.no_grad():
        answers = network(glyphs_of(pool, 512))[0].argmax(dim=1).numpy()
    assert wrong[np.arange(512), answers].mean() > 0.8


def test_teachers_and_distillation_go_together(pool, teacher, tmp_path):
    with pytest.raises(InvalidRecipe, match="received 0 teachers"):
        Run(distilling(), pool, tmp_path, CPU)
    with pytest.raises(InvalidRecipe, match="received 1 teachers"):
        Run(recipe(), pool, tmp_path, CPU, teachers=[teacher])


def test_teacher_without_a_recipe_is_refused(pool, tmp_path):
    foreign = write_template_bundle(tmp_path / "templates.onnx")

    with pytest.raises(InvalidRecipe, match="templates@1"):
        Run(distilling(), pool, tmp_path / "run", CPU, teachers=[foreign])


def test_run_of_other_teachers_is_not_resumed(pool, teacher, tmp_path):
    Run(distilling(), pool, tmp_path, CPU, teachers=[teacher]).train()

    with pytest.raises(InvalidRecipe, match="other"):
        Run(distilling(), pool, tmp_path, CPU, teachers=[teacher, teacher])
