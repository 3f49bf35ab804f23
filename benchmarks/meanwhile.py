"""How long answers take while the machine retrains: ``python -m benchmarks.meanwhile``.

A server answers drawings, first alone, then beside ``rekognize retrain --no-base``, which learns
corrections of this benchmark's own drawings from its database.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import orjson

from benchmarks.drawings import STROKES, document_of, ink_of
from benchmarks.load import Load, Request, post, run_load
from benchmarks.school import give_feedback
from benchmarks.server import HOST, serving
from rekognize.alphabets import INDEX
from rekognize.datasets.normalise import glyphs_of_inks
from rekognize.recognizer import Recognizer

PATH: Final = "/api/v1/recognize?alphabet=alphanumeric"
CLIENTS: Final = (1, 8)
_CORRECTIONS: Final = 1_000


def _requests(clients: int) -> Sequence[Sequence[Request]]:
    source = random.Random(clients)
    return [
        [
            post(
                PATH,
                orjson.dumps(document_of(ink_of(label, source))),
                "application/json",
                lambda body: bool(orjson.loads(body)["candidates"]),
            )
            for label in STROKES
        ]
        for _ in range(clients)
    ]


@contextmanager
def _retraining(url: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A retraining that has begun to learn; it is killed at the end."""
    command = [sys.executable, "-m", "rekognize", "retrain", "--no-base", "--database", url]
    process = subprocess.Popen(
        [*command, "--data", str(folder)],
        env=os.environ | {"XDG_DATA_HOME": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stderr or ():
            if line.startswith("epoch"):
                break
        yield process
    finally:
        process.kill()
        process.wait()


def _tell(name: str, load: Load) -> None:
    print(
        f"{name}, {load.clients} clients: {load.rate:.0f}/s, p50 {1e3 * load.percentile(0.5):.1f} "
        f"ms, p99 {1e3 * load.percentile(0.99):.1f} ms, {load.wrong} wrong",
        flush=True,
    )


def main() -> None:
    """Measure both and print; ends with 1 where an answer was wrong or the retraining ended."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meanwhile", description=__doc__)
    parser.add_argument("--total", type=int, default=4_000, help="requests of each load")
    asked = parser.parse_args()
    source = random.Random(0)
    labels = sorted(STROKES) * (_CORRECTIONS // len(STROKES))
    glyphs = glyphs_of_inks([ink_of(label, source) for label in labels])
    wrong = 0
    with tempfile.TemporaryDirectory() as kept:
        url = f"sqlite:///{kept}/kept.db"
        give_feedback(url, Recognizer.load(), glyphs, np.array([INDEX[each] for each in labels]))
        os.environ["REKOGNIZE_DATABASE"] = url
        warm = orjson.dumps(document_of(ink_of("7")))
        with serving(PATH, warm, "application/json") as server:
            for clients in CLIENTS:
                load = run_load(HOST, server.port, _requests(clients), asked.total)
                _tell("alone", load)
                wrong += load.wrong
            with _retraining(url, Path(kept)) as process:
                for clients in CLIENTS:
                    load = run_load(HOST, server.port, _requests(clients), asked.total)
                    _tell("while it retrains", load)
                    wrong += load.wrong
                ended = process.poll() is not None
    sys.exit(bool(wrong or ended))


if __name__ == "__main__":
    main()
