"""What each layer of the serving model saw, and which ink decided."""

from rekognize.explanation.explainer import Decision, Explainer, Explanation
from rekognize.explanation.layers import Kind, Layer
from rekognize.explanation.nearest import Example, Nearest
from rekognize.explanation.terms import Written
from rekognize.explanation.why import Erasure, Why

__all__ = [
    "Decision",
    "Erasure",
    "Example",
    "Explainer",
    "Explanation",
    "Kind",
    "Layer",
    "Nearest",
    "Why",
    "Written",
]
