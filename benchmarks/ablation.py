"""What is each source of training worth? A small network learns without it, and is judged.

    python -m benchmarks.ablation --data ../shared/data

The network and the sources are those of the recipe ``tiny``, which learns here from labels alone,
without a teacher: for each seed once from all of them, and once without each. Runs take about as
many steps, so that a smaller pool is no shorter lesson. What is printed of a source is the mean
over the seeds of what it changes to leave it out, and in brackets how far apart the seeds are
there: a change that is not far larger than that says nothing. Runs are kept in the folder: a
second call goes on where the first was broken off, and more seeds are added to those before.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import orjson

from rekognize.bundle.bundle import write_whole
from rekognize.evaluation import Evaluation
from rekognize.evaluation.benchmark import TABLE, Result, run_table
from rekognize.evaluation.rejection import Rejection
from rekognize.evaluation.shelf import Shelf
from rekognize.evaluation.things import THINGS
from rekognize.recognizer import Recognizer
from rekognize.training.loop import Run, choose_device
from rekognize.training.pool import Pool, read_pool
from rekognize.training.produce import produce
from rekognize.training.recipe import Data, Recipe

RECIPE: Final = "tiny"
PARTS: Final = (*TABLE, *THINGS)

EPOCHS: Final = 3
SHARE: Final = 0.5
"""Of the recipe's images an epoch: a broken-off run loses little, and steps can be evened."""


Figures: TypeAlias = dict[str, float]
"""Of one model: title -> what was reached."""


def sources_of(pool: Pool) -> dict[str, float]:
    """The share of each of a pool's sources that an epoch draws."""
    shares = Recipe.read(RECIPE).data.sources
    return {name: shares[name] * SHARE for name in pool.names}


def epoch_size(pool: Pool) -> float:
    """Glyphs that an epoch draws."""
    counts = pool.counts()
    return sum(counts[name] * share for name, share in sources_of(pool).items())


def recipe_of(pool: Pool, seed: int, size: float) -> Recipe:
    """The recipe for the sources of a pool, in so many epochs as draw ``size`` glyphs."""
    whole = Recipe.read(RECIPE)
    epochs = max(1, round(size / epoch_size(pool)))
    return whole.model_copy(
        update={
            "name": "ablation",
            "seed": seed,
            "data": Data(sources=sources_of(pool)),
            "optimisation": whole.optimisation.model_copy(update={"epochs": epochs}),
            "distillation": None,
        }
    )


def without(pool: Pool, source: str) -> Pool:
    """The pool less one of its sources."""
    number = pool.names.index(source)
    kept = pool.source != number
    return Pool(
        pool.glyphs[kept],
        pool.targets[kept],
        pool.source[kept] - (pool.source[kept] > number),
        pool.validation[kept],
        tuple(name for name in pool.names if name != source),
        np.delete(pool.log_prior, number, axis=0),
        {name: dropped for name, dropped in pool.dropped.items() if name != source},
    )


def judged(pool: Pool, seed: int, size: float, folder: Path, shelf: Shelf) -> Figures:
    """What a network reaches that has learnt from a pool: kept in the run's folder.

    By title, accuracies in percent and AUROCs in hundredths.
    """
    path = folder / "figures.json"
    if path.exists():
        kept: Figures = orjson.loads(path.read_bytes())
        return kept
    recipe = recipe_of(pool, seed, size)
    network = Run(recipe, pool, folder, choose_device()).train()
    bundle = produce(network, recipe, pool, shelf.roots[0], folder / "model.onnx")
    table = run_table([Recognizer(bundle)], shelf, PARTS)
    found = {part.title: _figure(results[0]) for part, results in table if results}
    write_whole(path, orjson.dumps(found))
    return found


def _figure(result: Result) -> float:
    if isinstance(result, Rejection):
        return 100 * result.auroc
    if isinstance(result, Evaluation):
        return 100 * result.metrics.accuracy
    raise TypeError(f"the ablation has no sweeps, received {type(result).__name__}")


def lines(whole: Sequence[Figures], ablated: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    """The table in Markdown: a row a source, a column a figure; what is given is by seed."""
    titles = list(whole[0])
    yield f"| left out | {' | '.join(titles)} |"
    yield f"|---|{'---|' * len(titles)}"
    found = ([each[title] for each in whole] for title in titles)
    yield f"| nothing | {' | '.join(_mean(values, '.2f') for values in found)} |"
    for source, judged in ablated.items():
        pairs = list(zip(judged, whole, strict=True))
        changes = ([less[title] - all_[title] for less, all_ in pairs] for title in titles)
        yield f"| {source} | {' | '.join(_mean(values, '+.2f') for values in changes)} |"


def _mean(values: Sequence[float], form: str) -> str:
    spread = f" ({max(values) - min(values):.2f})" if len(values) > 1 else ""
    return f"{statistics.mean(values):{form}}{spread}"


def main() -> int:
    """Train, judge and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/ablation"), help="kept runs")
    parser.add_argument("--cache", type=Path, default=Path(".cache"), help="prepared glyphs")
    parser.add_argument("--seeds", type=int, default=3, help="of each")
    arguments = parser.parse_args()
    pool = read_pool(Recipe.read(RECIPE).data, arguments.data, arguments.cache, seed=1)
    size = EPOCHS * epoch_size(pool)
    shelf = Shelf((arguments.data,), arguments.cache)

    def by_seed(pool: Pool, name: str) -> list[Figures]:
        found = []
        for seed in range(1, arguments.seeds + 1):
            folder = arguments.runs / f"{name.replace(':', '-')}-{seed}"
            found.append(judged(pool, seed, size, folder, shelf))
            print(folder.name, {t: round(f, 2) for t, f in found[-1].items()}, file=sys.stderr)
        return found

    whole = by_seed(pool, "all")
    ablated = {source: by_seed(without(pool, source), source) for source in pool.names}
    print("\n".join(lines(whole, ablated)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
