"""From a finished run to a bundle."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from rekognize.alphabets import BASE
from rekognize.bundle import Bundle, Card, TrainingData, write_bundle
from rekognize.glyphs import GLYPH_VERSION
from rekognize.training.calibrate import calibrate
from rekognize.training.curves import curves_of, read_epochs
from rekognize.training.export import to_onnx
from rekognize.training.footprint import footprint
from rekognize.training.networks import parameter_count
from rekognize.training.outputs import Stored
from rekognize.training.pool import Pool, data_hashes, written_heights
from rekognize.training.recipe import Recipe

LICENCES: Final = (
    "NIST Special Database 19 and MNIST: public domain works of NIST. UNIPEN and the small "
    "collections: research terms or none stated; no image of theirs is distributed. Typefaces: "
    "SIL Open Font License 1.1, Apache-2.0 or MIT, as their packages say. "
    "Weights: Apache-2.0."
)


def produce(
    network: nn.Module,
    recipe: Recipe,
    pool: Pool,
    root: Path,
    path: Path,
    parent: Card | None = None,
    teachers: Sequence[Card] = (),
) -> Bundle:
    """Export, calibrate and write the bundle of a trained network.

    Args:
        network: trained, on any device.
        recipe: that made it.
        pool: that it learnt from; its validation part calibrates.
        root: folder of the data files, for their hashes.
        path: of the ``.onnx`` file to write, in the run's folder: its curves go into the card.
        parent: card of the model that training started from.
        teachers: cards of the models that it learnt from.
    """
    parameters = parameter_count(network)
    device = next(network.parameters()).device
    model = to_onnx(network, recipe.network.weights)
    digest = hashlib.sha256(model).hexdigest()
    rows = np.flatnonzero(pool.validation)
    logits, character = Stored(model).outputs_of_pixels(pool.glyphs[rows])
    targets = pool.targets[rows]
    real = targets.any(axis=1)
    prior = pool.log_prior[pool.source[rows]]
    right = targets[np.arange(len(rows)), (logits + prior).argmax(axis=1)][real]
    people = np.isin(rows, pool.calibrating())
    epochs = read_epochs(path.parent)
    now = datetime.now(UTC)
    card = Card(
        name=recipe.name,
        version=f"{now:%Y.%m.%d}-{digest[:8]}",
        classes=BASE,
        glyph_version=GLYPH_VERSION,
        parameters=parameters,
        sha256=digest,
        recipe=recipe.model_dump(mode="json"),
        parent=None if parent is None else parent.identity,
        teachers=tuple(teacher.identity for teacher in teachers),
        training=TrainingData(
            images=pool.counts(),
            dropped=pool.dropped,
            files=data_hashes(pool.names, root),
            licences=LICENCES,
        ),
        curves=curves_of(epochs),
        calibration=calibrate(logits[people], character[people], targets[people], prior[people]),
        size_model=written_heights(recipe.data, root),
        metrics={"validation accuracy": float(right.mean())} if real.any() else {},
        measured_by=f"rekognize train {recipe.name}",
        created=f"{now:%Y-%m-%d}",
        environment={
            "torch": torch.__version__,
            "python": platform.python_version(),
            "machine": f"{platform.machine()}, {torch.get_num_threads()} threads",
            "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
            **footprint(epochs, torch.get_num_threads(), device.type == "cuda"),
        },
    )
    return write_bundle(path, model, card)
