import math
import struct
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rekognize.errors import (
    DamagedImage,
    EmptyInput,
    ImageTooLarge,
    InvalidImage,
    NotAnImage,
    RekognizeError,
)
from rekognize.images import LONGER_SIDE, ImageLimits, decode_image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def corner(mode="L", size=(40, 30)):
    """White paper with a black square at the top left."""
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 9, 9), fill=0)
    return picture.convert(mode)


def saved(picture, format_, **options):
    file = BytesIO()
    picture.save(file, format_, **options)
    return file.getvalue()


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width, height):
    return b"\x89PNG\r\n\x1a\n" + png_chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    )


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_format_gives_the_same_grey_picture(format_, mode):
    grey = decode_image(saved(corner(mode), format_))
    assert grey.dtype == np.uint8
    assert grey.shape == (30, 40)
    assert np.abs(grey.astype(int) - np.asarray(corner()).astype(int)).max() < 40
    assert grey[2, 2] < 10
    assert grey[20, 20] > 245


@pytest.mark.parametrize(
    ("mode", "format_"),
    [("1", "PNG"), ("P", "PNG"), ("P", "GIF"), ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("LAB", "TIFF"),
     ("1", "TIFF"), ("1", "BMP"), ("YCbCr", "TIFF")],
)  # fmt: skip
def test_every_mode_is_read(mode, format_):
    picture = corner("RGB").convert(mode) if mode != "LAB" else lab(corner())
    grey = decode_image(saved(picture, format_))
    assert grey[2, 2] < 25
    assert grey[20, 20] > 230


def lab(grey):
    neutral = Image.new("L", grey.size, 0)
    return Image.merge("LAB", (grey, neutral, neutral))


def test_sixteen_bits():
    values = np.where(np.asarray(corner()) > 0, 65535, 0).astype(np.uint16)
    for format_ in ("PNG", "TIFF"):
        grey = decode_image(saved(Image.fromarray(values), format_))
        assert (grey[2, 2], grey[20, 20]) == (0, 255)


@pytest.mark.parametrize(("orientation", "place"), [(1, (2, 2)), (3, (27, 37)), (6, (2, 27))])
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_turns_the_picture_upright(format_, orientation, place):
    exif = Image.Exif()
    exif[0x0112] = orientation
    grey = decode_image(saved(corner(), format_, exif=exif))
    assert grey.shape == ((30, 40) if orientation < 5 else (40, 30))
    assert grey[place] < 40
    assert np.count_nonzero(grey < 128) == pytest.approx(100, abs=25)


