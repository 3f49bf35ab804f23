import pytest

from rekognize.errors import UnknownRecord
from rekognize.server.recent import Answered, RecentAnswers


def answered(name, size):
    return Answered(name, b"x" * size, is_strokes=True, answer=b"")


def test_the_oldest_is_forgotten_first():
    recent = RecentAnswers(most=2)
    for name in "abc":
        recent.add(answered(name, 1))
    assert recent.get("b") is not recent.get("c")
    with pytest.raises(UnknownRecord, match="received 'a'"):
        recent.get("a")


def test_large_drawings_do_not_fill_the_memory():
    recent = RecentAnswers(most_bytes=10)
    recent.add(answered("a", 6))
    recent.add(answered("b", 6))
    recent.add(answered("c", 4))
    with pytest.raises(UnknownRecord):
        recent.get("a")
    assert len(recent.get("b").body) + len(recent.get("c").body) == 10
    recent.add(answered("d", 11))
    assert recent.get("b")
    assert recent.get("c")
    with pytest.raises(UnknownRecord):
        recent.get("d")
    recent.add(answered("e", 10))
    assert recent.get("e")
