"""A model on disk: one ``.onnx`` and its card beside it. No pickle, no code."""

from rekognize.bundle.bundle import (
    SHIPPED,
    Bundle,
    card_bytes,
    check_bundle,
    load_bundle,
    read_card,
    write_bundle,
)
from rekognize.bundle.card import Calibration, Card, EpochFigures, TrainingData, is_identity
from rekognize.bundle.size_model import SizeModel, fit_size_model

__all__ = [
    "SHIPPED",
    "Bundle",
    "Calibration",
    "Card",
    "EpochFigures",
    "SizeModel",
    "TrainingData",
    "card_bytes",
    "check_bundle",
    "fit_size_model",
    "is_identity",
    "load_bundle",
    "read_card",
    "write_bundle",
]
