from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from rekognize.errors import DamagedImage, EmptyInput, ImageTooLarge
from rekognize.images import ImageLimits, grey_of_pil


@pytest.mark.parametrize(
    "mode",
    ["1", "L", "P", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "HSV", "LA", "La", "RGBa", "PA",
     "I", "F", "I;16"],
)  # fmt: skip
def test_every_mode(mode):
    grey = np.full((20, 30), 255, np.uint8)
    grey[:5] = 0
    picture = Image.fromarray(grey)
    if mode in ("La", "RGBa", "PA"):
        picture = picture.convert({"La": "LA", "RGBa": "RGBA", "PA": "P"}[mode])
    before = picture.convert(mode)
    untouched = before.copy()
    result = grey_of_pil(before)
    assert result.shape == (20, 30)
    assert result[2].max() <= 2
    assert result[10].min() >= 253
    assert before.mode == untouched.mode
    assert before.tobytes() == untouched.tobytes()


def test_transparency_left_over_from_a_palette():
    palette = Image.new("P", (20, 20), 1)
    palette.putpalette([0, 0, 0, 255, 255, 255])
    palette.paste(0, (0, 0, 20, 5))
    palette.info["transparency"] = b"\xff\xff"
    grey = grey_of_pil(palette.convert("1"))
    assert (grey[2, 2], grey[10, 10]) == (0, 255)


def test_exif_turn_of_an_open_file():
    exif = Image.Exif()
    exif[0x0112] = 8
    file = BytesIO()
    Image.new("L", (10, 20)).save(file, "JPEG", exif=exif)
    with Image.open(file) as picture:
        assert grey_of_pil(picture).shape == (10, 20)


def test_a_lazy_file_that_is_cut_off():
    file = BytesIO()
    Image.effect_noise((90, 90), 60).save(file, "PNG")
    with Image.open(BytesIO(file.getvalue()[:900])) as picture, pytest.raises(DamagedImage):
        grey_of_pil(picture)


def test_limits():
    with pytest.raises(ImageTooLarge):
        grey_of_pil(Image.new("L", (100, 100)), ImageLimits(pixels=9_999))
    with pytest.raises(EmptyInput, match="0 x 5"):
        grey_of_pil(Image.new("L", (0, 5)))
