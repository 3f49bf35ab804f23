"""Versions of the model, which of them serves, and how it came to."""

from rekognize.registry.events import Event, What
from rekognize.registry.registry import CANDIDATE, CHAMPION, Registry, Version
from rekognize.registry.retrainings import Retraining, Retrainings, RunState

__all__ = [
    "CANDIDATE",
    "CHAMPION",
    "Event",
    "Registry",
    "Retraining",
    "Retrainings",
    "RunState",
    "Version",
    "What",
]
