import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.alphabets import (
    ALPHABETS,
    BASE,
    DEFAULT,
    INDEX,
    OUTSIDE_PRIOR,
    get_alphabet,
    label_sets,
)
from rekognize.errors import InvalidPrior, UnknownAlphabet

NAMES = sorted(ALPHABETS)
SIZES = {
    "alphanumeric": 62,
    "alphanumeric-nocase": 36,
    "balanced": 47,
    "capitals": 26,
    "digits": 10,
    "letters": 52,
    "letters-nocase": 26,
    "lowercase": 26,
}

probabilities = st.integers(0, 2**32 - 1).map(
    lambda seed: (
        np.random.default_rng(seed)
        .dirichlet(np.full(62, 0.05 if seed % 2 else 1.0), 5)
        .astype(np.float32)
    )
)


def test_sizes():
    assert {name: len(alphabet.labels) for name, alphabet in ALPHABETS.items()} == SIZES
    assert DEFAULT in ALPHABETS


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_a_partition_of_some_base_classes(name):
    alphabet = get_alphabet(name)
    members = "".join(group for _, group in alphabet.groups)
    assert len(set(members)) == len(members)
    assert set(members) <= set(BASE)
    assert len(set(alphabet.labels)) == len(alphabet.labels)
    assert alphabet.membership.sum(axis=0).tolist() == [len(group) for _, group in alphabet.groups]
    for label, group in alphabet.groups:
        assert label in group
    for outsider in set(BASE) - set(members):
        assert not alphabet.member_mask[INDEX[outsider]]


def test_balanced_is_emnists():
    # The mapping file of EMNIST's Balanced split: 47 labels, these eleven small ones apart.
    assert "".join(get_alphabet("balanced").labels[36:]) == "abdefghnqrt"
    assert dict(get_alphabet("balanced").groups)["C"] == "Cc"


@pytest.mark.parametrize("name", ["greek", "", "Digits", None, 7, ["digits"]])
def test_unknown_names_are_told_those_there_are(name):
    with pytest.raises(UnknownAlphabet, match=r"digits.*received"):
        get_alphabet(name)


def test_a_long_name_is_not_told_whole():
    with pytest.raises(UnknownAlphabet) as told:
        get_alphabet("x" * 1000)
    assert len(told.value.message) < 300
    with pytest.raises(InvalidPrior) as told:
        get_alphabet("digits").prior({"x" * 1000: 1})
    assert len(told.value.message) < 300


@pytest.mark.parametrize("name", NAMES)
def test_an_even_network_gives_every_label_the_same(name):
    alphabet = get_alphabet(name)
    even = np.full((1, 62), 1 / 62, np.float32)
    inside, outside = alphabet.read(even)
    assert np.allclose(inside, 1 / len(alphabet.labels))
    expected = 0.0 if alphabet.member_mask.all() else OUTSIDE_PRIOR
    assert outside[0] == pytest.approx(expected, abs=1e-6)


@given(probabilities, st.sampled_from(NAMES))
def test_confidences_sum_to_one_and_outside_is_a_share(rows, name):
    inside, outside = get_alphabet(name).read(rows)
    assert inside.dtype == outside.dtype == np.float32
    assert np.allclose(inside.sum(axis=1), 1, atol=1e-4)
    assert (inside >= 0).all()
    assert (outside >= 0).all()
    assert (outside <= 1).all()


@given(probabilities)
def test_an_alphabet_of_all_classes_changes_nothing(rows):
    inside, outside = get_alphabet("alphanumeric").read(rows)
    assert np.allclose(inside, rows / rows.sum(axis=1, keepdims=True), atol=1e-5)
    assert np.allclose(outside, 0, atol=1e-6)


@given(probabilities)
def test_folded_labels_are_the_sums_of_their_cases(rows):
    letters, _ = get_alphabet("letters").read(rows)
    folded, _ = get_alphabet("letters-nocase").read(rows)
    assert np.allclose(folded, letters[:, :26] + letters[:, 26:], atol=1e-4)


