import numpy as np
import pytest

from rekognize.datasets.outliers import LETTER_LIKE, held_out_kind
from rekognize.errors import MissingData
from rekognize.evaluation import things
from rekognize.evaluation.shelf import Shelf
from rekognize.evaluation.things import THINGS, run_things
from tests.evaluation.data import write_quickdraw, write_unipen

KINDS = [f"kind {number}" for number in range(40)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write_unipen(folder)
    write_quickdraw(folder, [*KINDS, *LETTER_LIKE])
    return Shelf([folder], limit=30)


@pytest.mark.parametrize("make", [things.scribble, things.shape, things.printed])
def test_what_is_made_up_is_inked_varied_and_the_same_again(make):
    made = [make(number).pixels for number in range(12)]
    assert len({pixels.tobytes() for pixels in made}) == 12
    np.testing.assert_array_equal(made[7], make(7).pixels)


def test_blank_sheets_are_blank():
    assert [things.blank(number) for number in range(12)] == [None] * 12


def test_only_kinds_never_trained_on_are_judged(shelf):
    expected = sum(held_out_kind(kind) for kind in KINDS)
    assert 0 < expected < len(KINDS)
    assert len(THINGS[0].glyphs(shelf)) == expected


@pytest.mark.parametrize("kind", THINGS, ids=lambda kind: kind.title)
def test_each_kind_is_told_from_characters(kind, shelf, recognizer):
    (result,) = run_things(kind, [recognizer], shelf)
    assert 0 < result.count <= 30
    assert result.characters == 30
    assert result.auroc > 0.8
    if kind.title == "Blank sheets":
        assert (result.auroc, result.refused, result.refused_by_card) == (1.0, 1.0, 1.0)


def test_without_characters_nothing_is_told(tmp_path, recognizer):
    with pytest.raises(MissingData, match="unipen"):
        run_things(THINGS[1], [recognizer], Shelf([tmp_path]))
