import numpy as np
import pytest

from rekognize.ink import Ink, centreline, draw


def test_a_centreline_is_one_pixel_wide_and_where_it_should_be():
    picture = centreline(Ink([[(0, 0), (4, 0)]]), size=16, scale=2.0, dx=3.0, dy=5.0)
    assert picture.dtype == np.bool_
    rows, columns = np.nonzero(picture)
    assert set(rows.tolist()) == {5}
    assert columns.tolist() == list(range(3, 12))


def test_a_lone_point_is_a_dot():
    picture = centreline(Ink([[(1, 2)]]), size=8, scale=1.0, dx=0.0, dy=0.0)
    assert np.argwhere(picture).tolist() == [[2, 1]]


def test_points_beyond_the_frame_do_no_harm():
    picture = centreline(Ink([[(-50, 4), (500, 4)]]), size=8, scale=1.0, dx=0.0, dy=0.0)
    assert picture[4].all()
    assert picture.sum() == 8


@pytest.mark.parametrize("pen_width", [2.0, 6.0, 15.0])
def test_a_drawn_line_is_as_wide_as_the_pen(pen_width):
    picture = draw(Ink([[(20, 50), (80, 50)]]), 100, 100, pen_width)
    assert picture.shape == (100, 100)
    assert picture[0, 0] == 255
    ink = (255 - picture[:, 50].astype(float)).sum() / 255
    assert ink == pytest.approx(pen_width, abs=0.6)


def test_caps_are_round_and_reach_half_a_width_beyond():
    picture = draw(Ink([[(30, 50), (70, 50)]]), 100, 100, 20.0)
    assert picture[50, 22] == 0
    assert picture[50, 18] == 255
    assert picture[42, 22] == 255  # the corner that a square cap would fill


def test_a_dot_is_a_disc():
    picture = draw(Ink([[(50, 50)]]), 100, 100, 20.0)
    area = (255 - picture.astype(float)).sum() / 255
    assert area == pytest.approx(np.pi * 100, rel=0.08)


def test_the_pen_without_a_width():
    line = Ink([[(10, 40), (70, 40)]])
    assert (draw(line, 80, 80) == draw(line, 80, 80, 2.0)).all()


def test_width_and_height_are_not_mixed_up():
    assert draw(Ink([]), 30, 20).shape == (20, 30)
