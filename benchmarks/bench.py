"""Every figure of speed, memory and size in one run: ``make bench``.

``python -m benchmarks.bench --json bench.json`` writes them as JSON too, ``--quick`` takes a tenth
of the requests, ``--only recognizer,server`` leaves parts out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from benchmarks.drawings import STROKES, document_of, ink_of, png_of
from benchmarks.installation import installed_bytes
from benchmarks.load import Load, Request, get, post, run_load
from benchmarks.server import HOST, Server, serving
from benchmarks.timing import Timing, time_calls
from benchmarks.training import training_rate
from rekognize import Ink, Recognition, Recognizer

Figures = dict[str, Any]

PATH: Final = "/api/v1/recognize?alphabet=alphanumeric&top=5"
CLIENTS: Final = (1, 8, 64)
DRAWINGS_PER_CLIENT: Final = 16
COLD_STARTS: Final = 5


def measure_recognizer(scale: float) -> Figures:
    """Answer times within this process, and of the network alone."""
    recognizer = Recognizer.load()
    inks = _variations(64, side=280.0)
    small = [png_of(ink, pen_width=14.0) for ink in inks]
    large = [png_of(ink, pen_width=50.0) for ink in _variations(64, side=1000.0)]
    glyphs = np.random.default_rng(0).random((64, 28, 28), np.float32)
    calls = max(100, round(2000 * scale))

    def recognize_any(drawings: Sequence[bytes | Ink]) -> Timing:
        return time_calls(lambda i: recognizer.recognize(drawings[i % len(drawings)]), calls)

    return {
        "png_280": _timing(recognize_any(small)),
        "png_1000": _timing(recognize_any(large)),
        "strokes": _timing(recognize_any(inks)),
        "network_1": _timing(time_calls(lambda _: recognizer.probabilities(glyphs[:1]), calls)),
        "network_64": _timing(time_calls(lambda _: recognizer.probabilities(glyphs), calls // 10)),
    }


def measure_server(scale: float) -> Figures:
    """A server under load, and its memory before and after."""
    recognizer = Recognizer.load()
    strokes = _requests(recognizer, "strokes")
    pictures = _requests(recognizer, "png")
    trivial = [[get("/health/live")]] * max(CLIENTS)
    figures: Figures = {}
    with _fresh_server() as server:
        figures["memory_start_mb"] = _megabytes(server)
        _load(server, strokes[:8], 1000)
        figures["memory_1000_mb"] = _megabytes(server)
        for name, requests in (("live", trivial), ("strokes", strokes), ("png", pictures)):
            for clients in CLIENTS:
                total = max(200, round((1000 if clients == 1 else 4000) * scale))
                figures[f"{name}_{clients}"] = _figures(_load(server, requests[:clients], total))
        figures["memory_end_mb"] = _megabytes(server)
    loads = [each for each in figures.values() if isinstance(each, dict)]
    figures["answers"] = 1000 + sum(each["answers"] for each in loads)
    figures["wrong"] = sum(each["wrong"] for each in loads)
    return figures


def measure_cold_start(_scale: float) -> Figures:
    """Seconds from starting ``rekognize serve`` to its first answer."""
    times: list[float] = []
    for _ in range(COLD_STARTS):
        with _fresh_server() as server:
            times.append(server.first_answer)
    return {"runs": COLD_STARTS, "median_s": statistics.median(times), "max_s": max(times)}


def measure_installation(_scale: float) -> Figures:
    """Megabytes that the runtime takes."""
    return {"runtime_mb": round(installed_bytes() / 1e6, 1)}


def measure_training(_scale: float) -> Figures:
    """Training speed of the standard recipe's network."""
    rate = training_rate()
    return {"images_per_s": None if rate is None else round(rate)}


PARTS: Final[dict[str, Callable[[float], Figures]]] = {
    "recognizer": measure_recognizer,
    "server": measure_server,
    "cold_start": measure_cold_start,
    "installation": measure_installation,
    "training": measure_training,
}


def machine() -> Figures:
    """What the figures were measured on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("rekognize", "onnxruntime", "numpy", "uvicorn")},
        "model": Recognizer.load().bundle.card.identity,
    }


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    options = parser.parse_args()
    names = options.only.split(",")
    if unknown := set(names) - set(PARTS):
        parser.error(f"the parts are {', '.join(PARTS)}; received {', '.join(sorted(unknown))}")
    figures: Figures = {"machine": machine()}
    _print("machine", figures["machine"])
    for name in names:
        figures[name] = PARTS[name](0.1 if options.quick else 1.0)
        _print(name, figures[name])
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if wrong := figures.get("server", {}).get("wrong"):
        raise SystemExit(f"{wrong} answers of the server were wrong")


def _variations(count: int, side: float, seed: int = 0) -> list[Ink]:
    source = random.Random(seed)
    labels = sorted(STROKES)
    return [ink_of(labels[i % len(labels)], source, side) for i in range(count)]


def _requests(recognizer: Recognizer, kind: str) -> list[list[Request]]:
    """For each client its own drawings, with the answers that this process gives to them."""
    clients: list[list[Request]] = []
    for client in range(max(CLIENTS)):
        own: list[Request] = []
        for ink in _variations(DRAWINGS_PER_CLIENT, side=280.0, seed=client + 1):
            if kind == "png":
                png = png_of(ink, pen_width=14.0)
                own.append(post(PATH, png, "image/png", _checker(recognizer.recognize(png))))
            else:
                body = orjson.dumps(document_of(ink))
                right = _checker(recognizer.recognize(ink))
                own.append(post(PATH, body, "application/json", right))
        clients.append(own)
    return clients


def _checker(expected: Recognition) -> Callable[[bytes], bool]:
    """Whether an answer has the same candidates in the same order, to a thousandth."""

    def is_right(body: bytes) -> bool:
        candidates = orjson.loads(body)["candidates"]
        return len(candidates) == len(expected.candidates) and all(
            given["label"] == right.label and abs(given["confidence"] - right.confidence) < 1e-3
            for given, right in zip(candidates, expected.candidates, strict=True)
        )

    return is_right


def _fresh_server() -> AbstractContextManager[Server]:
    return serving(PATH, orjson.dumps(document_of(ink_of("7"))), "application/json")


def _load(server: Server, clients: Sequence[Sequence[Request]], total: int) -> Load:
    return run_load(HOST, server.port, clients, total)


def _megabytes(server: Server) -> float:
    return round(server.resident_bytes() / 1e6, 1)


def _figures(load: Load) -> Figures:
    return {
        "answers": len(load.latencies),
        "per_s": round(load.rate),
        "p50_ms": round(load.percentile(0.50) * 1e3, 2),
        "p99_ms": round(load.percentile(0.99) * 1e3, 2),
        "wrong": load.wrong,
    }


def _timing(timing: Timing) -> Figures:
    return {
        "calls": timing.calls,
        "p50_ms": round(timing.p50 * 1e3, 3),
        "p99_ms": round(timing.p99 * 1e3, 3),
    }


def _processor() -> str:
    """The processor's name, from Linux where it is, else as Python knows it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _print(title: str, figures: Figures) -> None:
    print(title)
    for name, value in figures.items():
        if isinstance(value, dict):
            shown = "  ".join(f"{key} {each}" for key, each in value.items())
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        print(f"  {name:<22} {shown}", flush=True)


if __name__ == "__main__":
    main()
