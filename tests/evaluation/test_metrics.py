import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.errors import InvalidData
from rekognize.evaluation.metrics import NO_ANSWER, confusion_of, measure, wilson

# Six drawings of A, B and C. Answers: A A B B - A (one had no ink).
LABELS = ("A", "B", "C")
TARGETS = np.array([0, 0, 0, 1, 1, 2])
PROBABILITIES = np.array(
    [
        [0.8, 0.1, 0.1],
        [0.6, 0.3, 0.1],
        [0.3, 0.6, 0.1],
        [0.1, 0.7, 0.2],
        [0.1, 0.7, 0.2],
        [0.5, 0.1, 0.4],
    ],
    np.float32,
)
ANSWERED = np.array([True, True, True, True, False, True])


@pytest.fixture
def metrics():
    return measure(LABELS, TARGETS, PROBABILITIES, ANSWERED)


def test_confusion_matrix_counts_true_by_answered_and_no_answer_apart(metrics):
    assert metrics.confusion.tolist() == [[2, 1, 0, 0], [0, 1, 0, 1], [1, 0, 0, 0]]


def test_a_sample_without_an_answer_counts_as_wrong(metrics):
    assert (metrics.correct, metrics.count) == (3, 6)
    assert metrics.accuracy == 0.5


def test_classes_by_hand(metrics):
    a, b, c = metrics.classes
    assert (a.precision, a.recall, a.support) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert a.f1 == pytest.approx(2 / 3)
    # B was answered twice, once rightly; of its two samples one had no ink.
    assert (b.precision, b.recall, b.f1, b.support) == (0.5, 0.5, 0.5, 2)
    # C was never answered: precision 0 by convention.
    assert (c.precision, c.recall, c.f1, c.support) == (0.0, 0.0, 0.0, 1)


def test_averages_by_hand(metrics):
    assert metrics.macro.f1 == pytest.approx((2 / 3 + 0.5 + 0) / 3)
    assert metrics.weighted.f1 == pytest.approx((3 * 2 / 3 + 2 * 0.5 + 0) / 6)
    assert metrics.weighted.recall == pytest.approx(metrics.accuracy)


def test_labels_that_never_occur_do_not_pull_the_macro_average_down():
    certain = np.array([[1.0, 0.0]], np.float32)
    metrics = measure(("A", "B"), np.array([0]), certain)
    assert metrics.macro.f1 == metrics.weighted.f1 == 1.0
    assert metrics.classes[1].support == 0


def test_top_k_by_hand(metrics):
    # Right within two: the third (A second) and the sixth (C second) join; never the inkless one.
    assert metrics.top[1] == pytest.approx(3 / 6)
    assert metrics.top[2] == pytest.approx(5 / 6)
    assert metrics.top[3] == pytest.approx(5 / 6)
    assert 5 not in metrics.top


def test_commonest_mistakes_come_first_and_name_no_answer(metrics):
    assert sorted(metrics.confusions(), key=str) == sorted(
        [("A", "B", 1), ("B", None, 1), ("C", "A", 1)], key=str
    )
    doubled = confusion_of(np.array([0, 0, 1]), np.array([1, 1, NO_ANSWER]), 2)
    assert doubled.tolist() == [[0, 2, 0], [0, 0, 1]]


def test_nothing_judged_is_not_a_number():
    empty = measure(LABELS, np.zeros(0, np.intp), np.zeros((0, 3), np.float32))
    assert math.isnan(empty.accuracy)
    assert math.isnan(empty.macro.f1)
    assert empty.interval == (0.0, 1.0)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(InvalidData, match=r"received \(6, 3\)"):
        measure(("A", "B"), TARGETS, PROBABILITIES)
    with pytest.raises(InvalidData, match=r"0\.\.2, received 1\.\.3"):
        measure(LABELS, TARGETS + 1, PROBABILITIES)


def test_wilson_against_published_values():
    # Newcombe (1998), table I, method 3: 81 of 263, and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_and_stays_within_bounds(case):
    correct, count = case
    low, high = wilson(correct, count)
    assert 0.0 <= low <= correct / count <= high <= 1.0
    mirrored = wilson(count - correct, count)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@given(
    st.integers(2, 6).flatmap(
        lambda k: st.tuples(
            st.just(k),
            st.lists(
                st.tuples(st.integers(0, k - 1), st.integers(-1, k - 1)), min_size=1, max_size=40
            ),
        )
    )
)
def test_one_hot_answers_give_the_plain_share_of_hits(case):
    classes, pairs = case
    targets = np.array([target for target, _ in pairs])
    answers = np.array([answer for _, answer in pairs])
    probabilities = np.eye(classes, dtype=np.float32)[np.maximum(answers, 0)]
    metrics = measure([str(i) for i in range(classes)], targets, probabilities, answers >= 0)
    assert metrics.accuracy == pytest.approx(np.mean(targets == answers))
    assert metrics.confusion.sum() == len(pairs)
    assert metrics.top[1] == pytest.approx(metrics.accuracy)
    shares = list(metrics.top.values())
    assert shares == sorted(shares)
