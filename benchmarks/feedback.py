"""Ten thousand feedbacks from 32 clients at once: none lost, none doubled, and how long each takes.

``python -m benchmarks.feedback`` keeps them in SQLite, ``--database postgresql://...`` in an empty
database of a PostgreSQL. Each comes with its drawing, and every tenth is sent again.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import orjson

from benchmarks.drawings import STROKES, document_of, ink_of
from benchmarks.load import Load, Request, post, run_load
from benchmarks.server import HOST, PATIENCE, serving

FEEDBACK: Final = "/api/v1/feedback"
CLIENTS: Final = 32
TOTAL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the feedback.

    Attributes:
        load: what the clients met.
        acknowledged: how often each key was answered with a receipt.
        kept: how often each key is in the database.
    """

    load: Load
    acknowledged: Counter[str]
    kept: Counter[str]

    @property
    def lost(self) -> int:
        """Keys that were acknowledged and are not kept."""
        return len(self.acknowledged.keys() - self.kept.keys())

    @property
    def doubled(self) -> int:
        """Records beyond the first of a key."""
        return sum(count - 1 for count in self.kept.values())


def measure(database: str, total: int, clients: int) -> Outcome:
    """Send feedback to a fresh server, and read back what it kept."""
    os.environ["REKOGNIZE_DATABASE"] = database
    warm = orjson.dumps({"label": "7", "key": "the-first-one", **document_of(ink_of("7"))})
    acknowledged: Counter[str] = Counter()
    with serving(FEEDBACK, warm, "application/json") as server:
        requests = _requests(total, clients, acknowledged)
        load = run_load(HOST, server.port, requests, total)
        return Outcome(load, acknowledged, _kept(server.port))


def _requests(total: int, clients: int, acknowledged: Counter[str]) -> Sequence[Sequence[Request]]:
    """For each client its own; a client that is through begins again, with the same keys."""
    labels = sorted(STROKES)
    requests: list[list[Request]] = [[] for _ in range(clients)]
    for place in range(total):
        number = place - (place % 10 == 9)
        label, key = labels[number % len(labels)], f"benchmark-{number}"
        sent = {"label": label, "key": key, **document_of(ink_of(label, random.Random(number)))}
        is_receipt = partial(_is_receipt, acknowledged, key)
        requests[place % clients].append(
            post(FEEDBACK, orjson.dumps(sent), "application/json", is_receipt)
        )
    return requests


def _is_receipt(acknowledged: Counter[str], key: str, body: bytes) -> bool:
    acknowledged[key] += 1
    return len(orjson.loads(body)["id"]) == 32


def _kept(port: int) -> Counter[str]:
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", f"{FEEDBACK}/export")
    answer = connection.getresponse()
    kept = Counter(str(orjson.loads(line)["key"]) for line in answer)
    connection.close()
    return kept


def main() -> None:
    """Measure and print; ends with 1 where anything was refused, lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feedback", description=__doc__)
    parser.add_argument("--database", help="an empty one; without it an SQLite file")
    parser.add_argument("--total", type=int, default=TOTAL)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or f"sqlite:///{Path(folder) / 'feedback.db'}"
        found = measure(database, options.total, options.clients)
    load = found.load
    print(
        f"{len(load.latencies)} from {load.clients} clients: {load.rate:.0f}/s, "
        f"p50 {load.percentile(0.5) * 1e3:.1f} ms, p99 {load.percentile(0.99) * 1e3:.1f} ms; "
        f"{load.wrong} refused, {found.lost} lost, {found.doubled} doubled"
    )
    if load.wrong or found.lost or found.doubled:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
