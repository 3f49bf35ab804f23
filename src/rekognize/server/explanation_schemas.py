"""The answer of ``POST /api/v1/explain``: what OpenAPI says of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from rekognize.server.schemas import BoxBody, CandidateBody, Share

Base64 = Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]


class PackedBody(BaseModel):
    """Numbers as bytes."""

    scale: Annotated[float, Field(ge=0, description="What a byte's 1 stands for.")]
    values: Annotated[Base64, Field(description="Base64 of signed bytes, the last axis fastest.")]


class GroupBody(CandidateBody):
    """One label of the alphabet and the base classes that it adds up."""

    members: str


class GlyphBody(BaseModel):
    """What the network sees, and where that ink stood."""

    pixels: Annotated[Base64, Field(description="28 x 28 bytes, row by row, 0 paper, 255 ink.")]
    box: BoxBody
    pen_width: float


class StepBody(BaseModel):
    """One picture on the way from the drawing to the glyph."""

    name: Annotated[str, Field(description="picture, contrast, found (of a picture); cut, width.")]
    png: Base64
    box: Annotated[BoxBody, Field(description="Its place in the drawing's own units.")]
    facts: Annotated[dict[str, float | bool], Field(description="What the step decided.")]


class ReachBody(BaseModel):
    """Output pixel i looks at count pixels from start + i * step, every spacing-th."""

    start: int
    step: int
    count: int
    spacing: int


class WindowBody(BaseModel):
    """Where a pixel looks."""

    rows: ReachBody
    columns: ReachBody


class LayerBody(BaseModel):
    """One layer of the network."""

    name: str
    kind: Annotated[
        str, Field(description="convolution, dense, relu, max_pool, average_pool, add or other.")
    ]
    operator: Annotated[str, Field(description="Its name in ONNX.")]
    inputs: Annotated[list[str], Field(description="Layers that it takes; glyph is the picture.")]
    shape: Annotated[list[int], Field(description="Of its output: channels, rows, columns.")]
    weights: Annotated[list[int] | None, Field(description="Shape of its weights.")]
    parameters: int
    window: Annotated[WindowBody | None, Field(description="Where its pixels look, before it.")]
    field: Annotated[WindowBody | None, Field(description="Where its pixels look in the glyph.")]
    least: float | None
    most: float | None
    maps: Annotated[PackedBody | None, Field(description="Its output, where asked for.")]


class DecisionBody(BaseModel):
    """The last weighted sum: the answer's logit less the rival's is the sum of features times
    (for_answer - for_rival), plus the difference of the biases.
    """

    answer: Annotated[str, Field(description="Base class that the answer rests on.")]
    rival: Annotated[str, Field(description="Base class that the second-best rests on.")]
    features: list[float]
    for_answer: list[float]
    for_rival: list[float]
    biases: tuple[float, float]


class KernelsBody(PackedBody):
    """A layer's weights."""

    layer: str
    shape: list[int]
    bias: list[float]


class NumberBody(BaseModel):
    """One number of a layer, written out."""

    layer: str
    place: list[int]
    value: Annotated[float, Field(description="As the network computed it.")]
    shape: Annotated[list[int], Field(description="Of inputs and weights; empty ones are [0].")]
    inputs: Annotated[
        list[float | None], Field(description="What it is made of; null beyond a pool's edge.")
    ]
    weights: list[float] | None
    bias: float | None
    chosen: Annotated[int | None, Field(description="Which of the inputs max-pooling took.")]
    corner: Annotated[
        tuple[int, int] | None, Field(description="Row and column of the first input.")
    ]


class ErasureBody(BaseModel):
    """A spot without whose ink the answer would be another."""

    row: float
    column: float
    radius: Annotated[float, Field(description="In glyph pixels, as row and column.")]
    ink: Annotated[Share, Field(description="Share of all ink that it takes away.")]
    label: str
    confidence: Share


class WhyBody(BaseModel):
    """Which ink decided: 28 x 28 falls of the log-odds when the ink around a pixel is erased."""

    answer: PackedBody
    rival: PackedBody
    erasure: ErasureBody | None


class ExampleBody(BaseModel):
    """A drawing that the standard model learnt from."""

    label: str
    pixels: Annotated[str, Field(description="base64 of 28 x 28 bytes, ink 255.")]
    similarity: Annotated[
        float, Field(ge=-1.01, le=1.01, description="Cosine between what the last layer takes.")
    ]


class NearestBody(BaseModel):
    """The most similar drawings of the answer and of the second-best, most similar first."""

    answer: list[ExampleBody]
    rival: list[ExampleBody]


class ExplanationBody(BaseModel):
    """How one drawing was read."""

    model: str
    alphabet: str
    label: str | None
    has_ink: bool
    is_character: bool
    character_score: Share
    outside: Share
    outside_label: str | None
    candidates: Annotated[list[GroupBody], Field(description="Every label, best first.")]
    glyph: GlyphBody | None
    steps: list[StepBody]
    layers: list[LayerBody]
    logits: Annotated[list[float] | None, Field(description="Of the 62 base classes.")]
    character_logit: float | None
    temperature: Annotated[float, Field(description="What logits are divided by.")]
    probabilities: Annotated[
        list[float] | None, Field(description="Softmax of logits / temperature.")
    ]
    prior: Annotated[list[float], Field(description="What probabilities are weighed by.")]
    decision: DecisionBody | None
    kernels: KernelsBody | None
    number: NumberBody | None
    why: WhyBody | None
    nearest: NearestBody | None
    time_ms: Annotated[float, Field(ge=0)]
