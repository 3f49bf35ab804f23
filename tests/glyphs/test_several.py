"""More than one character in a picture is told, and one in pieces is not taken for several."""

import numpy as np
import pytest
from benchmarks.drawings import ink_of
from PIL import Image, ImageDraw

from rekognize import Ink, Recognizer
from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.glyphs.several import ALONE, Company, columns_of, company_of, company_of_strokes

SEVEN = [(20, 30), (80, 30), (45, 120)]
BAR = [(50, 30), (50, 120)]


def picture(*lines, size=(400, 150), width=10):
    """Dark lines on light paper, each moved to the right by its number."""
    image = Image.new("L", size, 235)
    for line, right in lines:
        ImageDraw.Draw(image).line([(x + right, y) for x, y in line], fill=20, width=width)
    return np.asarray(image)


def columns(*boxes):
    return [column.tolist() for column in columns_of(np.array(boxes, np.intp))]


def test_a_dot_over_a_stem_is_one_column():
    assert columns((40, 30, 50, 100), (40, 0, 50, 10)) == [[0, 1]]
    assert columns((40, 30, 50, 100), (60, 0, 70, 10)) == [[0]]


def test_parts_as_high_as_each_other_are_columns_from_left_to_right():
    assert columns((90, 0, 120, 50), (0, 0, 40, 50), (50, 2, 80, 51)) == [[1], [2], [0]]


def test_a_lifted_pen_leaves_one_column():
    assert columns((0, 0, 40, 100), (45, 0, 80, 100)) == [[0, 1]]


@pytest.mark.parametrize("other", [(60, 90, 70, 100), (60, 0, 100, 25), (60, 80, 100, 160)])
def test_what_is_small_or_not_beside_is_no_column(other):
    assert columns((0, 0, 50, 100), other) == [[0]]


def test_company_tells_what_was_left_out_from_what_was_read():
    both = ((0, 0, 40, 100), (60, 0, 90, 100))
    boxes = np.array(both, np.intp)
    assert company_of(boxes, np.array([True, False])) == Company(True, False, both)
    assert company_of(boxes, np.array([True, True])) == Company(False, True, both)
    assert company_of(boxes, np.array([False, False])) == Company(True, False, both)
    assert company_of(boxes[:1], np.array([True])) == ALONE


@pytest.mark.parametrize(("gap", "beside"), [(25, False), (29, False), (31, True), (60, True)])
def test_parts_far_apart_are_several_though_they_were_read_as_one(gap, beside):
    both = ((0, 0, 40, 100), (40 + gap, 0, 80 + gap, 100))
    boxes = np.array(both, np.intp)
    assert company_of(boxes, np.array([True, True])) == Company(beside, True, both)


def test_a_one_and_a_seven_apart_are_no_seven():
    answer = Recognizer.load().recognize(picture((BAR, 0), (SEVEN, 80)), "digits")
    assert answer.several
    assert answer.label is None


def test_two_far_apart_are_several():
    answer = Recognizer.load().recognize(picture((SEVEN, 0), (SEVEN, 250)), "digits")
    assert answer.several
    assert answer.label is None
    assert answer.candidates[0].label == "7"


def test_where_each_of_several_stands():
    """In the picture's own pixels, also of one that is looked at in coarser ones."""
    small = Recognizer.load().recognize(picture((BAR, 0), (SEVEN, 80), width=8), "digits")
    lines = [[(3 * x, 3 * y) for x, y in line] for line in (BAR, SEVEN)]
    moved = ((lines[0], 0), (lines[1], 240))
    large = Recognizer.load().recognize(picture(*moved, size=(1200, 450), width=24), "digits")

    expected = np.array([(46, 30, 54, 120), (96, 26, 164, 122)])
    np.testing.assert_allclose(small.characters, expected, atol=5)
    np.testing.assert_allclose(large.characters, 3 * expected, atol=15)


def test_a_small_letter_beside_a_capital_is_told_and_a_comma_is_none():
    capital, small, bar = (0, 0, 60, 100), (80, 60, 110, 100), (140, 0, 150, 100)
    comma = (170, 85, 175, 110)
    every = [capital, small, bar, comma]
    expected = Company(True, True, (capital, small, bar))
    assert company_of_strokes(np.array(every, np.float64)).columns == expected.columns
    assert company_of(np.array(every, np.intp), np.ones(4, np.bool_)) == expected
    assert company_of_strokes(np.array([capital, comma], np.float64)) == ALONE


def test_pieces_that_are_low_alone_are_a_column_together():
    """A zigzag of short strokes beside a bar: none of them is as high as a character, all are."""
    bar, right = (0, 0, 10, 100), (50, 0, 112, 86)
    steps = [(50 + 20 * n, 20 * n, 52 + 20 * n, 20 * n + 26) for n in range(4)]
    company = company_of_strokes(np.array([bar, *steps], np.float64))
    assert (company.beside, company.parted) == (True, False)
    assert company.columns == (bar, right)


def test_three_near_each_other_are_several_because_they_look_like_no_character():
    answer = Recognizer.load().recognize(picture((SEVEN, 0), (BAR, 75), (SEVEN, 130)), "digits")
    assert answer.glyph.company.parted
    assert answer.several == (not answer.is_character)


def test_one_is_not_several():
    answer = Recognizer.load().recognize(picture((SEVEN, 150)), "digits")
    assert not answer.several
    assert answer.characters == ()
    assert answer.label == "7"
    assert answer.glyph.company == ALONE


def test_a_ruled_line_or_a_speck_beside_is_no_character():
    lines = [(SEVEN, 150), ([(0, 140), (400, 140)], 0), ([(340, 60), (343, 63)], 0)]
    assert glyph_of_image(picture(*lines, width=8)).company == ALONE


def side_by_side(text, gap, height=200):
    """Characters in a row as strokes, apart by a share of their height."""
    strokes, right = [], 0.0
    for label in text:
        ink = ink_of(label, side=height)
        moved = [stroke - (ink.box[0] - right, ink.box[1]) for stroke in ink.strokes]
        strokes += moved
        right = max(stroke[:, 0].max() for stroke in moved) + gap * height
    return Ink(strokes)


@pytest.mark.parametrize("text", ["13", "17", "77", "AR7", "EH"])
def test_characters_drawn_apart_are_several(text):
    answer = Recognizer.load().recognize(side_by_side(text, 0.3), alphabet="alphanumeric")
    assert answer.several
    assert answer.label is None


@pytest.mark.parametrize("text", "4AEHTY")
def test_a_character_of_several_strokes_is_one(text):
    answer = Recognizer.load().recognize(ink_of(text), alphabet="alphanumeric")
    assert not answer.several


def test_strokes_that_are_close_are_one_character_if_they_look_like_it():
    k = Ink([[(0, 0), (0, 100)], [(60, 0), (15, 50), (60, 100)]])
    glyph = glyph_of_ink(k)
    assert glyph.company == Company(False, True, ((0, 0, 0, 100), (15, 0, 60, 100)))
    answer = Recognizer.load().recognize(k, alphabet="capitals")
    assert (answer.label, answer.several) == ("K", False)


def test_dots_and_single_strokes_are_alone():
    assert company_of_strokes(np.array([[5.0, 5, 5, 5]])) == ALONE
    assert glyph_of_ink(Ink([[(0, 0), (0, 0)], [(0, 0), (0, 0)]])).company == ALONE


def test_uneven_heights_keep_a_comma_out():
    letter, comma = [[(0, 0), (0, 100), (50, 100)]], [[(90, 90), (85, 120)]]
    assert glyph_of_ink(Ink(letter + comma)).company == ALONE
