"""Pictures are read in the page as the server reads them."""

import random
from base64 import b64encode

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of
from PIL import Image, ImageFilter

from rekognize import Recognizer
from rekognize.evaluation.corruptions import corrupt
from rekognize.images import grey_of_pil
from rekognize.ink import draw
from tests.web.local.node import ask_locally
from tests.web.local.parity import assert_alike


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load()


def lamp(grey):
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]] / max(grey.shape)
    return grey * (0.35 + 0.6 * np.exp(-3 * ((x - 0.3) ** 2 + (y - 0.4) ** 2)))


def window(grey):
    return grey * 0.4 + np.linspace(20, 150, grey.shape[1])


def cut(grey):
    rows, columns = np.nonzero(grey < 128)
    return grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def ruled(grey):
    lined = grey.copy()
    side = len(lined)
    lined[int(side * 0.97) : int(side * 0.99) + 1] = 30
    lined[side // 20 : side // 12, side // 20 : side // 14] = 0
    return lined


def grain(grey):
    return grey * 0.5 + 80 + np.random.default_rng(8).normal(0, 8, grey.shape)


def shadowed(grey):
    return corrupt(grey.astype(np.uint8), "shadow", 5, len(grey)).astype(np.float64)


def fading(grey):
    return corrupt(grey.astype(np.uint8), "fading", 4, len(grey)).astype(np.float64)


def shining_through(grey):
    behind = 255 - 0.27 * (255 - grey[:, ::-1])
    return np.minimum(grey, np.roll(behind, len(grey) // 5, axis=0))


def struck(grey):
    return corrupt(grey.astype(np.uint8), "ruled line", 5, 0).astype(np.float64)


def margin(grey):
    lined = grey.copy()
    for x in range(len(lined)):
        lined[x, int(len(lined) * 0.42 + x * 0.04)] = 90
    return lined


def dusty(grey):
    return corrupt(grey.astype(np.uint8), "specks", 5, len(grey)).astype(np.float64)


def at_table(grey):
    side = len(grey)
    table = np.pad(grey * 0.8, side // 2, constant_values=200)
    table[: side // 5] = table[:, -side // 6 :] = 40
    return table + np.random.default_rng(3).normal(0, 3, table.shape)


def on_table(grey):
    table = np.pad(grey * 0.8 + 20, len(grey) // 4, constant_values=60)
    return table + np.random.default_rng(4).normal(0, 5, table.shape)


def boxed(grey):
    side = len(grey)
    form = np.pad(grey, side // 4, constant_values=255)
    low, high, width = side // 10, len(form) - side // 9, max(1, side // 60)
    form[low : low + width, low:high] = form[low:high, low : low + width] = 90
    form[high - width : high, low:high] = form[low:high, high - width : high] = 90
    return form


def crowded_box(grey):
    side = len(grey)
    rows, columns = np.nonzero(grey < 128)
    top, bottom, width = rows.min() - side // 12, rows.max() - side // 40, max(1, side // 70)
    left, right = columns.min() - side // 12, columns.max() + side // 12
    form = np.full(grey.shape, 255.0)
    form[top : top + width, left:right] = form[top:bottom, left : left + width] = 120
    form[bottom - width : bottom, left:right] = form[top:bottom, right - width : right] = 120
    return np.minimum(np.minimum(grey, form), 255) if top > 0 and left > 0 else grey


def underlined(grey):
    rows, columns = np.nonzero(grey < 128)
    lined, y = grey.copy(), min(rows.max() + len(grey) // 25, len(grey) - 2)
    lined[y : y + 2, max(columns.min() - len(grey) // 9, 0) : columns.max() + len(grey) // 9] = 90
    return lined


def beside_another(grey):
    side = len(grey)
    return np.concatenate((np.full((side, side // 2), 255), grey, grey[:, : side * 2 // 3]), axis=1)


def printed(grey):
    down, across = np.indices(grey.shape)
    lines = (down + 3 * np.sin(across / 11)) % max(6, len(grey) // 12) < max(1.5, len(grey) / 90)
    return np.minimum(235 - 75 * lines, grey * 0.8 + 20)


def soft_and_tight(grey):
    soft = Image.fromarray(grey.astype(np.uint8)).filter(ImageFilter.GaussianBlur(len(grey) / 40))
    return cut(np.asarray(soft, np.float64))


def with_the_next(grey):
    side = len(grey)
    wide = np.concatenate((grey, grey[:, side // 10 :]), axis=1)
    return wide[:, : side + side // 6]


PAPERS = {
    "canvas": lambda grey: grey,
    "blackboard": lambda grey: 255 - grey,
    "lamp": lamp,
    "window": window,
    "cut": cut,
    "ruled": ruled,
    "grain": grain,
    "shadow": shadowed,
    "fading": fading,
    "shining through": shining_through,
    "touching line": struck,
    "margin line": margin,
    "dust": dusty,
    "edge of a table": at_table,
    "sheet on a table": on_table,
    "box": boxed,
    "box around": crowded_box,
    "underlined": underlined,
    "neighbour": beside_another,
    "piece of a neighbour": with_the_next,
    "print": printed,
    "soft and tight": soft_and_tight,
    "faint": lambda grey: 180 + grey * 0.08,
    "blank": lambda grey: grey * 0 + 200,
}


def pictures(paper, count):
    source = random.Random(paper)
    for _ in range(count):
        side = source.choice((40, 90, 280, 300, 600))
        pen = source.uniform(0.02, 0.08) * side
        grey = draw(ink_of(source.choice(list(STROKES)), source, side), side, side, pen)
        yield np.clip(PAPERS[paper](grey.astype(np.float64)), 0, 255).astype(np.uint8)


def question(grey):
    height, width = grey.shape
    return {"grey": b64encode(grey.tobytes()).decode(), "width": width, "height": height}


@pytest.mark.parametrize("paper", PAPERS)
def test_pictures_on_every_paper(recognizer, paper):
    greys = list(pictures(paper, 12))
    for local, grey in zip(ask_locally([question(grey) for grey in greys]), greys, strict=True):
        assert_alike(local, recognizer.recognize(grey), "alphanumeric")


@pytest.mark.parametrize("gap", [0, 20, 60, 240])
def test_two_side_by_side(recognizer, gap):
    one, other = (draw(ink_of(label), 280, 280, 12) for label in "7M")
    paper = np.full((280, gap), 255, np.uint8)
    grey = np.concatenate((one[:, :240], paper, other[:, 40:]), axis=1)
    (local,) = ask_locally([question(grey)])
    expected = recognizer.recognize(grey)
    assert_alike(local, expected, "alphanumeric")
    assert expected.several == (gap > 0 or not expected.is_character)


def test_a_photograph_as_large_as_they_come(recognizer):
    (grey,) = (lamp(draw(ink_of("R"), 2000, 1500, 60)).astype(np.uint8) for _ in range(1))
    (local,) = ask_locally([question(grey)])
    assert_alike(local, recognizer.recognize(grey), "alphanumeric")


def test_any_small_picture(recognizer):
    source = np.random.default_rng(9)
    greys = [source.integers(0, 256, source.integers(1, 40, 2), np.uint8) for _ in range(60)]
    for local, grey in zip(ask_locally([question(grey) for grey in greys]), greys, strict=True):
        assert_alike(local, recognizer.recognize(grey), "alphanumeric")


@pytest.mark.parametrize("tone", [(10, 20, 90), (250, 240, 220)])
@pytest.mark.parametrize("margin", [0, 40])
def test_colours_and_transparency(recognizer, tone, margin):
    ink = draw(ink_of("H"), 280, 280, 12)
    image = Image.new("RGBA", (280, 280), (*tone, 0))
    image.putalpha(Image.fromarray(255 - ink))
    if margin:  # paper of its own inside a transparent frame
        paper = Image.new("RGBA", (280, 280), (240, 235, 220, 255))
        paper.alpha_composite(image)
        image = Image.new("RGBA", (280 + 2 * margin,) * 2, (0, 0, 0, 0))
        image.paste(paper, (margin, margin))
    rgba = np.asarray(image)
    height, width = rgba.shape[:2]
    (local,) = ask_locally(
        [{"rgba": b64encode(rgba.tobytes()).decode(), "width": width, "height": height}]
    )
    assert_alike(local, recognizer.recognize(grey_of_pil(image)), "alphanumeric")