def test_broken_exif_does_not_hide_the_picture():
    grey = decode_image(saved(corner(), "PNG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))
    assert grey[2, 2] == 0


@pytest.mark.parametrize("ink", [0, 255])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_ink_of_either_tone_survives_a_transparent_canvas(ink, mode):
    alpha = Image.eval(corner(), lambda v: 255 - v)
    picture = Image.new("RGBA", alpha.size, (ink, ink, ink, 255))
    picture.putalpha(alpha)
    grey = decode_image(saved(picture.convert(mode), "PNG"))
    assert (grey[2, 2], grey[20, 20]) == (ink, 255 - ink)


def test_palette_with_transparency():
    picture = corner().point(lambda v: v // 255).convert("P")
    picture.putpalette([0, 0, 0, 0, 0, 0])
    grey = decode_image(saved(picture, "PNG", transparency=1))
    assert (grey[2, 2], grey[20, 20]) == (0, 255)


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_a_fully_transparent_canvas_is_blank(format_):
    grey = decode_image(saved(Image.new("RGBA", (50, 60), (9, 9, 9, 0)), format_))
    assert grey.shape == (60, 50)
    assert np.ptp(grey) == 0


def test_transparent_margins_continue_a_picture_s_own_paper():
    picture = corner("RGBA")
    picture.paste((0, 0, 0, 0), (35, 0, 40, 30))
    grey = decode_image(saved(picture, "PNG"))
    assert (grey[2, 2], grey[20, 20], grey[20, 38]) == (0, 255, 255)


@pytest.mark.parametrize("format_", ["GIF", "PNG", "WEBP", "TIFF"])
def test_first_frame_of_several_is_read_or_refused(format_):
    second = Image.new("L", (40, 30), 128)
    data = saved(corner(), format_, save_all=True, append_images=[second])
    assert decode_image(data)[2, 2] < 10
    with pytest.raises(InvalidImage, match=f"received a {format_} of several"):
        decode_image(data, ImageLimits(single_frame=True))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_single_frame_passes_the_single_frame_limit(format_):
    assert decode_image(saved(corner(), format_), ImageLimits(single_frame=True))[2, 2] < 10


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_truncated(format_, keep):
    noise = np.random.default_rng(1).integers(0, 256, (60, 60), np.uint8)
    data = saved(Image.fromarray(noise), format_)
    with pytest.raises(DamagedImage, match="cut off or broken"):
        decode_image(data[: int(len(data) * keep)])


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7\n", b"\0", b"<svg/>", b"RIFF1234WAVE"])
def test_not_an_image(data):
    with pytest.raises(NotAnImage, match="PNG, JPEG, WebP, GIF, BMP, TIFF; received bytes"):
        decode_image(data)


def test_formats_beside_the_allow_list_are_not_images():
    for format_ in ("ICO", "PPM", "TGA", "PCX"):
        with pytest.raises(NotAnImage):
            decode_image(saved(corner("RGB"), format_))


def test_no_bytes():
    with pytest.raises(EmptyInput):
        decode_image(b"")


def test_too_many_bytes():
    data = saved(corner(), "PNG")
    assert decode_image(data, ImageLimits(bytes=len(data))).shape == (30, 40)
    with pytest.raises(ImageTooLarge, match="bytes, received"):
        decode_image(data, ImageLimits(bytes=len(data) - 1))


@pytest.mark.parametrize("side", [9_000, 12_000, 65_000])
def test_a_decompression_bomb_is_refused_by_its_header(side):
    bomb = png_header(side, side) + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")
    start = time.perf_counter()
    with pytest.raises(ImageTooLarge, match=f"received {side} x {side}"):
        decode_image(bomb)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("side", [10_000, 20_000])
def test_a_gif_whose_frame_is_larger_than_it_says_is_too_large(side):
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x44\x01\x00;"
    with pytest.raises(ImageTooLarge, match=r"40,000,000 pixels .* received a GIF: .*00000000"):
        decode_image(screen + frame)


def test_pixel_limit_is_inclusive():
    data = saved(corner(), "PNG")
    assert decode_image(data, ImageLimits(pixels=1200)).size == 1200
    with pytest.raises(ImageTooLarge):
        decode_image(data, ImageLimits(pixels=1199))


def test_a_tile_counts_like_the_picture_it_is_part_of():
    tags = {256: 40, 257: 30, 258: 8, 259: 1, 262: 1, 277: 1, 322: 9_008, 323: 9_008,
            324: 300, 325: 16}  # fmt: skip
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    file = b"II*\0" + struct.pack("<IH", 8, len(tags)) + directory + bytes(200)
    with pytest.raises(ImageTooLarge, match="9008 x 9008"):
        decode_image(file)


@pytest.mark.parametrize("kind", [1, 2, 7, 11, 12])  # bytes, text, anything, float, double
def test_a_tile_whose_side_is_no_whole_number_is_damage(kind):
    side = {11: struct.pack("<f", math.nan), 12: b"\x08\0\0\0"}.get(kind, b"x\0\0\0")
    tags = {256: 40, 257: 30, 258: 8, 259: 1, 262: 1, 273: 200, 277: 1, 278: 30, 279: 1200}
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory += struct.pack("<HHI", 322, kind, 2 if kind in (1, 2, 7) else 1) + side
    directory += struct.pack("<HHII", 323, 4, 1, 2_000_000_000)
    file = b"II*\0" + struct.pack("<IH", 8, len(tags) + 2) + directory + bytes(1_600)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedImage, match="tiles' sides"):
            decode_image(file)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("format_", "mode"),
    [("PNG", "L"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("JPEG", "L"),
     ("JPEG", "RGB"), ("JPEG", "CMYK")],
)  # fmt: skip
def test_large_pictures_are_reduced(format_, mode):
    picture = Image.new("L", (5000, 1000), 255)
    picture.paste(0, (0, 0, 2500, 1000))
    grey = decode_image(saved(picture.convert(mode), format_))
    assert LONGER_SIDE // 2 <= grey.shape[1] <= LONGER_SIDE
    assert grey.shape[1] / grey.shape[0] == pytest.approx(5, rel=0.02)
    assert grey[:, : grey.shape[1] // 2 - 4].max() < 10
    assert grey[:, grey.shape[1] // 2 + 4 :].min() > 245


@pytest.mark.parametrize("side", [2048, 2049, 4097, 4500, 6145, 8191])
def test_every_format_is_reduced_alike(side):
    picture = Image.new("L", (side, 100), 255)
    picture.paste(0, (side // 2, 20, side // 2 + 64, 80))
    png, jpeg = (decode_image(saved(picture, f)) for f in ("PNG", "JPEG"))
    assert abs(png.shape[1] - jpeg.shape[1]) <= 1
    assert png.shape[1] == -(-side // -(-side // LONGER_SIDE))
    inks = [np.flatnonzero((grey < 128).any(axis=0))[[0, -1]] for grey in (png, jpeg)]
    assert np.abs(inks[0] - inks[1]).max() <= 1


def test_threads_do_not_mix():
    files = [saved(Image.new("L", (50, 50), level), "PNG") for level in range(0, 256, 5)] * 4
    with ThreadPoolExecutor(8) as pool:
        greys = list(pool.map(decode_image, files))
    assert [int(grey[0, 0]) for grey in greys] == list(range(0, 256, 5)) * 4


def read_or_refused(data):
    start = time.perf_counter()
    try:
        grey = decode_image(data, ImageLimits(pixels=1_000_000, single_frame=True))
    except RekognizeError:
        pass
    else:
        assert grey.dtype == np.uint8
        assert grey.ndim == 2
    assert time.perf_counter() - start < 2


@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(data):
    read_or_refused(data)


NOISY = Image.fromarray(np.random.default_rng(2).integers(0, 256, (24, 24, 4), np.uint8), "RGBA")
SEEDS = [
    *(saved(NOISY.convert("RGB"), f) for f in FORMATS),
    *(saved(NOISY, f) for f in ("PNG", "WEBP", "TIFF")),
    saved(NOISY.convert("P"), "PNG", transparency=3),
    saved(NOISY.convert("L"), "TIFF", compression="tiff_lzw"),
    saved(NOISY.convert("1"), "TIFF", compression="group4"),
    saved(NOISY.convert("L"), "JPEG", progressive=True),
]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=6),
    st.floats(0, 1),
)
def test_mutated_files_are_read_or_refused(seed, changes, keep):
    data = bytearray(seed)
    for place, patch in changes:
        at = int(place * len(data))
        data[at : at + len(patch)] = patch
    read_or_refused(bytes(data[: max(1, int(keep * len(data)))]))


@given(st.sampled_from(FORMATS), st.binary(max_size=200))
def test_headers_followed_by_rubbish_are_read_or_refused(format_, rubbish):
    read_or_refused(saved(corner("RGB"), format_)[:40] + rubbish)
