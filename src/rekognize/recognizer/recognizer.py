"""From anything drawn to an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from numbers import Integral
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.alphabets import BASE, DEFAULT, Alphabet, Prior, get_alphabet
from rekognize.bundle import Bundle, load_bundle
from rekognize.errors import InvalidImage, InvalidRequest, MissingData
from rekognize.glyphs import SIDE, Glyph, Watch, glyph_of_image, glyph_of_ink
from rekognize.images import (
    ImageLimits,
    decode_image,
    grey_of_array,
    grey_of_pil,
    read_file,
)
from rekognize.ink import Ink
from rekognize.recognizer.network import Network
from rekognize.recognizer.result import Candidate, Recognition

Drawing: TypeAlias = bytes | str | Path | Image.Image | NDArray[np.generic] | Ink
"""What can be recognised: an image file's bytes or path, a PIL image, an array, pen strokes."""


class Recognizer:
    """Reads single handwritten characters. Safe to use from many threads at once.

    Args:
        bundle: the model.
        threads: that one network call may use.

    Example:
        >>> from rekognize import Recognizer
        >>> Recognizer.load().recognize("seven.png", alphabet="digits").label  # doctest: +SKIP
        '7'
    """

    def __init__(self, bundle: Bundle, threads: int = 1) -> None:
        self.bundle = bundle
        self._network = Network(bundle, threads)

    @classmethod
    def load(cls, path: str | Path | None = None, *, threads: int = 1) -> Self:
        """A recognizer with the bundle of that path or shipped name; None is the standard one.

        Raises:
            MissingData: there is no such bundle.
            InvalidBundle: it is truncated, tampered with or foreign.
        """
        return cls(load_bundle(None if path is None else Path(path)), threads)

    def recognize(
        self, drawing: Drawing, alphabet: str = DEFAULT, top: int = 5, prior: Prior | None = None
    ) -> Recognition:
        """Read one character.

        Args:
            drawing: bytes or path of an image file, PIL image, array or :class:`Ink`.
            alphabet: name of the alphabet to answer in.
            top: how many candidates to give, 1 to 62; an alphabet with fewer labels gives all.
            prior: class prior over the alphabet; None weighs its labels equally.

        Raises:
            UnknownAlphabet, InvalidPrior, InvalidRequest: a wrong option.
            EmptyInput, NotAnImage, DamagedImage, ImageTooLarge, InvalidImage: a bad picture.
            MissingData: no such file.
        """
        return self.recognize_batch([drawing], alphabet, top, prior)[0]

    def recognize_batch(
        self,
        drawings: Sequence[Drawing],
        alphabet: str = DEFAULT,
        top: int = 5,
        prior: Prior | None = None,
    ) -> list[Recognition]:
        """Read many characters, with one network call a batch. As :meth:`recognize`."""
        glyphs = [glyph_of(drawing) for drawing in drawings]
        return self.recognize_glyphs(glyphs, alphabet, top, prior)

    def recognize_glyphs(
        self,
        glyphs: Sequence[Glyph | None],
        alphabet: str = DEFAULT,
        top: int = 5,
        prior: Prior | None = None,
    ) -> list[Recognition]:
        """Answers for glyphs already made; None stands for a blank drawing."""
        chosen = get_alphabet(alphabet)
        if isinstance(top, bool) or not isinstance(top, Integral) or not 1 <= top <= len(BASE):
            raise InvalidRequest(f"top is a whole number from 1 to {len(BASE)}, received {top!r}")
        inked = [glyph for glyph in glyphs if glyph is not None]
        pixels = np.array([glyph.pixels for glyph in inked], np.float32).reshape(-1, SIDE, SIDE)
        probabilities, scores = self.probabilities(pixels, alphabet)
        weighted = probabilities * self.weights(inked, chosen, prior)
        answers = self._answers(inked, weighted, scores, chosen, top)
        return [self._blank() if glyph is None else next(answers) for glyph in glyphs]

    def weights(
        self, glyphs: Sequence[Glyph], alphabet: Alphabet, prior: Prior | None = None
    ) -> NDArray[np.float32]:
        """What the probabilities of each glyph's shape are weighed by, float32 (N, 62) or (1, 62).

        The class prior, and how likely each class is written as high where the height is known.
        """
        weights = alphabet.prior(prior)[None]
        heights = [glyph.capital_heights for glyph in glyphs]
        size_model = self.bundle.card.size_model
        if size_model is None or all(height is None for height in heights):
            return weights
        return weights * size_model.likelihood(np.array(heights, np.float32))

    def probabilities(
        self, pixels: NDArray[np.float32], alphabet: str = DEFAULT
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Calibrated probabilities of the 62 base classes, under an even prior.

        Args:
            pixels: float32 (N, 28, 28), glyphs, ink 1.0.
            alphabet: whose calibration to use.

        Returns:
            float32 (N, 62), rows sum to one, and float32 (N,), the character scores in 0..1.

        Raises:
            InvalidImage: the array is of another type or shape.
            UnknownAlphabet: no alphabet has that name.
        """
        logits, scores = self.outputs(pixels)
        return self.calibrated(logits, alphabet), scores

    def outputs(
        self, pixels: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What the network says before an alphabet is chosen.

        Args:
            pixels: float32 (N, 28, 28), glyphs, ink 1.0.

        Returns:
            float32 (N, 62), logits, and float32 (N,), the character scores in 0..1.

        Raises:
            InvalidImage: the array is of another type or shape.
        """
        if pixels.dtype != np.float32 or pixels.ndim != 3 or pixels.shape[1:] != (SIDE, SIDE):
            raise InvalidImage(
                f"glyphs are float32 (N, {SIDE}, {SIDE}), received {pixels.dtype} {pixels.shape}"
            )
        logits, character = self._network.run(pixels)
        return logits, (1.0 / (1.0 + np.exp(-character.clip(-80, 80)))).astype(np.float32)

    def calibrated(
        self, logits: NDArray[np.float32], alphabet: str = DEFAULT
    ) -> NDArray[np.float32]:
        """Probabilities of the base classes from :meth:`outputs`' logits, float32 (N, 62).

        Raises:
            UnknownAlphabet: no alphabet has that name.
        """
        chosen = get_alphabet(alphabet).name
        scaled = logits / np.float32(self.bundle.card.calibration.temperature[chosen])
        scaled -= scaled.max(axis=1, keepdims=True)
        np.exp(scaled, out=scaled)
        scaled /= scaled.sum(axis=1, keepdims=True)
        return scaled

    def _blank(self) -> Recognition:
        return Recognition(
            candidates=(),
            outside=0.0,
            outside_label=None,
            has_ink=False,
            is_character=False,
            character_score=0.0,
            glyph=None,
            model=self.bundle.card.identity,
        )

    def _answers(
        self,
        glyphs: Sequence[Glyph],
        weighted: NDArray[np.float32],
        scores: NDArray[np.float32],
        alphabet: Alphabet,
        top: int,
    ) -> Iterator[Recognition]:
        """An answer a glyph; what is reckoned with NumPy is reckoned for all of them at once."""
        labels, outside = alphabet.share_out(weighted)
        best = np.argsort(-labels, axis=1, kind="stable")[:, :top]
        confidences = np.take_along_axis(labels, best, axis=1).tolist()
        foreign = np.where(alphabet.member_mask, -1.0, weighted).argmax(axis=1)
        holds_all = bool(alphabet.member_mask.all())
        characters = (scores >= self.bundle.card.calibration.character_threshold).tolist()
        for place, glyph in enumerate(glyphs):
            yield Recognition(
                candidates=tuple(
                    Candidate(alphabet.labels[label], confidence)
                    for label, confidence in zip(best[place], confidences[place], strict=True)
                ),
                outside=float(outside[place]),
                outside_label=None if holds_all else BASE[foreign[place]],
                has_ink=True,
                is_character=characters[place],
                character_score=float(scores[place]),
                glyph=glyph,
                model=self.bundle.card.identity,
            )


def glyph_of(drawing: Drawing, watch: Watch | None = None) -> Glyph | None:
    """The glyph of anything that can be recognised; None when it holds no ink.

    Args:
        drawing: what to read.
        watch: is shown the steps on the way.

    Raises:
        InvalidImage: and its children, for what is no readable picture.
        EmptyInput: no bytes.
        MissingData: a path at which there is no file.
    """
    if isinstance(drawing, Ink):
        return glyph_of_ink(drawing, watch)
    if isinstance(drawing, bytes):
        return glyph_of_image(decode_image(drawing), watch=watch)
    if isinstance(drawing, str | Path):
        try:
            with Path(drawing).open("rb") as file:
                data = read_file(file, ImageLimits())
        except OSError as error:
            raise MissingData(f"cannot read {str(drawing)!r}: {error.strerror}") from None
        except ValueError as error:  # no path at all: it holds a null character
            raise MissingData(f"cannot read {str(drawing)!r}: {error}") from None
        return glyph_of_image(decode_image(data), watch=watch)
    if isinstance(drawing, Image.Image):
        return glyph_of_image(grey_of_pil(drawing), watch=watch)
    if isinstance(drawing, np.ndarray):
        return glyph_of_image(grey_of_array(drawing), watch=watch)
    raise InvalidImage(
        f"a drawing is bytes, a path, a PIL image, a NumPy array or Ink, "
        f"received {type(drawing).__name__}"
    )
