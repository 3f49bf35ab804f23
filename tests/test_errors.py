import re

import pytest

from rekognize import RekognizeError, errors


def children(base):
    for child in base.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from children(child)


ALL = list(children(RekognizeError))


def test_codes_are_unique_stable_names():
    codes = [error.code for error in ALL]
    assert len(set(codes)) == len(codes) > 10
    for code in codes:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.code)
def test_each_says_what_it_is_and_how_it_ends(error):
    assert error.__doc__ != RekognizeError.__doc__
    assert 400 <= error.http_status <= 599
    assert error.exit_code in errors.ExitCode
    assert error.exit_code not in (errors.ExitCode.OK, errors.ExitCode.INTERRUPTED)
    raised = error("at most 3, received 4")
    assert raised.message == str(raised) == "at most 3, received 4"


def test_wrong_input_is_the_callers_fault():
    for error in ALL:
        if issubclass(error, errors.InvalidImage | errors.InvalidInk | errors.InvalidRequest):
            assert 400 <= error.http_status <= 499
