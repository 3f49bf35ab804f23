import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of
from PIL import Image, ImageDraw

from rekognize.glyphs import glyph_of_image
from rekognize.glyphs.surroundings import painted_over, surroundings
from rekognize.ink import draw


def written(label, side=240, pen=9):
    """A character in the middle half of a white picture."""
    picture = np.full((side, side), 255, np.uint8)
    quarter = side // 4
    picture[quarter : side - quarter, quarter : side - quarter] = draw(
        ink_of(label, None, side - 2 * quarter), side - 2 * quarter, side - 2 * quarter, pen
    )
    return picture


def shapes(picture, *polygons, fill=60):
    image = Image.fromarray(picture)
    for polygon in polygons:
        ImageDraw.Draw(image).polygon(polygon, fill=fill)
    return np.asarray(image)


TABLE = [
    [(0, 0), (240, 0), (240, 30), (0, 25)],
    [(0, 0), (28, 0), (32, 240), (0, 240)],
]
THUMB = [[(240, 150), (205, 170), (200, 200), (215, 240), (240, 240)]]
CORNER = [[(0, 0), (70, 0), (0, 60)]]


@pytest.mark.parametrize("around", [TABLE, THUMB, CORNER], ids=["table", "thumb", "corner"])
@pytest.mark.parametrize("label", "036RA")
@pytest.mark.parametrize("inverted", [False, True])
def test_what_reaches_in_from_the_edges_changes_nothing(around, label, inverted):
    alone = written(label)
    beside = shapes(alone, *around)
    if inverted:
        alone, beside = 255 - alone, 255 - beside
    expected, glyph = glyph_of_image(alone), glyph_of_image(beside)
    assert glyph.box == expected.box
    assert np.abs(glyph.pixels - expected.pixels).max() < 0.35


def test_a_pencil_beside_a_black_table_is_still_found():
    pencil = (255 - (255 - written("R").astype(int)) * 3 // 10).astype(np.uint8)
    glyph = glyph_of_image(shapes(pencil, *TABLE, fill=0))
    assert glyph.box == glyph_of_image(pencil).box


@pytest.mark.parametrize("degrees", [0, 8, 20])
def test_a_sheet_on_a_dark_table(degrees):
    grain = np.random.default_rng(1).normal(50, 12, (300, 300))
    sheet = Image.fromarray(written("H", 160, 6)).convert("L")
    mask = Image.new("L", sheet.size, 255).rotate(degrees, expand=True)
    picture = Image.fromarray(np.asarray(grain.clip(0, 255), np.uint8))
    picture.paste(sheet.rotate(degrees, expand=True), (50, 40), mask)
    glyph = glyph_of_image(np.asarray(picture))
    left, top, right, bottom = glyph.box
    assert 30 < right - left < 70
    assert 40 < bottom - top < 70
    assert glyph.pixels.mean() < 0.4


@pytest.mark.parametrize("label", STROKES)
@pytest.mark.parametrize("pen", [8, 20, 28])
def test_a_tight_cut_keeps_its_character(label, pen):
    picture = draw(ink_of(label), 240, 240, pen)
    rows, columns = np.nonzero(picture < 128)
    cut = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    left, top, right, bottom = glyph_of_image(cut).box
    assert right - left >= 0.9 * cut.shape[1]
    assert bottom - top >= 0.9 * cut.shape[0]


def test_a_table_alone_is_what_there_is():
    glyph = glyph_of_image(shapes(np.full((240, 240), 255, np.uint8), *TABLE))
    assert glyph.box[:2] == (0.0, 0.0)


def test_nothing_lies_around_a_drawing():
    assert surroundings(255 - written("6"), 0.35, even_light=True) is None


def test_what_is_hidden_continues_the_light():
    slope = np.add.outer(np.arange(40), np.arange(60)) + 50
    hidden = np.zeros((40, 60), np.bool_)
    hidden[:, 50:] = hidden[30:] = True
    grey = np.where(hidden, 7, slope).astype(np.uint8)
    assert (painted_over(grey, hidden) == slope).all()
