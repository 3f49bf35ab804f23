"""A model on disk: one ``.onnx`` and its card beside it. No pickle, no code."""

from rekognize.bundle.bundle import SHIPPED, Bundle, load_bundle, write_bundle
from rekognize.bundle.card import Calibration, Card, TrainingData

__all__ = [
    "SHIPPED",
    "Bundle",
    "Calibration",
    "Card",
    "TrainingData",
    "load_bundle",
    "write_bundle",
]
