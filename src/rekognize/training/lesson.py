"""A lesson to watch: the classic network learns a few thousand digits, and nothing of it is kept.

It runs as a process of its own, ``python -m rekognize.training.lesson DIGITS EPOCHS``, and tells
how far it is in lines of JSON on standard output. It ends with whoever began it: when standard
input is closed, by whatever kill.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import platformdirs

from rekognize.alphabets import BASE
from rekognize.datasets.catalogue import default_roots, load_samples
from rekognize.datasets.normalise import glyphs_of_images
from rekognize.errors import Conflict, RekognizeError

if TYPE_CHECKING:
    from rekognize.datasets.samples import Samples
    from rekognize.training.loop import Run

Tell = Callable[[dict[str, Any]], None]

HELD_OUT: Final = 400
"""Digits that the network never learns from and is judged by, several times a second."""

_AT_ONCE: Final = 500
_BATCHES: Final = (16, 64)
"""Least and most digits in a step: few digits still give some tens of steps an epoch."""


def teach(samples: Samples, digits: int, epochs: int, folder: Path, tell: Tell) -> None:
    """Give the lesson.

    Args:
        samples: that many digits are drawn from them, and :data:`HELD_OUT` more; as many as there
            are where there are fewer.
        digits: to learn from.
        epochs: how often each is shown.
        folder: where the training loop keeps what it wants to.
        tell: is told ``preparing`` while glyphs are made, ``learning`` about twice a second with
            the loss since the last time, the accuracy on the held-out digits and the kernels of
            the first layer, and ``finished``.
    """
    rows = np.random.default_rng(0).permutation(len(samples.images))[: digits + HELD_OUT]
    held_out = min(HELD_OUT, len(rows) // 2)
    glyphs = []
    for start in range(0, len(rows), _AT_ONCE):
        tell({"state": "preparing", "share": start / len(rows)})
        glyphs.append(glyphs_of_images(samples.images[rows[start : start + _AT_ONCE]]))
    tell({"state": "preparing", "share": 1.0})
    import torch

    from rekognize.training.curves import Epoch
    from rekognize.training.loop import Progress, Run
    from rekognize.training.pool import Pool, log_prior
    from rekognize.training.recipe import Recipe

    recipe = Recipe.read("classic")
    batch = int(np.clip(digits // 32, *_BATCHES))
    optimisation = recipe.optimisation.model_copy(update={"epochs": epochs, "batch_size": batch})
    targets = samples.targets[rows]
    pool = Pool(
        glyphs=np.concatenate(glyphs),
        targets=targets,
        source=np.zeros(len(rows), np.int64),
        validation=np.arange(len(rows)) < held_out,
        names=tuple(recipe.data.sources),
        log_prior=log_prior(targets, np.ones(len(BASE)))[None],
        dropped={},
    )
    recipe = recipe.model_copy(update={"optimisation": optimisation})
    run = Run(recipe, pool, folder, torch.device("cpu"))
    before = (0, 0.0)

    def watch(news: Progress | Epoch) -> None:
        nonlocal before
        if isinstance(news, Epoch):
            before = (0, 0.0)
            return
        # The loop tells the mean since the epoch began; shown is the mean since it last told.
        steps, total = news.step, news.step * news.loss
        loss = (total - before[1]) / (steps - before[0])
        before = (steps, total)
        told = _state(run, news.epoch + news.step / news.steps)
        tell(told | {"state": "learning", "loss": loss, "rate": news.rate, "left": news.left})

    run.train(watch)
    tell(_state(run, float(epochs)) | {"state": "finished"})


def _state(run: Run, epoch: float) -> dict[str, Any]:
    """How good the network is, and its first layer's kernels."""
    first = next(weight for weight in run.average.parameters() if weight.dim() == 4)
    kernels = first.detach().numpy()
    scale = float(np.abs(kernels).max()) / 127 or 1.0
    packed = np.rint(kernels / scale).astype(np.int8).tobytes()
    return {
        "epoch": epoch,
        "accuracy": run.validate(run.average)[0],
        "kernels": {
            "shape": list(kernels.shape),
            "scale": scale,
            "values": base64.b64encode(packed).decode(),
        },
    }


def _tell(news: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(news) + "\n")
    sys.stdout.flush()


def _end_with_parent(folder: Path) -> None:
    # Not sys.stdin.read(): a thread that holds its lock keeps Python from ending.
    while os.read(sys.stdin.fileno(), 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Give the lesson that the arguments ask for, alone on this computer.

    Whatever goes wrong is told as ``failed``, with the error's ``code`` and ``message``.
    """
    from filelock import FileLock, Timeout

    digits, epochs = (int(argument) for argument in sys.argv[1:])
    own = Path(platformdirs.user_cache_dir("rekognize"))
    own.mkdir(parents=True, exist_ok=True)
    folder = own / "lesson"
    setting = os.environ.get("REKOGNIZE_DATA")
    try:
        # The system lets go of the lock when the process dies.
        with FileLock(own / "lesson.lock", timeout=0):
            Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
            samples = load_samples("mnist/train", default_roots(Path(setting) if setting else None))
            shutil.rmtree(folder, ignore_errors=True)
            teach(samples, digits, epochs, folder, _tell)
            shutil.rmtree(folder, ignore_errors=True)
    except Timeout:
        busy = Conflict("one lesson is given at a time, received another")
        _tell({"state": "failed", "code": busy.code, "message": busy.message})
    except RekognizeError as error:
        _tell({"state": "failed", "code": error.code, "message": error.message})


if __name__ == "__main__":
    main()
