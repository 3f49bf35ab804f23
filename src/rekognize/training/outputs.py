"""What stored models put out for glyphs."""

from __future__ import annotations

from typing import Final

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

_BATCH: Final = 1024

_Values = NDArray[np.float32]


class Stored:
    """A model as it will serve, in as many threads as training has.

    Args:
        model: bytes of an ``.onnx`` file, as :func:`rekognize.training.export.to_onnx` writes it.
    """

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def outputs(self, glyphs: _Values) -> tuple[_Values, _Values]:
        """Logits (N, 62) and character logits (N,) of float32 (N, 1, 28, 28), ink 1.0."""
        logits, character = self._session.run(["logits", "character"], {"glyphs": glyphs})
        return logits, character

    def outputs_of_pixels(self, pixels: NDArray[np.uint8]) -> tuple[_Values, _Values]:
        """The same of as many glyphs as there are, uint8 (N, 28, 28), ink 255."""
        parts = [
            self.outputs(pixels[start : start + _BATCH, None].astype(np.float32) / np.float32(255))
            for start in range(0, max(len(pixels), 1), _BATCH)
        ]
        logits, character = (np.concatenate(part) for part in zip(*parts, strict=True))
        return logits, character
