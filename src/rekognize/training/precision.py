"""In which numbers a network computes while it learns."""

from __future__ import annotations

import torch

_ON_CPU = ("avx512_bf16", "amx_bf16", "bf16")  # the last is ARM's


def autocast(device: torch.device) -> torch.autocast:
    """Convolutions in bfloat16 where the device computes in it, and in float32 elsewhere.

    PyTorch takes bfloat16 on any processor; one that has no such instructions converts every
    number, and learns at about half the speed of float32.
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=computes_in_bfloat16(device))


def computes_in_bfloat16(device: torch.device) -> bool:
    """Whether a device multiplies bfloat16 itself."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        if not hasattr(torch.cpu, "get_capabilities"):  # before it could be asked
            return True
        has = torch.cpu.get_capabilities()
        return any(has.get(name, False) for name in _ON_CPU)
    return True