def test_a_clear_letter_is_outside_the_digits():
    sure = np.zeros((1, 62), np.float32)
    sure[0, INDEX["B"]], sure[0, INDEX["8"]] = 0.999, 0.001
    inside, outside = get_alphabet("digits").read(sure)
    assert inside[0].argmax() == 8
    assert outside[0] > 0.5
    # A round stroke that may be either is read as what was asked for.
    doubtful = np.zeros((1, 62), np.float32)
    doubtful[0, INDEX["O"]] = doubtful[0, INDEX["0"]] = 0.5
    assert get_alphabet("digits").read(doubtful)[1][0] < 0.05


def test_nothing_at_all_inside_gives_no_order_and_no_nan():
    sure = np.zeros((1, 62), np.float32)
    sure[0, INDEX["B"]] = 1.0
    inside, outside = get_alphabet("digits").read(sure)
    assert np.allclose(inside, 0.1)
    assert outside[0] == pytest.approx(1.0)


@pytest.mark.parametrize("name", ALPHABETS)
def test_no_caller_changes_the_alphabet_of_another(name):
    alphabet = get_alphabet(name)
    shared = (alphabet.membership, alphabet.member_mask, alphabet.uniform_prior)
    for array in (*shared, alphabet.prior(None)):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_priors_by_hand():
    # 1 and 7 look the same to the network; the caller knows 7 to be three times as common.
    doubtful = np.zeros((1, 62), np.float32)
    doubtful[0, INDEX["1"]] = doubtful[0, INDEX["7"]] = 0.5
    inside, _ = get_alphabet("digits").read(doubtful, {"1": 1, "7": 3})
    assert inside[0, 1] == pytest.approx(0.25, abs=1e-5)
    assert inside[0, 7] == pytest.approx(0.75, abs=1e-5)


def test_a_letter_is_either_case_or_the_capital_as_the_other_names_say():
    alphabet = get_alphabet("letters-nocase")
    o, capital = INDEX["o"], INDEX["O"]
    by_label = alphabet.prior({"O": 3, "Q": 1})
    by_class = alphabet.prior({"O": 3, "o": 9, "Q": 2, "q": 2})
    assert by_label[capital] / by_label[o] == pytest.approx(1)
    assert by_class[capital] / by_class[o] == pytest.approx(1 / 3)
    assert by_class[[capital, o]].sum() == pytest.approx(
        3 * by_class[[INDEX["Q"], INDEX["q"]]].sum()
    )


def test_a_prior_of_base_classes_says_the_same_in_every_alphabet_that_merges_them():
    english = {label: 1.0 + place for place, label in enumerate(BASE)}
    plain = get_alphabet("alphanumeric").prior(english)
    for name in ("alphanumeric-nocase", "balanced"):
        assert np.allclose(get_alphabet(name).prior(english), plain)


@pytest.mark.parametrize("name", NAMES)
def test_priors_sum_to_one(name):
    alphabet = get_alphabet(name)
    assert alphabet.uniform_prior.sum() == pytest.approx(1, abs=1e-5)
    some = {alphabet.labels[0]: 2.0, alphabet.labels[-1]: 5.0}
    prior = alphabet.prior(some)
    assert prior.sum() == pytest.approx(1, abs=1e-5)
    named = alphabet.membership[:, [0, -1]].any(axis=1)
    assert (prior[alphabet.member_mask & ~named] == 0).all()


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"1": -1.0}, "-1.0"),
        ({"1": math.nan}, "nan"),
        ({"1": math.inf}, "inf"),
        ({"é": 1.0}, "'é'"),
        ({"": 1.0}, "''"),
        ({"12": 1.0}, "'12'"),
        ({"1": "2"}, "'2'"),
        ({"1": 1e300}, r"1e\+12"),
        ({}, "{}"),
        ({"1": 0.0}, "above 0"),
        ({"A": 1.0}, "above 0"),
    ],
)
def test_priors_that_are_none_are_refused(weights, told):
    with pytest.raises(InvalidPrior, match=told):
        get_alphabet("digits").prior(weights)


def test_label_sets_by_hand():
    sets = label_sets(["C", "a", "7"], get_alphabet("balanced"))
    assert ["".join(BASE[i] for i in np.flatnonzero(row)) for row in sets] == ["Cc", "a", "7"]
    with pytest.raises(UnknownAlphabet, match="received 'c'"):
        label_sets(["c"], get_alphabet("balanced"))
    assert label_sets([], get_alphabet("digits")).shape == (0, 62)
