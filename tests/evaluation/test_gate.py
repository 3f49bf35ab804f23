"""The gate on models that are made to be better or worse in one way."""

from dataclasses import replace

import numpy as np
import pytest

from rekognize.alphabets import BASE
from rekognize.datasets.base_set import BaseSet
from rekognize.evaluation.gate import Margins, judge
from rekognize.feedback.accepted import Accepted

CLASSES = 62
EACH = 40


class Reader:
    """Reads the class that a sample's first pixel says, and what is told of the others."""

    def __init__(self, name, answers, confidence=0.9, refuses=()):
        self.bundle = _Bundle(name)
        self._answers = answers
        self._confidence = confidence
        self._refuses = set(refuses)

    def outputs(self, pixels):
        numbers = np.rint(pixels[:, 0, 0] * 255 + 256 * np.rint(pixels[:, 0, 1] * 255)).astype(int)
        answers = np.array([self._answers(n) for n in numbers])
        rest = (1 - self._confidence) / (CLASSES - 1)
        probabilities = np.full((len(numbers), CLASSES), rest, np.float32)
        probabilities[np.arange(len(numbers)), answers] = self._confidence
        scores = np.array([0.0 if n in self._refuses else 1.0 for n in numbers], np.float32)
        return np.log(probabilities), scores

    def calibrated(self, logits):
        return np.exp(logits)


class _Bundle:
    def __init__(self, name):
        self.card = type("Card", (), {})()
        self.card.identity = name
        self.card.calibration = type("Calibration", (), {"character_threshold": 0.5})()


def glyphs_of(numbers):
    """Glyphs that carry their number."""
    glyphs = np.zeros((len(numbers), 28, 28), np.uint8)
    glyphs[:, 0, 0], glyphs[:, 0, 1] = numbers % 256, numbers // 256
    glyphs[:, 5, 5] = 255
    return glyphs


def targets_of(labels):
    return np.eye(CLASSES, dtype=bool)[labels]


FEEDBACK = np.arange(100)
BASE_ROWS = np.arange(1000, 1000 + CLASSES * EACH)


def truth(number):
    return number % CLASSES


@pytest.fixture
def accepted():
    return Accepted(
        glyphs_of(FEEDBACK),
        targets_of(FEEDBACK % CLASSES),
        ("alphanumeric",) * 100,
        np.ones(100, bool),
        "feedback-digest",
    )


@pytest.fixture
def base():
    return BaseSet(
        glyphs_of(BASE_ROWS),
        targets_of(BASE_ROWS % CLASSES),
        np.zeros(len(BASE_ROWS), np.int64),
        np.ones(len(BASE_ROWS), bool),
        ("drawings",),
        np.zeros((1, CLASSES), np.float32),
        "base-digest",
    )


def wrong_on(*groups):
    """Answers that are right but on some numbers."""
    wrong = {int(n) for group in groups for n in group}
    return lambda n: (truth(n) + (n in wrong)) % CLASSES


def check(report, name):
    return next(each for each in report.checks if each.name == name)


CHAMPION = Reader("old@1", wrong_on(FEEDBACK[:30], BASE_ROWS[:100]), confidence=0.7)


def test_better_on_feedback_and_the_same_elsewhere_passes(accepted, base):
    better = Reader("new@1", wrong_on(FEEDBACK[:10], BASE_ROWS[:100]), confidence=0.7)
    report = judge(CHAMPION, better, accepted, base)
    assert report.passed
    assert "nowhere worse" in report.reason
    document = report.document()
    assert document["champion"] == "old@1"
    assert document["candidate"] == "new@1"
    assert (document["feedback"], document["base"]) == ("feedback-digest", "base-digest")
    assert [each["name"] for each in document["checks"]] == [
        "feedback",
        "labels",
        "base",
        "calibration",
        "classes",
    ]
    assert check(report, "feedback").champion == "70.00%"
    assert check(report, "feedback").candidate == "90.00%"


@pytest.mark.parametrize(
    ("still_wrong", "passed"), [(30, False), (26, False), (22, True), (35, False)]
)
def test_the_feedback_must_be_read_better_beyond_chance(accepted, base, still_wrong, passed):
    candidate = Reader("new@1", wrong_on(FEEDBACK[:still_wrong], BASE_ROWS[:100]), 0.7)
    report = judge(CHAMPION, candidate, accepted, base)
    assert check(report, "feedback").passed is passed
    assert report.passed is passed


