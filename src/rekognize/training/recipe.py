"""Recipes: everything that decides what a training run produces, read from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rekognize.bundle import Card
from rekognize.errors import InvalidRecipe

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Weights = Literal["float32", "float16", "int8"]
"""How a bundle stores the large weights of its model."""


class Network(_Part):
    """Which network, the arguments of its class, and how its weights are stored."""

    name: str = "residual"
    options: Mapping[str, object] = Field(default_factory=dict)
    weights: Weights = "float16"


class Data(_Part):
    """What is trained on.

    Attributes:
        sources: source of the pool -> the share of its images drawn each epoch, in 0..1.
            Sources are those of :mod:`rekognize.training.pool`.
        validation: share of every source, by writer where writers are known, that is set aside.
        seed: of what is set aside and of what is made up. Without it the recipe's, so that runs of
            several seeds validate each other; with it the same for all, so that one that begins
            with the weights of another is not validated by what that has learned.
        limit: at most this many images of each source (for trial runs).
    """

    sources: Mapping[str, Share]
    validation: Share = 0.02
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    limit: Annotated[int, Field(ge=1)] | None = None


class Augmentation(_Part):
    """Random changes of the training glyphs; each drawn evenly up to the given strength.

    Attributes:
        rotation: degrees either way.
        zoom: relative change of size, each axis apart.
        shift: glyph pixels either way.
        shear: tangent of the slant.
        elastic: standard deviation, in glyph pixels, of a smooth random displacement (Simard et
            al., 2003).
        stroke_width: 1.0 grows or shrinks strokes by up to one pixel on each side.
    """

    rotation: Annotated[float, Field(ge=0, le=90)] = 10.0
    zoom: Annotated[float, Field(ge=0, le=0.5)] = 0.08
    shift: Annotated[float, Field(ge=0, le=8)] = 1.0
    shear: Annotated[float, Field(ge=0, le=1)] = 0.2
    elastic: Annotated[float, Field(ge=0, le=4)] = 0.6
    stroke_width: Annotated[float, Field(ge=0, le=1)] = 0.3


class Optimisation(_Part):
    """How the weights move: AdamW, a linear warm-up, then half a cosine to zero.

    Attributes:
        warm_up: share of all steps in which the rate rises to ``learning_rate``.
        label_smoothing: weight of the even distribution in the target.
        character_weight: weight of the "is a character" loss beside the label loss.
        average: decay of the exponential moving average of the weights, which is what is
            evaluated and exported; 0 turns it off.
        frozen_normalisation: keep the means and variances of batch normalisation, as is right for
            few and uneven images. Teachers then answer of what the learner sees, bent as it is.
        enough: the probability of its label from which on a glyph teaches nothing more (as Ishida
            et al., "Do We Need Zero Training Loss After Achieving Zero Training Error?", 2020, but
            of each glyph); 1 never.
        way: how much of the way from the weights that the run starts with to those that it learns
            is gone in the end (WiSE-FT: Wortsman et al., "Robust fine-tuning of zero-shot models",
            2022). Less keeps more of what the start knew.
        patience: stop when validation accuracy has not risen for this many epochs; None never.
    """

    epochs: Annotated[int, Field(ge=1, le=10_000)] = 20
    batch_size: Annotated[int, Field(ge=1, le=65_536)] = 256
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 3e-3
    weight_decay: Annotated[float, Field(ge=0, le=1)] = 0.02
    warm_up: Share = 0.05
    label_smoothing: Annotated[float, Field(ge=0, lt=1)] = 0.03
    character_weight: Annotated[float, Field(ge=0, le=100)] = 0.3
    average: Annotated[float, Field(ge=0, lt=1)] = 0.999
    frozen_normalisation: bool = False
    enough: Annotated[float, Field(gt=0, le=1)] = 1.0
    way: Annotated[float, Field(gt=0, le=1)] = 1.0
    patience: Annotated[int, Field(ge=1)] | None = None


class Distillation(_Part):
    """How much is learnt from teachers, which are handed to the run.

    Attributes:
        weight: of the teachers' answers in the loss of what they teach; the labels have the rest.
        temperature: of both while they are compared.
        sources: whose images the teachers teach, while the labels alone teach the others, which
            may contradict them; None lets the teachers teach all.
    """

    weight: Annotated[float, Field(gt=0, le=1)] = 0.7
    temperature: Annotated[float, Field(ge=0.5, le=20)] = 2.0
    sources: tuple[str, ...] | None = None


class Specialisation(_Part):
    """A network's specialist learns, by labels alone, and its gate to tell whose a glyph is.

    All else stays as the start of the run has it.

    Attributes:
        sources: of characters, that the specialist learns; the gate sees the others as well.
    """

    sources: Annotated[tuple[str, ...], Field(min_length=1)]


class Recipe(_Part):
    """A whole training run."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    network: Network = Network()
    data: Data
    augmentation: Augmentation = Augmentation()
    optimisation: Optimisation = Optimisation()
    distillation: Distillation | None = None
    specialisation: Specialisation | None = None

    @model_validator(mode="after")
    def _names_its_own(self) -> Self:
        taught = (self.distillation and self.distillation.sources) or ()
        special = (self.specialisation and self.specialisation.sources) or ()
        if strange := sorted({*taught, *special} - self.data.sources.keys()):
            raise ValueError(
                f"what is taught or special is none of [data.sources]: {', '.join(strange)}"
            )
        if self.specialisation and (self.distillation or self.optimisation.weight_decay):
            raise ValueError("a run that specialises has no teachers and a weight_decay of 0")
        return self

    @property
    def split_seed(self) -> int:
        """The seed of what is set aside and of what is made up."""
        return self.seed if self.data.seed is None else self.data.seed

    @classmethod
    def of(cls, card: Card) -> Self:
        """The recipe that a card holds, but for how it was optimised.

        That is of no matter to whoever goes on from the model, and was another version's to say.

        Raises:
            InvalidRecipe: it holds none.
        """
        try:
            return cls.model_validate({**card.recipe, "optimisation": {}, "specialisation": None})
        except ValidationError as error:
            raise InvalidRecipe(
                f"a card holds the recipe that made its model; that of {card.identity} does not: "
                f"{error.errors()[0]['msg']}"
            ) from None

    @classmethod
    def read(cls, source: str) -> Self:
        """A recipe from a file's path, or by the name of one that is shipped.

        Raises:
            InvalidRecipe: no such file, no TOML, unknown keys, or values out of range.
        """
        path = Path(source)
        shipped = resources.files("rekognize.training") / "recipes" / f"{source}.toml"
        if path.suffix != ".toml" and shipped.is_file():
            text = shipped.read_text("utf-8")
        else:
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise InvalidRecipe(
                    f"a recipe is a TOML file or one of {', '.join(shipped_recipes())}; "
                    f"received {source!r}: {error}"
                ) from None
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise InvalidRecipe(f"{source} is no TOML: {error}") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise InvalidRecipe(
                f"{source}: {where}: {first['msg']}; received {first['input']!r}"
            ) from None


def shipped_recipes() -> list[str]:
    """Names of the recipes that come with the package."""
    folder = resources.files("rekognize.training") / "recipes"
    return sorted(Path(f.name).stem for f in folder.iterdir() if f.name.endswith(".toml"))
