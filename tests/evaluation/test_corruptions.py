import numpy as np
import pytest
from benchmarks.drawings import ink_of

from rekognize.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from rekognize.glyphs import glyph_of_image
from rekognize.ink import draw


@pytest.fixture(scope="module")
def picture():
    return draw(ink_of("R", side=120.0), 120, 120, 5.0)


def change(picture, name, strength, number=3):
    """How far the glyph is from the undamaged one's; 1.0 where none is found."""
    whole, seen = glyph_of_image(picture), glyph_of_image(corrupt(picture, name, strength, number))
    return 1.0 if seen is None else float(np.abs(seen.pixels - whole.pixels).mean())


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_strength_gives_a_picture_and_the_same_again(picture, name):
    assert corrupt(picture, name, 0, 3) is picture
    for strength in STRENGTHS:
        damaged = corrupt(picture, name, strength, 3)
        assert (damaged.dtype, damaged.ndim) == (np.uint8, 2)
        assert min(damaged.shape) > 60
        np.testing.assert_array_equal(damaged, corrupt(picture, name, strength, 3))
        if damaged.shape == picture.shape:
            assert (damaged != picture).any()


@pytest.mark.parametrize("name", ["blur", "noise", "cut edge", "rotation", "specks"])
def test_more_strength_does_more_damage(picture, name):
    weak = np.mean([change(picture, name, 1, number) for number in range(4)])
    strong = np.mean([change(picture, name, 5, number) for number in range(4)])
    assert strong > 1.5 * weak


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_ruled_line_is_seen_and_taken_away(picture, strength):
    ruled = corrupt(picture, "ruled line", strength, 3)
    assert (ruled < 200).all(axis=1).any()
    assert change(picture, "ruled line", strength) < 0.05


@pytest.mark.parametrize("strength", STRENGTHS)
def test_fading_leaves_some_ink_as_it_was_and_some_as_faint_as_it_says(strength):
    block = np.full((120, 120), 255, np.uint8)
    block[5:-5, 5:-5] = 55
    contrast = 255 - corrupt(block, "fading", strength, 3)[5:-5, 5:-5].astype(int)
    least = (0.6, 0.4, 0.3, 0.22, 0.15)[strength - 1]
    assert contrast.max() >= 190
    assert least * 200 - 1 <= contrast.min() <= (least + 0.15) * 200


def test_an_edge_cuts_as_much_as_it_says_on_every_side(picture):
    left, top, right, bottom = glyph_of_image(picture).box
    lost = set()
    for number in range(12):
        cut = corrupt(picture, "cut edge", 5, number)
        width, height = right - left, bottom - top
        across, down = (120 - n for n in cut.shape[::-1])
        sides = {
            "left": across - left if across else None,
            "right": across - (120 - right) if across else None,
            "top": down - top if down else None,
            "bottom": down - (120 - bottom) if down else None,
        }
        matching = [
            side
            for side, part in sides.items()
            if part is not None
            and abs(part - 0.16 * (width if side in ("left", "right") else height)) <= 1
        ]
        assert matching
        lost.add(matching[0])
    assert len(lost) >= 3


def test_a_blank_sheet_can_be_damaged_too():
    blank = np.full((60, 60), 255, np.uint8)
    for name in CORRUPTIONS:
        assert corrupt(blank, name, 5, 0).size
