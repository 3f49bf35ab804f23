"""How long a call takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds a call took: half the calls within ``p50``, all but one in a hundred in ``p99``."""

    calls: int
    p50: float
    p99: float


def time_calls(call: Callable[[int], object], calls: int, warm_up: int = 50) -> Timing:
    """Time ``call(0)``, ``call(1)``, ... one by one, after some that are not counted."""
    for i in range(warm_up):
        call(i)
    times: list[float] = []
    for i in range(calls):
        start = time.perf_counter()
        call(i)
        times.append(time.perf_counter() - start)
    times.sort()
    return Timing(calls, times[calls // 2], times[min(calls - 1, calls * 99 // 100)])
