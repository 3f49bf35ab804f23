"""The way from a picture or strokes to a glyph."""

import random

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image, ImageFilter

from rekognize.errors import InvalidImage
from rekognize.glyphs import SIDE, glyph_of_image, glyph_of_ink
from rekognize.ink import Guides, Ink, WritingArea, draw

LABELS = sorted(STROKES)


def on_canvas(label, height=0.5, pen=0.05, x=0.5, y=0.5, side=400):
    """A drawing as a canvas shows it: uint8 (side, side), black on white.

    ``height`` is the share of the canvas that the ink's longer side takes, ``pen`` the pen's
    width as a share of that, ``x`` and ``y`` where in the room left over it stands.
    """
    ink = ink_of(label)
    left, top, right, bottom = ink.box
    pen_width = height * side * pen
    scale = (height * side - pen_width) / max(right - left, bottom - top)
    room = [side - pen_width - (right - left) * scale, side - pen_width - (bottom - top) * scale]
    corner = np.array([x * room[0], y * room[1]]) + pen_width / 2
    moved = [(stroke - (left, top)) * scale + corner for stroke in ink.strokes]
    return draw(Ink(moved), side, side, pen_width).copy()


def difference(one, other):
    """Mean absolute difference of two glyphs' pixels, relative to their ink."""
    return np.abs(one.pixels - other.pixels).sum() / one.pixels.sum()


@pytest.mark.parametrize("label", LABELS)
def test_glyph_is_centred_and_fills_its_box(label):
    glyph = glyph_of_image(on_canvas(label, x=0.1, y=0.9))

    assert glyph.pixels.dtype == np.float32
    assert glyph.pixels.shape == (SIDE, SIDE)
    assert glyph.pixels.min() >= 0
    assert 0.8 < glyph.pixels.max() <= 1
    rows, columns = (np.flatnonzero((glyph.pixels > 0.3).any(axis=a)) for a in (1, 0))
    assert abs((rows[0] + rows[-1]) - (SIDE - 1)) <= 1
    assert abs((columns[0] + columns[-1]) - (SIDE - 1)) <= 1
    longer = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    assert 21 <= longer <= 23


@settings(max_examples=60, deadline=None)
@given(
    label=st.sampled_from(LABELS),
    height=st.floats(0.12, 1.0),
    pen=st.floats(0.02, 0.1),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    inverted=st.booleans(),
)
def test_size_place_pen_and_polarity_leave_the_glyph_alike(label, height, pen, x, y, inverted):
    picture = on_canvas(label, height, pen, x, y, side=1000)
    reference = glyph_of_image(on_canvas(label, 0.5, 0.05, side=1000))

    glyph = glyph_of_image(255 - picture if inverted else picture)

    assert difference(reference, glyph) < 0.3


@pytest.mark.parametrize("label", LABELS)
def test_strokes_and_their_picture_give_the_same_glyph(label):
    assert difference(glyph_of_ink(ink_of(label)), glyph_of_image(on_canvas(label))) < 0.2


@pytest.mark.parametrize("label", LABELS)
def test_polarity_changes_nothing(label):
    picture = on_canvas(label)

    dark, bright = glyph_of_image(picture), glyph_of_image(255 - picture)

    np.testing.assert_allclose(dark.pixels, bright.pixels, atol=0.02)


def test_box_and_pen_are_those_of_the_source():
    glyph = glyph_of_image(on_canvas("L", height=0.5, pen=0.08, x=0.0, y=1.0, side=400))

    left, top, right, bottom = glyph.box
    assert left <= 3
    assert bottom >= 397
    assert top == pytest.approx(200, abs=4)
    assert 100 < right < 200
    assert glyph.pen_width == pytest.approx(16, rel=0.2)


@pytest.mark.parametrize("grey", [0, 7, 128, 250, 255])
@pytest.mark.parametrize("size", [(1, 1), (28, 28), (300, 200)])
def test_blank_picture_has_no_glyph(grey, size):
    assert glyph_of_image(np.full(size, grey, np.uint8)) is None


