import numpy as np

from rekognize.alphabets import BASE
from rekognize.evaluation.evaluate import run_network
from rekognize.evaluation.mistakes import by_look, surest_mistakes
from tests.evaluation.test_evaluate import drawn


def test_looks_add_up():
    sums = by_look(np.full((1, 62), 1 / 62, np.float32))
    assert sums.shape == (1, 48)
    assert sums.sum() == np.float32(1.0)
    assert np.isclose(sums.max(), 3 / 62)


def test_one_of_each_kind_and_none_that_looks_the_same(recognizer):
    glyphs = drawn("0472ME7" * 2)
    # Labels moved by hand: two 4 are called A, a 7 is called 2, a 0 the same picture's o.
    for index, label in ((1, "A"), (8, "A"), (6, "2"), (0, "o")):
        glyphs.targets[index] = np.arange(62) == BASE.index(label)
    outputs = run_network(recognizer, glyphs.pixels)
    found = surest_mistakes(recognizer, glyphs, outputs, 10)
    assert {(each.true, each.answered) for each in found} == {("A", "4"), ("2", "7")}
    assert found[0].confidence >= found[1].confidence
    assert surest_mistakes(recognizer, glyphs, outputs, 1) == found[:1]


def test_no_mistakes_none_found(recognizer):
    glyphs = drawn("0472")
    glyphs.pixels[1] = 0
    assert surest_mistakes(recognizer, glyphs, run_network(recognizer, glyphs.pixels), 5) == []
