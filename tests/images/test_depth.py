import tracemalloc

import numpy as np
import pytest

from rekognize.errors import InvalidImage
from rekognize.images.depth import eight_bits


@pytest.mark.parametrize("white", [255, 1023, 4095, 16383, 65535])
def test_white_is_found_at_every_bit_depth(white):
    values = np.array([[0, white // 2, white]], np.uint16)
    assert eight_bits(values).tolist()[0] in ([0, 127, 255], [0, 128, 255])


def test_a_dark_sixteen_bit_picture_is_not_stretched_to_white():
    assert eight_bits(np.array([[0, 20_000]], np.uint16)).tolist() == [[0, 78]]


def test_negative_floats_are_stretched():
    assert eight_bits(np.array([[-1.0, 0.0, 1.0]])).tolist() == [[0, 128, 255]]


def test_slight_overshoot_of_interpolation_is_cut():
    assert eight_bits(np.array([[-0.005, 0.5, 1.005]])).tolist() == [[0, 128, 255]]


def test_values_beyond_sixteen_bits_are_stretched():
    assert eight_bits(np.array([[0, 2**31 - 1]], np.int32)).tolist() == [[0, 255]]


@pytest.mark.parametrize("values", [(0.0, 1e300), (-3e38, 3e38)])
def test_values_that_have_no_room_are_refused_as_what_they_are(values):
    with pytest.raises(InvalidImage, match=r"within \+-1e\+38, received .*e\+3"):
        eight_bits(np.array([values]))


@pytest.mark.parametrize("value", [-1e9, 0.0, 0.5, 7e4, -3.0])
def test_a_uniform_picture_stays_uniform(value):
    assert np.ptp(eight_bits(np.full((3, 3), value))) == 0


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32, np.float64])
def test_a_large_picture_takes_a_few_bytes_a_pixel(dtype):
    values = np.arange(4_000_000, dtype=dtype).reshape(2000, 2000) % 60_000
    tracemalloc.start()
    try:
        scaled = eight_bits(values)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 6 * values.size
    expected = np.rint(values.astype(np.float32) * np.float32(255 / 65535))
    np.testing.assert_array_equal(scaled, expected.astype(np.uint8))
