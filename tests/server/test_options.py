import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.alphabets import ALPHABETS
from rekognize.errors import InvalidRequest
from rekognize.server.options import (
    ExplainOptions,
    Options,
    explain_options_of,
    options_of,
)


def test_what_is_not_asked_for_has_a_default():
    assert options_of(b"") == Options("alphanumeric", 5)
    assert options_of(b"top=62") == Options("alphanumeric", 62)
    assert options_of(b"alphabet=digits&top=1") == Options("digits", 1)
    assert options_of(b"alphabet=letters%2Dnocase") == Options("letters-nocase", 5)


@given(st.binary(max_size=60))
def test_rubbish_is_refused_or_within_range(query):
    try:
        options = options_of(query)
    except InvalidRequest:
        return
    assert 1 <= options.top <= 62
    assert options.alphabet in ALPHABETS


@pytest.mark.parametrize("query", [b"x=1", b"top=1&top=1", b"alphabet=", b"top", b"%FF=1"])
def test_refused(query):
    with pytest.raises(InvalidRequest):
        options_of(query)


def test_what_an_explanation_is_to_hold():
    assert explain_options_of(b"") == ExplainOptions()
    assert explain_options_of(b"layers=") == ExplainOptions(layers=())
    query = b"alphabet=digits&layers=conv1,relu1&kernels=conv2&number=conv1:1,2,3&why=true"
    assert explain_options_of(query) == ExplainOptions(
        "digits", ("conv1", "relu1"), "conv2", ("conv1", (1, 2, 3)), True
    )
    assert explain_options_of(b"number=score:").number == ("score", ())


@pytest.mark.parametrize(
    "query", [b"top=1", b"why=1", b"number=", b"number=a:b", b"number=a:1,", b"why", b"x:1"]
)
def test_refused_of_an_explanation(query):
    with pytest.raises(InvalidRequest):
        explain_options_of(query)


@given(st.binary(max_size=60))
def test_rubbish_is_refused_or_an_explanation(query):
    try:
        options = explain_options_of(query)
    except InvalidRequest:
        return
    assert options.alphabet in ALPHABETS
