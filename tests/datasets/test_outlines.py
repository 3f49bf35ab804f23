"""Our own outlines of all characters."""

from rekognize.alphabets import BASE
from rekognize.datasets.outlines import BAR, OUTLINES, drawn_so


def test_there_is_one_of_every_class_and_each_way_is_its_own_once():
    assert list(OUTLINES) == list(BASE)
    for label, ways in OUTLINES.items():
        assert all(label in drawn_so(way) for way in ways)
        assert all(way not in ways[:i] for i, way in enumerate(ways))


def test_a_way_that_several_share_may_be_any_of_them():
    assert drawn_so(OUTLINES["o"][0]) == ("0", "O", "o")
    assert drawn_so(BAR) == ("1", "I", "l")
    slashed = OUTLINES["0"][1]
    assert len(slashed) == 2
    assert drawn_so(slashed) == ("0",)
    assert drawn_so([[(0.0, 0.0), (1.0, 0.0)]]) == ()