@pytest.mark.parametrize("sigma", [1, 3, 6, 12])
def test_grainy_paper_has_no_glyph(sigma):
    source = np.random.default_rng(sigma)
    for size in (60, 150, 400):
        paper = np.clip(source.normal(200, sigma, (size, size)), 0, 255).astype(np.uint8)
        assert glyph_of_image(paper) is None


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("height", "width", "slope"), [(2, 150, 0), (3, 450, 60)])
def test_a_strip_too_thin_to_show_its_ink_has_no_glyph(height, width, slope, turned):
    strip = np.linspace(100, 100 + slope, width).astype(np.uint8)[None].repeat(height, axis=0)
    strip[-1] = 250

    assert glyph_of_image(strip.T if turned else strip) is None


def test_paper_under_a_lamp_has_no_glyph():
    light = np.linspace(120, 250, 300)[None].repeat(300, axis=0)

    assert glyph_of_image(light.astype(np.uint8)) is None


def test_no_strokes_have_no_glyph():
    assert glyph_of_ink(Ink([])) is None


@pytest.mark.parametrize("label", LABELS)
def test_uneven_light_is_taken_away(label):
    picture = on_canvas(label).astype(np.float32) / 255
    lamp = np.linspace(90, 250, 400)[None] * np.linspace(0.8, 1, 400)[:, None]
    reflected = (0.2 + 0.8 * picture) * lamp

    glyph = glyph_of_image(reflected.astype(np.uint8))

    assert difference(glyph_of_image(on_canvas(label)), glyph) < 0.2


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("angle", range(0, 360, 30))
def test_a_shadow_hides_neither_polarity_nor_ink(angle, inverted):
    plain = on_canvas("R", height=0.6, pen=0.07)
    y, x = np.mgrid[-0.5 : 0.5 : len(plain) * 1j, -0.5 : 0.5 : len(plain) * 1j]
    across = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle)) - 0.1
    light = 1 - 0.6 / (1 + np.exp(-across / 0.06))
    shaded = (255 - plain if inverted else plain) * light
    found = glyph_of_image(shaded.astype(np.uint8))
    assert difference(glyph_of_image(plain), found) < 0.35


def test_dust_is_left_out():
    plain = on_canvas("R", height=0.6, pen=0.05)
    dusty = plain.copy()
    source = np.random.default_rng(4)
    for x, y in source.integers(0, len(plain) - 9, (30, 2)):
        dusty[y : y + 8, x : x + 8] = 0
    assert difference(glyph_of_image(plain), glyph_of_image(dusty)) < 0.35


@pytest.mark.parametrize("label", LABELS)
def test_specks_are_left_out(label):
    picture = on_canvas(label, pen=0.08)
    source = np.random.default_rng(5)
    for y, x in source.integers(2, 398, (25, 2)):
        picture[y : y + 2, x : x + 2] = 60

    assert difference(glyph_of_image(on_canvas(label, pen=0.08)), glyph_of_image(picture)) < 0.1


@pytest.mark.parametrize("where", ["bottom", "left", "box"])
@pytest.mark.parametrize("label", LABELS)
def test_lines_left_over_from_a_box_are_left_out(label, where):
    picture = on_canvas(label, height=0.5)
    if where in ("bottom", "box"):
        picture[394:398] = 40
    if where in ("left", "box"):
        picture[:, 3:7] = 40
    if where == "box":
        picture[2:6] = 40
        picture[:, 393:397] = 40

    assert difference(glyph_of_image(on_canvas(label, height=0.5)), glyph_of_image(picture)) < 0.1


def test_letter_that_fills_the_picture_is_no_ruled_line():
    for label in ("E", "L", "T", "Z", "H"):
        full = glyph_of_image(on_canvas(label, height=1.0, pen=0.05))
        assert difference(glyph_of_image(on_canvas(label)), full) < 0.2


