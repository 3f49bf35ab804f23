"""The network of a bundle, run by ONNX Runtime."""

from __future__ import annotations

from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rekognize.alphabets import BASE
from rekognize.bundle import Bundle
from rekognize.errors import InvalidBundle
from rekognize.glyphs import SIDE

_LARGEST_BATCH: Final = 256
"""Glyphs a call: more gains no speed and takes memory."""


class Network:
    """Glyphs in, logits out. Safe to call from many threads at once.

    Args:
        bundle: whose model to run.
        threads: of one call.

    Raises:
        InvalidBundle: ONNX Runtime cannot run the model, or its inputs and outputs are not those
            of a Rekognize network.
    """

    def __init__(self, bundle: Bundle, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait for the next call by spinning take the cores from whoever prepares it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # An arena that grows with the largest batch would never be given back.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(
                bundle.model, options, providers=["CPUExecutionProvider"]
            )
            inputs = [i.name for i in self._session.get_inputs()]
            outputs = [o.name for o in self._session.get_outputs()]
            if inputs != ["glyphs"] or outputs != ["logits", "character"]:
                raise InvalidBundle(
                    f"a network has the input glyphs and the outputs logits and character; "
                    f"{bundle.path} has {inputs} and {outputs}"
                )
            logits, character = self.run(np.zeros((2, SIDE, SIDE), np.float32))
        except InvalidBundle:
            raise
        except Exception as error:  # noqa: BLE001 - ONNX Runtime's errors share no base class
            raise InvalidBundle(f"ONNX Runtime cannot run {bundle.path}: {error}") from None
        if logits.shape != (2, len(BASE)) or character.shape != (2,):
            raise InvalidBundle(
                f"a network answers (N, {len(BASE)}) and (N,); "
                f"{bundle.path} answers {logits.shape} and {character.shape} for two glyphs"
            )

    def run(self, glyphs: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """float32 (N, 28, 28) in 0..1 -> logits (N, 62) and character logits (N,)."""
        parts = [
            self._session.run(None, {"glyphs": glyphs[start : start + _LARGEST_BATCH, None]})
            for start in range(0, len(glyphs), _LARGEST_BATCH)
        ]
        if not parts:
            return np.zeros((0, len(BASE)), np.float32), np.zeros(0, np.float32)
        if len(parts) == 1:
            return parts[0][0], parts[0][1]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
