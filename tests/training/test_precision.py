"""bfloat16 is taken where it is the device's own, and nowhere else."""

import pytest
import torch

from rekognize.training.precision import autocast, computes_in_bfloat16

pytestmark = pytest.mark.train
CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        ({"avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, torch.float32),
        ({"avx512_f": True, "avx512_bf16": True}, torch.bfloat16),
        ({"amx_bf16": True}, torch.bfloat16),
        ({"neon": True, "bf16": True}, torch.bfloat16),
        ({"neon": True, "bf16": False}, torch.float32),
        ({}, torch.float32),
    ],
)
def test_a_processor_without_bfloat16_learns_in_float32(has, expected, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: has)
    with autocast(CPU):
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype == expected


def test_a_torch_that_cannot_be_asked_computes_in_bfloat16(monkeypatch):
    monkeypatch.delattr(torch.cpu, "get_capabilities")
    assert computes_in_bfloat16(CPU)
