import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.errors import InvalidInk
from rekognize.ink import MAX_POINTS, MAX_STROKES, Guides, Ink, WritingArea


def test_points_lose_their_time_and_empty_strokes_go():
    ink = Ink([[(0, 1, 0.0), (2, 3, 0.1)], [], np.array([[4.0, 5.0]])])
    assert [stroke.tolist() for stroke in ink.strokes] == [[[0, 1], [2, 3]], [[4, 5]]]
    assert ink.box == (0.0, 1.0, 4.0, 5.0)
    assert repr(ink) == "Ink(2 strokes, 3 points)"


def test_no_strokes_is_a_blank_drawing():
    assert Ink([]).box is None
    assert Ink([[], []]).strokes == ()


def test_the_callers_array_is_not_kept():
    points = np.zeros((2, 2), np.float32)
    ink = Ink([points])
    points += 7
    assert ink.box == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("strokes", "told"),
    [
        ([[()]], r"shape \(1, 0\)"),
        ([[(1,)]], r"shape \(1, 1\)"),
        ([[(1, 2, 3, 4)]], r"shape \(1, 4\)"),
        ([[1, 2]], r"shape \(2,\)"),
        ([[(1, 2), (3,)]], "stroke 0"),
        ([[("a", "b")]], "stroke 0"),
        ([[(0, 0)], None], "stroke 1"),
        ([[(float("nan"), 0)]], "not finite"),
        ([[(float("inf"), 0)]], "not finite"),
        ([[(0, -1e7)]], "beyond"),
        ([[(0, 10**400)]], "stroke 0"),
        ([[(0, 0)]] * (MAX_STROKES + 1), f"at most {MAX_STROKES} strokes"),
        ([np.zeros((MAX_POINTS // 2 + 1, 2))] * 2, f"at most {MAX_POINTS} points"),
    ],
)
def test_what_is_no_stroke_is_refused(strokes, told):
    with pytest.raises(InvalidInk, match=told):
        Ink(strokes)


def test_endless_strokes_are_refused_and_not_awaited():
    def endless():
        while True:
            yield [(0, 0)]

    with pytest.raises(InvalidInk, match="received more"):
        Ink(endless())


@pytest.mark.parametrize(
    "values", [(0, 5), (5, -1), (float("nan"), 5), (5, 1e7), (5, 5, float("inf"), 0)]
)
def test_a_writing_area_has_a_size(values):
    with pytest.raises(InvalidInk, match="writing area"):
        WritingArea(*values)


@pytest.mark.parametrize("values", [(1, 1), (1, 2), (float("nan"), 0), (1e7, 0)])
def test_guide_lines_have_a_height(values):
    with pytest.raises(InvalidInk, match="line"):
        Guides(*values)


finite = st.floats(-1e6, 1e6, width=32)


@given(st.lists(st.lists(st.tuples(finite, finite), max_size=8), max_size=6))
def test_the_box_holds_every_point_and_no_less(strokes):
    ink = Ink(strokes)
    points = [point for stroke in strokes for point in stroke]
    if not points:
        assert ink.box is None
        return
    xs, ys = zip(*points, strict=True)
    assert ink.box == (min(xs), min(ys), max(xs), max(ys))
