"""Losses, against sums done by hand."""

import math

import pytest
import torch

from rekognize.training.loss import label_set_loss, training_loss

pytestmark = pytest.mark.train
EVEN = torch.zeros(1, 3)


def allowed(*rows):
    return torch.tensor(rows, dtype=torch.bool)


def test_set_of_one_is_cross_entropy():
    logits = torch.tensor([[1.0, 2.0, 0.5]])

    loss = label_set_loss(logits, allowed([0, 1, 0]), EVEN)

    expected = torch.nn.functional.cross_entropy(logits, torch.tensor([1]))
    assert loss.item() == pytest.approx(expected.item())


def test_set_is_the_log_of_its_total_probability():
    logits = torch.log(torch.tensor([[0.5, 0.3, 0.2]]))

    loss = label_set_loss(logits, allowed([1, 0, 1]), EVEN)

    assert loss.item() == pytest.approx(-math.log(0.7))


def test_prior_is_taken_out_of_the_network():
    logits = torch.zeros(1, 3)
    prior = torch.log(torch.tensor([[0.7, 0.2, 0.1]]))

    loss = label_set_loss(logits, allowed([0, 1, 0]), prior)

    assert loss.item() == pytest.approx(-math.log(0.2))


def test_smoothing_adds_the_even_distribution():
    logits = torch.log(torch.tensor([[0.5, 0.3, 0.2]]))

    loss = label_set_loss(logits, allowed([1, 0, 0]), EVEN, smoothing=0.1)

    even = -(math.log(0.5) + math.log(0.3) + math.log(0.2)) / 3
    assert loss.item() == pytest.approx(-0.9 * math.log(0.5) + 0.1 * even)


def test_non_characters_teach_the_character_output_only():
    logits = torch.randn(2, 3, requires_grad=True)
    character = torch.zeros(2, requires_grad=True)

    loss = training_loss(
        (logits, character),
        allowed([0, 1, 0], [0, 0, 0]),
        torch.zeros(2, 3),
        smoothing=0.0,
        character_weight=2.0,
    )
    loss.backward()

    assert logits.grad[0].abs().sum() > 0
    assert logits.grad[1].abs().sum() == 0
    assert character.grad.tolist() == pytest.approx([-0.5, 0.5])


def test_batch_of_non_characters_alone_has_a_loss():
    loss = training_loss(
        (torch.zeros(2, 3), torch.zeros(2)),
        allowed([0, 0, 0], [0, 0, 0]),
        torch.zeros(2, 3),
        smoothing=0.0,
        character_weight=1.0,
    )

    assert loss.item() == pytest.approx(math.log(2))


@pytest.mark.parametrize("probability", [0.6, 0.8])
def test_a_label_that_is_sure_enough_teaches_nothing_more(probability):
    rest = (1 - probability) / 2
    logits = torch.log(torch.tensor([[probability, rest, rest]])).requires_grad_()
    character = torch.zeros(1, requires_grad=True)

    loss = training_loss(
        (logits, character),
        allowed([1, 0, 0]),
        EVEN,
        smoothing=0.0,
        character_weight=1.0,
        enough=0.7,
    )
    loss.backward()

    left = max(0.0, math.log(0.7 / probability))
    assert loss.item() == pytest.approx(math.log(2) + left)
    assert (logits.grad.abs().sum() > 0) == (probability < 0.7)
    assert character.grad.abs().sum() > 0
