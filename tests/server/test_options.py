import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.alphabets import ALPHABETS
from rekognize.errors import InvalidRequest
from rekognize.server.options import Options, options_of


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