@pytest.mark.parametrize("pen", [0.02, 0.05, 0.1])
@pytest.mark.parametrize("gap", [0.1, 0.3])
def test_dot_stays_with_its_i(pen, gap):
    side = 300
    stem = [(150.0, 120.0), (150.0, 240.0)]
    dot = [(151.0, 120 - gap * 120 - 12), (151.5, 120 - gap * 120 - 12)]

    glyph = glyph_of_image(draw(Ink([stem, dot]), side, side, pen * 150))

    rows = (glyph.pixels > 0.3).any(axis=1)
    inked = np.flatnonzero(rows)
    assert not rows[inked[0] : inked[-1]].all(), "a gap between dot and stem"


def test_faint_pencil_with_grain_is_read():
    source = np.random.default_rng(3)
    picture = 215 - 45 * (1 - on_canvas("R", pen=0.04).astype(np.float32) / 255)
    grainy = picture + source.normal(0, 3, picture.shape)

    glyph = glyph_of_image(np.clip(grainy, 0, 255).astype(np.uint8))

    assert difference(glyph_of_image(on_canvas("R", pen=0.04)), glyph) < 0.3


def test_blur_changes_little():
    picture = on_canvas("M", pen=0.08)
    blurred = np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(5)))

    assert difference(glyph_of_image(picture), glyph_of_image(blurred)) < 0.2


def test_writing_area_gives_height_and_place():
    ink = Ink([[(110, 230), (110, 270)]], WritingArea(100, 200, x=100, y=100))

    glyph = glyph_of_ink(ink)

    assert glyph.relative_height == pytest.approx(0.2)
    assert glyph.relative_place == pytest.approx((0.1, 0.75))
    assert glyph_of_ink(Ink(ink.strokes)).relative_height is None


def test_guide_lines_give_the_height_in_capitals():
    ink = Ink([[(110, 230), (110, 270)]], guides=Guides(base=270, capital=190))

    glyph = glyph_of_ink(ink)

    assert glyph.capital_heights == pytest.approx(0.5)
    assert (glyph.pixels == glyph_of_ink(Ink(ink.strokes)).pixels).all()
    assert glyph_of_ink(Ink(ink.strokes)).capital_heights is None


def test_single_dot_stays_small():
    glyph = glyph_of_ink(Ink([[(5.0, 5.0)]]))

    assert 0 < (glyph.pixels > 0.5).sum() < 20


@pytest.mark.parametrize(
    ("place", "size"), [(0.0, 1e-40), (0.0, 1e-30), (3e4, 0.004), (-7e5, 0.25), (9e5, 3.0)]
)
def test_ink_that_is_tiny_beside_its_place_keeps_its_shape(place, size):
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0.5)])
    tiny = Ink([place + size * corners])
    left, top, right, _ = tiny.box
    large = Ink([(tiny.strokes[0].astype(float) - (left, top)) * 100 / (right - left)])

    assert difference(glyph_of_ink(large), glyph_of_ink(tiny)) < 0.05


@settings(max_examples=150, deadline=None)
@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=70)))
def test_any_picture_gives_a_glyph_or_none(picture):
    glyph = glyph_of_image(picture)

    assert glyph is None or (np.isfinite(glyph.pixels).all() and 0 <= glyph.pixels.min() <= 1)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=12), max_size=6
    )
)
def test_any_strokes_give_a_glyph_or_none(strokes):
    glyph = glyph_of_ink(Ink(strokes))

    assert (glyph is None) == (not any(strokes))
    assert glyph is None or (np.isfinite(glyph.pixels).all() and glyph.pixels.max() > 0.2)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 5), np.uint8),
        np.zeros(9, np.uint8),
        np.zeros((4, 4)),
        np.zeros((4, 4, 3), np.uint8),
    ],
)
def test_wrong_arrays_are_refused(picture):
    with pytest.raises(InvalidImage, match="received"):
        glyph_of_image(picture)


def test_large_pictures_are_read_too():
    random_source = random.Random(1)
    ink = ink_of("4", random_source, side=3000)

    assert difference(glyph_of_ink(ink), glyph_of_image(draw(ink, 3000, 3000, 60))) < 0.2
