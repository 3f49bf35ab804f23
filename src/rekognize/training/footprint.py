"""What a training run cost: its time, and an estimate of the electricity and carbon dioxide.

Power x time x carbon intensity, after Lacoste et al., "Quantifying the Carbon Emissions of
Machine Learning" (2019). Power is not measured: the order of magnitude is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rekognize.training.curves import Epoch

WATTS_OF_A_THREAD: Final = 8.0
"""Of a server's processor, with its share of memory and cooling: some 400 W at 48 threads."""
WATTS_OF_A_GPU: Final = 700.0
"""The design power of an NVIDIA H100."""
GRAMS_OF_A_KWH: Final = 475.0
"""Carbon dioxide of a kilowatt hour, world mean (International Energy Agency, 2019)."""


def footprint(epochs: Sequence[Epoch], threads: int, gpu: bool) -> dict[str, str]:
    """``time``, ``energy`` and ``carbon`` of these epochs, for people; nothing for none.

    Args:
        epochs: of the run alone, not of those that it went on from.
        threads: that computed.
        gpu: whether a GPU did as well.
    """
    hours = sum(epoch.seconds for epoch in epochs) / 3600
    if not hours:
        return {}
    watts = threads * WATTS_OF_A_THREAD + gpu * WATTS_OF_A_GPU
    energy = watts * hours / 1000
    return {
        "time": f"{hours:.2f} h in {len(epochs)} epochs",
        "energy": f"about {energy:.2g} kWh, if {watts:g} W were used",
        "carbon": f"about {energy * GRAMS_OF_A_KWH:.2g} g CO2, at {GRAMS_OF_A_KWH:g} g/kWh",
    }
