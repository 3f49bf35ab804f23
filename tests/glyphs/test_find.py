import numpy as np
import pytest
from benchmarks.drawings import ink_of
from PIL import Image, ImageDraw

from rekognize.glyphs import glyph_of_image
from rekognize.glyphs.find import find_ink
from rekognize.ink import draw


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_nothing_beside_the_ink_is_found(share):
    source = np.random.default_rng(5)
    found_in = 0
    for _ in range(100):
        height, width = source.integers(2, 120, 2)
        contrast = (source.random((height, width)) < share).astype(np.uint8) * np.uint8(255)
        found = find_ink(contrast)
        if found is not None:
            found_in += 1
            assert not found.mask[contrast == 0].any()
    assert found_in > 50


def boxed(label, sides):
    """A character in the middle of a box of which some sides are drawn."""
    picture = np.full((240, 240), 255, np.uint8)
    picture[70:170, 70:170] = draw(ink_of(label, None, 100), 100, 100, 7)
    image = Image.fromarray(picture)
    corners = [(30, 40), (205, 36), (210, 200), (34, 205)]
    for side in sides:
        ImageDraw.Draw(image).line((corners[side], corners[(side + 1) % 4]), fill=60, width=3)
    return np.asarray(image)


@pytest.mark.parametrize("label", "01467AER")
def test_a_box_around_the_character_is_left_out(label):
    expected = glyph_of_image(boxed(label, ()))
    glyph = glyph_of_image(boxed(label, range(4)))
    assert glyph.box == expected.box
    assert np.abs(glyph.pixels - expected.pixels).max() < 0.05


@pytest.mark.parametrize("wide", [60, 100, 160])
@pytest.mark.parametrize("pen", [6, 16])
def test_round_characters_are_no_boxes(wide, pen):
    """Not even with something in them, as a 0 that was struck through."""
    image = Image.new("L", (240, 240), 255)
    canvas = ImageDraw.Draw(image)
    outline = (120 - wide / 2, 40, 120 + wide / 2, 200)
    canvas.ellipse(outline, outline=0, width=pen)
    alone = glyph_of_image(np.asarray(image))
    canvas.line((125, 85, 115, 155), fill=0, width=pen)
    assert glyph_of_image(np.asarray(image)).box == alone.box


def test_an_empty_box_is_what_there_is():
    empty = np.full((240, 240), 255, np.uint8)
    empty[40:44, 40:200] = empty[196:200, 40:200] = empty[40:200, 40:44] = empty[
        40:200, 196:200
    ] = 0
    assert glyph_of_image(empty).box == (40.0, 40.0, 200.0, 200.0)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_neighbour_cut_by_the_edge_is_left_out(flipped):
    alone = np.full((200, 260), 255, np.uint8)
    alone[50:150, 60:160] = draw(ink_of("R", None, 100), 100, 100, 7)
    crowded = alone.copy()
    crowded[50:150, 215:] = draw(ink_of("0", None, 100), 100, 100, 7)[:, 20:65]
    if flipped:
        alone, crowded = alone[:, ::-1], crowded[:, ::-1]
    expected, glyph = glyph_of_image(alone), glyph_of_image(crowded)
    assert glyph.box == expected.box
    assert not glyph.company.beside


def beside_the_edge(label, gap, seen):
    """A cut around a character, with ``seen`` pixels of a 0, ``gap`` beside it, at its edge."""
    picture = np.full((140, 200), 255, np.uint8)
    picture[20:120, 50:150] = draw(ink_of(label, None, 100), 100, 100, 7)
    columns = np.flatnonzero((picture < 128).any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    image = Image.fromarray(picture)
    x = right + gap + 8
    ImageDraw.Draw(image).ellipse((x, 25, x + 70, 115), outline=0, width=8)
    return np.asarray(image)[:, left - 30 : x + seen]


@pytest.mark.parametrize("label", "7EHL3")
@pytest.mark.parametrize("gap", [6, 14, 30])
@pytest.mark.parametrize("seen", [8, 20])
def test_what_an_edge_leaves_of_the_next_character_is_left_out(label, gap, seen):
    picture = beside_the_edge(label, gap, seen)
    alone = picture.copy()
    right = picture.shape[1] - seen - gap // 2
    alone[:, right:] = 255
    glyph, expected = glyph_of_image(picture), glyph_of_image(alone)
    assert glyph.box == expected.box
    assert np.abs(glyph.pixels - expected.pixels).max() < 0.05


def test_a_character_that_edges_cut_into_pieces_is_one():
    """A W whose foot is below the picture and whose end beyond its right edge."""
    image = Image.new("L", (120, 120), 255)
    pen = ImageDraw.Draw(image)
    pen.line((20, 20, 45, 130), fill=0, width=7)
    pen.line((45, 130, 65, 50), fill=0, width=7)
    pen.line((65, 50, 90, 130), fill=0, width=7)
    pen.line((95, 130, 125, 15), fill=0, width=7)
    glyph = glyph_of_image(np.asarray(image))
    assert glyph.box[0] < 22
    assert glyph.box[2] == 120
