import numpy as np
import pytest

from rekognize.errors import EmptyInput, ImageTooLarge, InvalidImage
from rekognize.images import ImageLimits, grey_of_array

RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)


def test_grey_bytes_stay():
    assert np.array_equal(grey_of_array(RAMP), RAMP)
    assert np.array_equal(grey_of_array(RAMP[:, :, None]), RAMP)
    assert np.array_equal(grey_of_array(RAMP.T), RAMP.T)


@pytest.mark.parametrize(
    "array",
    [RAMP.astype(np.uint16) * 257, RAMP.astype(np.int64), RAMP / 255, (RAMP / 255).astype("f2"),
     RAMP.astype(np.float32)],
)  # fmt: skip
def test_other_types_are_scaled_to_the_same_picture(array):
    assert np.abs(grey_of_array(array).astype(int) - RAMP).max() <= 1


def test_booleans():
    assert np.array_equal(grey_of_array(RAMP > 99), np.where(RAMP > 99, 255, 0))


def test_colour():
    assert np.array_equal(grey_of_array(np.stack([RAMP] * 3, axis=2)), RAMP)


def test_transparency():
    alpha = np.zeros((16, 16), np.uint8)
    alpha[4:6, 4:6] = 255
    black = np.zeros((16, 16), np.uint8)
    grey = grey_of_array(np.stack([black, black, black, alpha], axis=2))
    assert np.array_equal(grey, 255 - alpha)


@pytest.mark.parametrize("shape", [(5,), (4, 4, 2), (1, 4, 4, 3), ()])
def test_other_shapes_are_refused(shape):
    with pytest.raises(InvalidImage, match="received"):
        grey_of_array(np.zeros(shape))


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0, 3)])
def test_nothing_to_read(shape):
    with pytest.raises(EmptyInput):
        grey_of_array(np.zeros(shape))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite(value):
    with pytest.raises(InvalidImage, match="finite"):
        grey_of_array(np.array([[0.0, value]]))


@pytest.mark.parametrize("dtype", [complex, object, "U1"])
def test_types_that_are_no_numbers(dtype):
    with pytest.raises(InvalidImage, match="dtype"):
        grey_of_array(np.zeros((3, 3), dtype))


def test_too_many_pixels():
    with pytest.raises(ImageTooLarge, match="16 x 16"):
        grey_of_array(RAMP, ImageLimits(pixels=255))
