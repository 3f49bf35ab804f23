"""The gate: whether a candidate may take the champion's place.

Both read the same samples: feedback that nobody trained on, each in the alphabet that was asked,
and the base set's validation part. What they answer is what the recognizer would: a label of the
alphabet, with that alphabet's calibration, labels weighing alike.
The candidate passes when it is surely better on the feedback and nowhere worse by more than a
stated margin. Every check has its row, whichever way it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE, DEFAULT, get_alphabet
from rekognize.datasets.base_set import BaseSet
from rekognize.evaluation.calibration import measure_calibration
from rekognize.evaluation.compare import compare
from rekognize.evaluation.evaluate import run_network
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.feedback.accepted import Accepted
from rekognize.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Margins:
    """How far is far.

    Attributes:
        significance: greatest p-value (McNemar, exact, one-sided) of a better reading of the
            feedback: one candidate in twenty that is no better may be taken for a better one.
        base_points: percentage points by which accuracy on the base set may fall.
        class_points: percentage points by which that of one class may fall, unless chance
            explains it ...
        class_significance: ... with this probability or more.
        calibration: by how much the expected calibration error may rise.
        contradicted: share of the held-out feedback whose label the champion may contradict with
            ``sure`` and the candidate with the same answer. People correct what a model got wrong;
            a label that a model trained on such feedback still denies is most likely itself wrong
            (Northcutt et al., "Confident Learning", 2021). Of UNIPEN's held-out writers it is at
            most 4 %, and with 30 % of the labels turned into any other about 20 %.
        sure: the champion's confidence in such a contradiction. The candidate's is not asked: wrong
            labels teach it doubt.
    """

    significance: float = 0.05
    base_points: float = 0.3
    class_points: float = 10.0
    class_significance: float = 0.01
    calibration: float = 0.02
    contradicted: float = 0.12
    sure: float = 0.8


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table.

    Attributes:
        name: what is compared.
        champion: its figure, as text.
        candidate: its figure, as text.
        wanted: what lets the candidate pass.
        passed: whether it does.
        detail: what else is to be known.
    """

    name: str
    champion: str
    candidate: str
    wanted: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the gate says.

    Attributes:
        champion: ``name@version``.
        candidate: ``name@version``.
        feedback: digest of the accepted feedback.
        base: digest of the base set, None where it was judged without one.
        checks: the table.
    """

    champion: str
    candidate: str
    feedback: str
    base: str | None
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the candidate may be promoted."""
        return all(check.passed for check in self.checks)

    @property
    def reason(self) -> str:
        """Why, in one line."""
        failed = [f"{check.name}: {check.detail}" for check in self.checks if not check.passed]
        return "; ".join(failed) or "better on the feedback, and nowhere worse than allowed"

    def document(self) -> dict[str, Any]:
        """As JSON, for the event that keeps it."""
        return asdict(self) | {"passed": self.passed, "reason": self.reason}


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """How one model read a set.

    Attributes:
        probabilities: float32 (N, 62), that of the label which stands for each class in the
            alphabet that was asked; 0 of the classes outside it.
        answers: bool (N, 62), the classes that the most probable label stands for.
        right: bool (N,); of a character: called one, and answered with a label that stands for a
            class which its own allows; of anything else: refused.
    """

    probabilities: NDArray[np.float32]
    answers: NDArray[np.bool_]
    right: NDArray[np.bool_]


_NO_FEEDBACK: Final = "no accepted feedback is held out to judge by"
_NO_BASE: Final = (
    "there is no base set to tell what was forgotten; retrain where the training data are, "
    "or say --no-base"
)


def judge(
    champion: Recognizer,
    candidate: Recognizer,
    accepted: Accepted,
    base: BaseSet | None,
    *,
    without_base: bool = False,
    margins: Margins | None = None,
) -> Report:
    """Let a candidate through or not.

    Args:
        champion: that serves.
        candidate: that wants to.
        accepted: feedback, of which the held-out part is judged by.
        base: the base set, of which the validation part is judged by; None where there is none.
        without_base: that the base cannot be judged is accepted.
        margins: how far is far; None takes the defaults.
    """
    margins = margins or Margins()
    out = accepted.judging
    feedback = GlyphSet("feedback", accepted.glyphs[out], accepted.targets[out])
    checks: list[Check] = []
    sets: list[tuple[GlyphSet, _Reading, _Reading]] = []
    if len(feedback):
        asked = [accepted.alphabets[row] for row in out]
        ours, theirs = (_read(each, feedback, asked) for each in (champion, candidate))
        checks += [
            _improves(feedback, ours, theirs, margins),
            _credible(feedback, ours, theirs, margins),
        ]
        sets.append((feedback, ours, theirs))
    else:
        checks.append(Check("feedback", "-", "-", "better", passed=False, detail=_NO_FEEDBACK))
    if base is not None:
        kept = GlyphSet("base", base.glyphs[base.validation], base.targets[base.validation])
        asked = [DEFAULT] * len(kept)
        ours, theirs = (_read(each, kept, asked) for each in (champion, candidate))
        checks.append(_holds(ours, theirs, margins))
        sets.append((kept, ours, theirs))
        checks.append(_calibrated(kept, ours, theirs, margins))
    else:
        checks.append(Check("base", "-", "-", "judged", passed=without_base, detail=_NO_BASE))
    if sets:
        checks.append(_no_collapse(sets, margins))
    return Report(
        champion.bundle.card.identity,
        candidate.bundle.card.identity,
        accepted.digest,
        None if base is None else base.digest,
        tuple(checks),
    )


