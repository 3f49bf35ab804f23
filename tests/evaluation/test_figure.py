import numpy as np
import pytest

from rekognize.alphabets import get_alphabet
from rekognize.evaluation import evaluate
from rekognize.evaluation.figure import _cell_colours, draw_evaluation
from tests.evaluation.test_evaluate import drawn


@pytest.mark.parametrize("alphabet", ["digits", "alphanumeric"])
def test_the_picture_grows_with_the_alphabet_and_shows_something(recognizer, alphabet):
    picture = draw_evaluation(evaluate(recognizer, drawn("012347"), get_alphabet(alphabet)))
    labels = len(get_alphabet(alphabet).labels)
    assert picture.width > 14 * labels + 520
    assert len(picture.getcolors(maxcolors=1_000_000)) > 10


def test_right_is_green_wrong_is_red_nothing_is_white():
    colours = _cell_colours(np.array([[9, 1, 0], [0, 4, 4]]))
    red, green, blue = colours[0, 0].tolist()
    assert green > red
    assert green > blue
    red, green, blue = colours[0, 1].tolist()
    assert red > green
    assert red > blue
    assert colours[0, 2].tolist() == [255, 255, 255]
    # A larger share is darker.
    assert colours[1, 2].sum() < colours[0, 1].sum()
