"""Teachers: they answer as their bundles do, and a small network learns from them."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
import torch

from rekognize.errors import InvalidRecipe
from rekognize.recognizer import Recognizer
from rekognize.training.augment import augment
from rekognize.training.distil import Teachers
from rekognize.training.export import to_onnx
from rekognize.training.loop import Run
from rekognize.training.networks import build
from rekognize.training.produce import produce
from rekognize.training.recipe import Augmentation, Distillation
from rekognize.training.start import load_weights
from tests.template_model import write_template_bundle
from tests.training.conftest import recipe

CPU = torch.device("cpu")
pytestmark = pytest.mark.train


@pytest.fixture(scope="module")
def teacher(pool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("teacher")
    network = Run(recipe(), pool, folder, CPU).train()
    return produce(network, recipe(), pool, folder, folder / "model.onnx")


def glyphs_of(pool, rows=slice(64)):
    return torch.from_numpy(pool.glyphs[rows]).unsqueeze(1).float() / 255


def with_outputs_negated(bundle):
    """A model that holds for likeliest what another holds for least likely."""
    network = build(recipe().network.name, recipe().network.options)
    load_weights(network, bundle, torch.rand(64, 1, 28, 28))
    for head in (network.heads.label, network.heads.character):
        head.weight.data.neg_()
        head.bias.data.neg_()
    model = to_onnx(network)
    card = bundle.card.model_copy(update={"sha256": hashlib.sha256(model).hexdigest()})
    return replace(bundle, model=model, card=card)


def distilling(**options):
    return recipe(epochs=4).model_copy(update={"distillation": Distillation(**options)})


def test_teachers_answer_as_their_bundles_do(pool, teacher):
    glyphs = glyphs_of(pool)

    labels, scores = Teachers([teacher, teacher], 2.0).answer(glyphs)

    logits, character = Recognizer(teacher)._network.run(glyphs[:, 0].numpy())
    expected = torch.softmax(torch.from_numpy(logits) / 2.0, dim=1)
    torch.testing.assert_close(labels, expected)
    torch.testing.assert_close(scores, torch.sigmoid(torch.from_numpy(character)))


def test_several_teachers_answer_with_the_mean_of_their_probabilities(pool, teacher):
    glyphs, other = glyphs_of(pool), with_outputs_negated(teacher)

    each = [Teachers([one], 2.0).answer(glyphs) for one in (teacher, other)]
    both = Teachers([teacher, other], 2.0).answer(glyphs)

    assert not torch.allclose(each[0].labels, each[1].labels, atol=0.1)
    for mine, first, second in zip(both, *each, strict=True):
        torch.testing.assert_close(mine, (first + second) / 2)


def test_of_a_pool_they_answer_for_training_glyphs_of_what_is_taught(pool, teacher):
    teachers = Teachers([teacher], 2.0)

    said = teachers.answer_pool(pool, torch.tensor([False, True]), CPU)

    rows = torch.from_numpy(np.flatnonzero((pool.source == 1) & ~pool.validation))
    glyphs = glyphs_of(pool, rows)
    for kept, expected in zip(said.of(rows), teachers.answer(glyphs), strict=True):
        torch.testing.assert_close(kept.float(), expected, atol=1e-3, rtol=0)
    others = torch.from_numpy((pool.source == 0) | pool.validation)
    assert not said.labels[others].any()
    assert not said.scores[others].any()


def test_loss_is_least_for_the_teachers_own_outputs(pool, teacher):
    glyphs = glyphs_of(pool)
    teachers = Teachers([teacher], 2.0)
    everywhere = torch.ones(len(glyphs), dtype=torch.bool)
    said = teachers.answer(glyphs)
    own = (2.0 * torch.log(said.labels), torch.logit(said.scores.clamp(1e-6, 1 - 1e-6)))
    other = (own[0].roll(1, dims=1), -own[1])

    least = teachers.loss(own, said, everywhere)

    assert least < teachers.loss(other, said, everywhere)
    noise = torch.Generator().manual_seed(1)
    for _ in range(20):
        near = tuple(each + 0.1 * torch.randn(each.shape, generator=noise) for each in own)
        assert least < teachers.loss(near, said, everywhere)


def test_what_is_no_character_gets_no_label(pool, teacher):
    teachers = Teachers([teacher], 2.0)
    said = teachers.answer(glyphs_of(pool))
    nowhere = torch.zeros(64, dtype=torch.bool)
    logits = torch.randn(64, 62)
    character = torch.zeros(64)

    first = teachers.loss((logits, character), said, nowhere)

    assert first == teachers.loss((logits.roll(1, dims=1), character), said, nowhere)


def test_teachers_see_glyphs_as_they_are_and_the_learner_bent_ones(pool, teacher, tmp_path):
    """Bent until nothing can be read, glyphs still have the answers that they had before."""
    bent = Augmentation(rotation=90, zoom=0.5, shift=8, shear=1, elastic=4, stroke_width=1)
    options = distilling(temperature=2.0).model_copy(update={"augmentation": bent})

    said = Run(options, pool, tmp_path, CPU, teachers=[teacher])._answers

    rows = torch.from_numpy(np.flatnonzero(~pool.validation)[:64])
    glyphs = glyphs_of(pool, rows)
    expected = Teachers([teacher], 2.0).answer(glyphs)
    torch.testing.assert_close(said.of(rows).labels.float(), expected.labels, atol=1e-3, rtol=0)


def test_a_learner_with_frozen_normalisation_begins_by_agreeing_with_its_teacher(
    pool, teacher, tmp_path
):
    """Of the bent glyph both say the same, so that nothing pulls it away from what it knew."""
    options = distilling(weight=1.0)
    frozen = options.optimisation.model_copy(update={"frozen_normalisation": True})
    run = Run(
        options.model_copy(update={"optimisation": frozen}),
        pool,
        tmp_path,
        CPU,
        start=teacher,
        teachers=[teacher],
    )
    rows = torch.from_numpy(np.flatnonzero(~pool.validation)[:64])
    noise = torch.Generator().manual_seed(1)
    plain = glyphs_of(pool, rows)
    bent = augment(plain, options.augmentation, noise)

    outputs = [output.requires_grad_() for output in run.network.eval()(bent)]
    slopes = torch.autograd.grad(run._loss(tuple(outputs), bent, rows), outputs)

    assert run._answers is None
    for slope in slopes:
        assert float(slope.abs().max()) * len(rows) < 0.01


def test_labels_reach_the_learner_through_its_teacher_alone(pool, teacher, tmp_path):
    """All labels that it is given are wrong; what it answers, it has from the teacher."""
    wrong = np.roll(pool.targets, 1, axis=1)
    misled = replace(pool, targets=wrong)

    network = Run(distilling(weight=1.0), misled, tmp_path, CPU, teachers=[teacher]).train()

    with torch.no_grad():
        answers = network(glyphs_of(pool, slice(512)))[0].argmax(dim=1).numpy()
    right = pool.targets[np.arange(512), answers]
    assert right.mean() > 0.8


def test_what_teachers_do_not_teach_is_learnt_from_its_labels_alone(pool, teacher, tmp_path):
    wrong = np.roll(pool.targets[:640], 1, axis=1)
    targets, even = np.concatenate([wrong, pool.targets[640:]]), np.zeros_like(pool.log_prior)
    misled = replace(pool, targets=targets, log_prior=even)
    options = distilling(weight=1.0, sources=("scribbles",))

    network = Run(options, misled, tmp_path, CPU, teachers=[teacher]).train()

    with torch.no_grad():
        answers = network(glyphs_of(pool, slice(512)))[0].argmax(dim=1).numpy()
    assert wrong[np.arange(512), answers].mean() > 0.8


def test_teachers_and_distillation_go_together(pool, teacher, tmp_path):
    with pytest.raises(InvalidRecipe, match="received 0 teachers"):
        Run(distilling(), pool, tmp_path, CPU)
    with pytest.raises(InvalidRecipe, match="received 1 teachers"):
        Run(recipe(), pool, tmp_path, CPU, teachers=[teacher])


def test_any_bundle_can_teach(pool, tmp_path):
    foreign = write_template_bundle(tmp_path / "templates.onnx")

    run = Run(distilling(), pool, tmp_path / "run", CPU, teachers=[foreign])

    assert run._answers.labels[~torch.from_numpy(pool.validation)].any(dim=1).all()


def test_run_of_other_teachers_is_not_resumed(pool, teacher, tmp_path):
    Run(distilling(), pool, tmp_path, CPU, teachers=[teacher]).train()

    with pytest.raises(InvalidRecipe, match="other"):
        Run(distilling(), pool, tmp_path, CPU, teachers=[teacher, teacher])