def _read(recognizer: Recognizer, glyphs: GlyphSet, asked: Sequence[str]) -> _Reading:
    """A model's answers, each in the alphabet of that name."""
    outputs = run_network(recognizer, glyphs.pixels)
    probabilities = np.zeros(glyphs.targets.shape, np.float32)
    answers = np.zeros(glyphs.targets.shape, np.bool_)
    names, group = np.unique(np.array(asked), return_inverse=True)
    for number, name in enumerate(names.tolist()):
        rows = group == number
        alphabet = get_alphabet(name)
        labels, _ = alphabet.read(recognizer.calibrated(outputs.logits[rows], name))
        stands_for = alphabet.membership.T
        probabilities[rows] = labels @ stands_for
        answers[rows] = stands_for[labels.argmax(axis=1)] > 0
    called = outputs.scores >= recognizer.bundle.card.calibration.character_threshold
    allowed = (glyphs.targets & answers).any(axis=1)
    is_character = glyphs.targets.any(axis=1)
    return _Reading(probabilities, answers, np.where(is_character, allowed & called, ~called))


def _improves(glyphs: GlyphSet, champion: _Reading, candidate: _Reading, margins: Margins) -> Check:
    ours, theirs = (_of_drawings(glyphs, each.right) for each in (champion, candidate))
    apart = compare(ours, theirs)
    return Check(
        "feedback",
        f"{ours.mean():.2%}",
        f"{theirs.mean():.2%}",
        f"better, p < {margins.significance:g}",
        passed=apart.p_better < margins.significance,
        detail=f"{apart.points:+.2f} points of {len(ours)} held out, "
        f"{apart.gained} gained, {apart.lost} lost, p = {apart.p_better:.2g}",
    )


def _of_drawings(glyphs: GlyphSet, right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each drawing is read right by every label and in every alphabet that it came with.

    The test takes its trials to be independent, and the readings of one drawing are not.
    """
    _, drawing = np.unique(glyphs.pixels.reshape(len(glyphs), -1), axis=0, return_inverse=True)
    all_right: NDArray[np.bool_] = np.bincount(drawing.ravel(), ~right) == 0
    return all_right


def _credible(glyphs: GlyphSet, champion: _Reading, candidate: _Reading, margins: Margins) -> Check:
    agree = (champion.answers == candidate.answers).all(axis=1)
    sure = champion.probabilities.max(axis=1) >= margins.sure
    denied = agree & sure & ~(glyphs.targets & candidate.answers).any(axis=1)
    denied &= glyphs.targets.any(axis=1)
    share = float(denied.mean())
    return Check(
        "labels",
        "-",
        f"{share:.2%}",
        f"at most {margins.contradicted:.0%} denied",
        passed=share <= margins.contradicted,
        detail=f"both models deny {int(denied.sum())} of {len(glyphs)} labels"
        + ("" if share <= margins.contradicted else ": review the feedback"),
    )


def _holds(champion: _Reading, candidate: _Reading, margins: Margins) -> Check:
    apart = compare(champion.right, candidate.right)
    return Check(
        "base",
        f"{champion.right.mean():.2%}",
        f"{candidate.right.mean():.2%}",
        f"falls by at most {margins.base_points:g} points",
        passed=apart.points >= -margins.base_points,
        detail=f"{apart.points:+.2f} points of {len(champion.right)}, "
        f"{apart.gained} gained, {apart.lost} lost, p = {apart.p_value:.2g}",
    )


def _calibrated(
    glyphs: GlyphSet, champion: _Reading, candidate: _Reading, margins: Margins
) -> Check:
    single = np.flatnonzero(glyphs.targets.sum(axis=1) == 1)
    targets = glyphs.targets[single].argmax(axis=1)
    before, after = (
        measure_calibration(targets, each.probabilities[single]).ece
        for each in (champion, candidate)
    )
    return Check(
        "calibration",
        f"{before:.4f}",
        f"{after:.4f}",
        f"rises by at most {margins.calibration:g}",
        passed=not after > before + margins.calibration,
        detail=f"expected calibration error {after - before:+.4f} on {len(single)} of the base set",
    )


def _no_collapse(sets: list[tuple[GlyphSet, _Reading, _Reading]], margins: Margins) -> Check:
    targets = np.concatenate([glyphs.targets for glyphs, _, _ in sets])
    ours = np.concatenate([champion.right for _, champion, _ in sets])
    theirs = np.concatenate([candidate.right for _, _, candidate in sets])
    falls = sorted(_falls(targets, ours, theirs))
    fallen = [
        f"{name} by {-points:.1f} points of {count}"
        for points, p_value, count, name in falls
        if points < -margins.class_points and p_value < margins.class_significance
    ]
    worst = falls[0] if falls else (0.0, 1.0, 0, "none")
    return Check(
        "classes",
        "-",
        f"{worst[3]} {worst[0]:+.1f}",
        f"none falls by {margins.class_points:g} points, p < {margins.class_significance:g}",
        passed=not fallen,
        detail=", ".join(fallen)
        or f"the most is {worst[3]}, {worst[0]:+.1f} points, p = {worst[1]:.2g}",
    )


def _falls(
    targets: NDArray[np.bool_], ours: NDArray[np.bool_], theirs: NDArray[np.bool_]
) -> Iterator[tuple[float, float, int, str]]:
    """Points, p-value and number of samples of each label, a case-blind one as ``Cc``."""
    codes, group = np.unique(targets, axis=0, return_inverse=True)
    for number, code in enumerate(codes):
        rows = group == number
        apart = compare(ours[rows], theirs[rows])
        name = "".join(np.array(list(BASE))[code]) or "no character"
        yield apart.points, apart.p_value, int(rows.sum()), name
