"""The card of a model: what it is, what it was trained on, how it is to be read, how good it is.

After Mitchell et al., "Model Cards for Model Reporting" (2019).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rekognize.alphabets import ALPHABETS, BASE
from rekognize.bundle.size_model import SizeModel

_NAME: Final = "[a-z0-9][a-z0-9-]*"
_VERSION: Final = "[A-Za-z0-9.-]+"

Temperature = Annotated[float, Field(gt=0.01, lt=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrainingData(_Part):
    """What the model was trained on.

    Attributes:
        images: source -> training images.
        dropped: source -> reason -> images left out.
        files: SHA-256 of each data file read.
        licences: what is known of the terms.
    """

    images: Mapping[str, int]
    dropped: Mapping[str, Mapping[str, int]]
    files: Mapping[str, str]
    licences: str


class Calibration(_Part):
    """How the network's outputs become probabilities.

    Attributes:
        temperature: by alphabet, divides the logits before the softmax (Guo et al., 2017).
        character_threshold: least character score that counts as a character.
        data: what both were fitted on.
    """

    temperature: Mapping[str, Temperature]
    character_threshold: Annotated[float, Field(ge=0, le=1)]
    data: str

    @model_validator(mode="after")
    def _every_alphabet(self) -> Calibration:
        missing = set(ALPHABETS) - set(self.temperature)
        if missing:
            raise ValueError(f"no temperature for {', '.join(sorted(missing))}")
        return self


class EpochFigures(_Part):
    """What one epoch of training reached; figures that are no numbers are None.

    Attributes:
        training_loss: mean over the epoch's augmented batches, with the weights of the moment.
        validation_loss: after it, on what was set aside, with the averaged weights.
        validation_accuracy: of the same, in 0..1.
        learning_rate: of the epoch's last step.
    """

    training_loss: float | None
    validation_loss: float | None
    validation_accuracy: Annotated[float, Field(ge=0, le=1)] | None
    learning_rate: Annotated[float, Field(ge=0)]


class Card(_Part):
    """A model's card.

    Attributes:
        format: version of this layout.
        name: of the recipe.
        version: of the weights: the date they were made and the start of their hash.
        classes: the outputs in order; always the 62 base classes.
        glyph_version: of the preprocessing that the weights expect.
        parameters: trainable numbers.
        sha256: of the ``.onnx`` file.
        recipe: the whole recipe that made it.
        parent: ``name@version`` of the model whose weights training started from, if any.
        teachers: ``name@version`` of the models that it learnt from, if any.
        joined: ``name@version`` of the models whose weights were averaged with what was learnt, if
            any; none of what is trained now.
        training: the data.
        curves: the epochs of the run that made it, in order, without those of its parent's; none
            where they were not kept.
        calibration: how to read the outputs.
        size_model: how high each class is written, if that was learnt.
        metrics: figure by name, each measured by the command in ``measured_by``.
        measured_by: the command that prints the metrics again.
        created: ISO 8601 date.
        environment: versions and hardware of the training run.
        weaknesses: what it is known to do badly.
    """

    format: Literal[1] = 1
    name: Annotated[str, Field(pattern=f"^{_NAME}$", max_length=40)]
    version: Annotated[str, Field(pattern=f"^{_VERSION}$", max_length=40)]
    classes: str
    glyph_version: int
    parameters: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    recipe: Mapping[str, object]
    parent: str | None = None
    teachers: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    training: TrainingData
    curves: tuple[EpochFigures, ...] = ()
    calibration: Calibration
    size_model: SizeModel | None = None
    metrics: Mapping[str, float]
    measured_by: str
    created: str
    environment: Mapping[str, str]
    weaknesses: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _base_classes(self) -> Card:
        if self.classes != BASE:
            raise ValueError(f"classes must be {BASE}, received {self.classes!r}")
        return self

    @property
    def identity(self) -> str:
        """``name@version``, as answers state it."""
        return f"{self.name}@{self.version}"


def is_identity(text: str) -> bool:
    """Whether a text has the form of a card's identity, ``name@version``."""
    return re.fullmatch(f"{_NAME}@{_VERSION}", text) is not None
