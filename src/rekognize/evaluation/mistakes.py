"""The surest mistakes of a model: what it reads wrong and would swear to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, DEFAULT, get_alphabet
from rekognize.evaluation.evaluate import Outputs
from rekognize.evaluation.folds import same_picture
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Mistake:
    """One sample read wrong.

    Attributes:
        index: of the sample in its set.
        true: its label, or the first that it may have.
        answered: the model's.
        confidence: of that answer, over characters that look the same together.
    """

    index: int
    true: str
    answered: str
    confidence: float


_LOOKS: Final = sorted({same_picture(label) for label in BASE})
_MEMBERS: Final = np.array(
    [[same_picture(label) == look for look in _LOOKS] for label in BASE], np.float32
)


def by_look(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums of base-class probabilities, float32 (N, 62) -> (N, 48), over equal looks."""
    looks: NDArray[np.float32] = probabilities @ _MEMBERS
    return looks


def surest_mistakes(
    recognizer: Recognizer, glyphs: GlyphSet, outputs: Outputs, most: int
) -> list[Mistake]:
    """The wrong answers given with most confidence, at most one of each kind, surest first.

    A character taken for one that looks the same, such as O for 0, is no mistake here.
    """
    probabilities = recognizer.calibrated(outputs.logits, DEFAULT)
    inside, _ = get_alphabet(DEFAULT).read(probabilities)
    looks = by_look(inside)
    allowed = by_look(glyphs.targets.astype(np.float32)) > 0
    answered = looks.argmax(axis=1)
    confidence = looks.max(axis=1)
    wrong = glyphs.has_ink & ~allowed[np.arange(len(glyphs)), answered]
    found: dict[tuple[str, str], Mistake] = {}
    for index in np.argsort(-np.where(wrong, confidence, -1.0), kind="stable"):
        if not wrong[index] or len(found) == most:
            break
        true = BASE[int(glyphs.targets[index].argmax())]
        mistake = Mistake(
            int(index), true, BASE[int(inside[index].argmax())], float(confidence[index])
        )
        found.setdefault((true, mistake.answered), mistake)
    return list(found.values())
