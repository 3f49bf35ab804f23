import numpy as np
import pytest
from benchmarks.drawings import ink_of, png_of

from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.images import decode_image
from rekognize.ink import draw


def steps_of_image(grey):
    steps = []
    glyph = glyph_of_image(grey, watch=steps.append)
    return glyph, {step.name: step for step in steps}


def test_watching_changes_nothing():
    grey = decode_image(png_of(ink_of("R"), 12.0))
    watched, _ = steps_of_image(grey)
    np.testing.assert_array_equal(watched.pixels, glyph_of_image(grey).pixels)
    ink = ink_of("R")
    np.testing.assert_array_equal(glyph_of_ink(ink, [].append).pixels, glyph_of_ink(ink).pixels)


@pytest.mark.parametrize("dark", [True, False])
def test_each_step_of_a_picture_shows_what_it_says(dark):
    grey = draw(ink_of("R"), 280, 280, 12.0)
    glyph, steps = steps_of_image(grey if dark else 255 - grey)
    assert [*steps] == ["picture", "contrast", "found", "cut", "width"]
    assert steps["picture"].facts == {"dark_ink": dark, "even_light": True}
    assert steps["picture"].box == (0, 0, 280, 280)
    assert steps["found"].facts == {"others": False}
    found = steps["found"].pixels > 0
    assert steps["contrast"].pixels[found].min() > steps["contrast"].pixels[~found].max() / 2
    left, top, right, bottom = steps["cut"].box
    assert left < glyph.box[0] < glyph.box[2] < right
    assert top < glyph.box[1] < glyph.box[3] < bottom
    facts = steps["cut"].facts
    assert facts["pen_width"] / facts["scale"] == pytest.approx(12, rel=0.15)
    # A pen of twelve pixels is thinner here than the standard width: ink grows all around.
    assert (steps["width"].pixels[steps["cut"].pixels > 0] == 255).all()
    assert (steps["width"].pixels > 0).sum() > 1.2 * (steps["cut"].pixels > 0).sum()


def test_specks_are_told_from_the_character():
    grey = draw(ink_of("L"), 280, 280, 12.0).copy()
    grey[10:13, 262:265] = 0
    _, steps = steps_of_image(grey)
    assert steps["found"].facts == {"others": True}
    assert not steps["found"].pixels[:20, 250:].any()


def test_strokes_need_no_finding():
    ink = ink_of("7")
    steps = []
    glyph = glyph_of_ink(ink, steps.append)
    cut, width = steps
    assert (cut.name, width.name) == ("cut", "width")
    assert (width.pixels[cut.pixels > 0] == 255).all()
    # The frame's middle is the middle of the ink.
    for low, high in ((0, 2), (1, 3)):
        middle = (glyph.box[low] + glyph.box[high]) / 2
        assert (cut.box[low] + cut.box[high]) / 2 == pytest.approx(middle, abs=0.01)


def test_a_blank_picture_shows_how_far_it_got():
    glyph, steps = steps_of_image(np.full((30, 30), 255, np.uint8))
    assert glyph is None
    assert [*steps] == ["picture", "contrast"]
