"""The gate on models that are made to be better or worse in one way."""

import random
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.alphabets import ALPHABETS, BASE, label_sets
from rekognize.datasets.base_set import BaseSet
from rekognize.evaluation.gate import Margins, judge
from rekognize.feedback.accepted import Accepted
from rekognize.glyphs import glyph_of_ink

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

    def calibrated(self, logits, alphabet):
        assert alphabet in ALPHABETS
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


def test_a_drawing_sent_in_again_is_no_further_trial(accepted, base):
    again = replace(
        accepted,
        glyphs=np.repeat(accepted.glyphs[:1], 5, axis=0),
        targets=np.repeat(accepted.targets[:1], 5, axis=0),
        alphabets=("alphanumeric",) * 5,
        held_out=np.ones(5, bool),
    )
    better = Reader("new@1", wrong_on((), BASE_ROWS[:100]), 0.7)
    report = judge(CHAMPION, better, again, base)
    assert not report.passed
    assert "+100.00 points of 1 held out, 1 gained, 0 lost, p = 0.5" in report.reason
    assert "of 1 labels" in check(report, "labels").detail
    # Nor in other alphabets.
    again = replace(again, alphabets=("alphanumeric", "digits", "balanced", "alphanumeric-nocase"))
    again = replace(again, held_out=np.arange(5) < 4)
    assert "of 1 held out, 1 gained" in judge(CHAMPION, better, again, base).reason
    # By another label it is right for nobody.
    labels = np.concatenate([accepted.targets[:1], targets_of([7])])
    both = replace(again, targets=labels[[0, 1, 0, 1, 0]], alphabets=("alphanumeric",) * 5)
    assert "of 1 held out, 0 gained, 0 lost" in judge(CHAMPION, better, both, base).reason


class Says(Reader):
    """Reads every sample with the same probabilities, and the alphabets with temperatures."""

    def __init__(self, name, probabilities, temperature=()):
        super().__init__(name, truth)
        self._row = np.full(CLASSES, 1e-6, np.float32)
        for label, probability in probabilities.items():
            self._row[BASE.index(label)] = probability
        self._temperature = dict(temperature)

    def outputs(self, pixels):
        _, scores = super().outputs(pixels)
        return np.log(np.tile(self._row, (len(pixels), 1))), scores

    def calibrated(self, logits, alphabet):
        probabilities = np.exp(logits / self._temperature.get(alphabet, 1.0))
        return probabilities / probabilities.sum(axis=1, keepdims=True)


def of_label(accepted, label, alphabet):
    """The same drawings, all of them called so among the labels of an alphabet."""
    targets = label_sets([label] * len(accepted), ALPHABETS[alphabet])
    return replace(accepted, targets=targets, alphabets=(alphabet,) * len(accepted))


C_OR_G = {"G": 0.35, "C": 0.30, "c": 0.25, "g": 0.10}
O_OR_0 = {"O": 0.35, "0": 0.30, "o": 0.20, "Q": 0.15}


@pytest.mark.parametrize(
    ("probabilities", "alphabet", "label"),
    [
        (C_OR_G, "letters-nocase", "C"),  # 0.55 to 0.45
        (C_OR_G, "letters", "G"),
        (C_OR_G, "alphanumeric-nocase", "C"),
        # A label of two classes weighs as much as one of a single class: 0.30 to 0.55 / 2.
        (O_OR_0, "alphanumeric-nocase", "0"),
        (O_OR_0, "balanced", "0"),
        (O_OR_0, "letters-nocase", "O"),
        # C and c are one label, G and g two: 0.35 to 0.55 / 2.
        (C_OR_G, "balanced", "G"),
        (C_OR_G | {"G": 0.25, "g": 0.2}, "balanced", "C"),
    ],
)
def test_a_label_of_several_classes_is_read_as_the_recognizer_does(
    accepted, probabilities, alphabet, label
):
    reader = Says("new@1", probabilities)
    report = judge(reader, reader, of_label(accepted, label, alphabet), None)
    assert check(report, "feedback").champion == "100.00%"
    for other in {"C", "G", "O", "0"} & set(ALPHABETS[alphabet].labels) - {label}:
        report = judge(reader, reader, of_label(accepted, other, alphabet), None)
        assert check(report, "feedback").champion == "0.00%"


def test_how_surely_a_label_is_denied_is_asked_of_all_its_classes(accepted):
    reader = Says("new@1", {"C": 0.45, "c": 0.45, "G": 0.1})
    for alphabet, denied in (("letters-nocase", 100), ("letters", 0)):
        report = judge(reader, reader, of_label(accepted, "G", alphabet), None)
        assert f"deny {denied} of 100" in check(report, "labels").detail


def test_an_alphabet_is_read_at_its_own_temperature(accepted):
    half_sure = {"C": 0.7, "G": 0.3}
    for temperatures, denied in (({"capitals": 0.5}, 100), ({"alphanumeric": 0.5}, 0)):
        reader = Says("new@1", half_sure, temperatures)
        report = judge(reader, reader, of_label(accepted, "G", "capitals"), None)
        assert f"deny {denied} of 100" in check(report, "labels").detail


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_the_gate_reads_what_the_recognizer_answers(recognizer, alphabet):
    source = random.Random(4)
    glyphs = [glyph_of_ink(ink_of(label, source)) for label in sorted(STROKES) * 5]
    answers = recognizer.recognize_glyphs(glyphs, alphabet)
    kept = [number for number, answer in enumerate(answers) if answer.is_character]
    pixels = np.rint(np.array([glyphs[n].pixels for n in kept]) * 255).astype(np.uint8)
    feedback = Accepted(
        pixels,
        label_sets([answers[n].candidates[0].label for n in kept], ALPHABETS[alphabet]),
        (alphabet,) * len(kept),
        np.ones(len(kept), bool),
        "digest",
    )
    assert len(kept) > 40
    report = judge(recognizer, recognizer, feedback, None)
    assert check(report, "feedback").champion == "100.00%"