def test_what_was_known_must_not_be_forgotten(accepted, base):
    spread = BASE_ROWS[::101]  # about 25 of 2,480: a point, none of any class twice
    forgets = Reader("new@1", wrong_on((), BASE_ROWS[:100], spread), 0.7)
    report = judge(CHAMPION, forgets, accepted, base)
    assert [each.name for each in report.checks if not each.passed] == ["base"]
    assert report.reason.startswith("base: -")
    assert judge(CHAMPION, forgets, accepted, base, margins=Margins(base_points=2)).passed


def test_no_class_may_collapse_for_the_good_of_the_others(accepted, base):
    rows = BASE_ROWS[BASE.index("q") == BASE_ROWS % CLASSES][-20:]
    # As many of the champion's mistakes are mended elsewhere.
    trades = Reader("new@1", wrong_on((), BASE_ROWS[len(rows) : 100], rows), 0.7)
    report = judge(CHAMPION, trades, accepted, base)
    assert [each.name for each in report.checks if not each.passed] == ["classes"]
    assert "q by " in report.reason


def test_confidences_must_stay_honest(accepted, base):
    boasts = Reader("new@1", wrong_on((), BASE_ROWS[:100]), confidence=0.5)
    report = judge(CHAMPION, boasts, accepted, base)
    assert [each.name for each in report.checks if not each.passed] == ["calibration"]


def test_labels_that_both_models_deny_are_not_believed(accepted, base):
    # Thirty of a hundred labels are wrong, and learning from the rest moved no mind on them.
    lies = FEEDBACK[:30]
    champion = Reader("old@1", wrong_on(lies, FEEDBACK[30:60]), confidence=0.95)
    candidate = Reader("new@1", wrong_on(lies), confidence=0.95)
    report = judge(champion, candidate, accepted, base)
    assert check(report, "feedback").passed
    assert not check(report, "labels").passed
    assert "30 of 100 labels: review the feedback" in report.reason
    unsure = [Reader(n, r._answers, 0.7) for n, r in (("a", champion), ("b", candidate))]
    assert check(judge(*unsure, accepted, base), "labels").passed


def test_what_is_no_character_must_be_refused(base):
    nothing = Accepted(
        glyphs_of(FEEDBACK),
        np.zeros((100, CLASSES), bool),
        ("alphanumeric",) * 100,
        np.ones(100, bool),
        "digest",
    )
    refuses = Reader("new@1", wrong_on(BASE_ROWS[:100]), 0.7, refuses=FEEDBACK)
    assert check(judge(CHAMPION, refuses, nothing, base), "feedback").candidate == "100.00%"
    # Refusing characters is no way to get there.
    everything = Reader("new@1", wrong_on(), 0.7, refuses=[*FEEDBACK, *BASE_ROWS])
    report = judge(CHAMPION, everything, nothing, base)
    assert {"base", "classes"} <= {each.name for each in report.checks if not each.passed}


def test_without_base_or_feedback_it_says_that_it_cannot_judge(accepted, base):
    better = Reader("new@1", wrong_on((), BASE_ROWS[:100]), 0.7)
    report = judge(CHAMPION, better, accepted, None)
    assert not report.passed
    assert "--no-base" in report.reason
    assert judge(CHAMPION, better, accepted, None, without_base=True).passed
    trained_on = replace(accepted, held_out=np.zeros(100, bool))
    report = judge(CHAMPION, better, trained_on, base)
    assert not report.passed
    assert "no accepted feedback" in report.reason


class ZeroThenLetter(Reader):
    """Reads every sample as a 0, and next as an O."""

    def outputs(self, pixels):
        logits, scores = super().outputs(pixels)
        logits[:, BASE.index("0")], logits[:, BASE.index("O")] = np.log((0.6, 0.3))
        return logits, scores


@pytest.mark.parametrize(("alphabet", "right"), [("letters", "100.00%"), ("alphanumeric", "0.00%")])
def test_feedback_is_judged_in_the_alphabet_that_was_asked(accepted, base, alphabet, right):
    of_letters = replace(
        accepted,
        targets=targets_of(np.full(100, BASE.index("O"))),
        alphabets=(alphabet,) * 100,
    )
    reader = ZeroThenLetter("new@1", truth, confidence=0.05)
    assert check(judge(reader, reader, of_letters, base), "feedback").champion == right
