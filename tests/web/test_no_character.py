"""Twenty scribbles, blank sheets and shapes, drawn through the page: no character among them."""

import math
import os
import random
from pathlib import Path

import mahotas
import numpy as np
import pytest

from rekognize.datasets.archives import read_quickdraw
from rekognize.datasets.catalogue import default_roots, find
from tests.web.conftest import skip_or_fail
from tests.web.test_replay import WRITE

SIDE = 1000
SCRIBBLES = 8
SHAPES = ("star", "house")
EACH = 4
SPIRALS = 3


def scribble(number):
    """Back and forth in a tangle, in one stroke."""
    chance = random.Random(number)
    turns = [(chance.uniform(0, SIDE), chance.uniform(0, SIDE)) for _ in range(14)]
    stroke = [turns[0]]
    for x, y in turns[1:]:
        (x0, y0), bend = stroke[-1], chance.uniform(-120, 120)
        for i in range(1, 13):
            t = i / 12
            swing = bend * math.sin(math.pi * t)
            stroke.append((x0 + (x - x0) * t + swing, y0 + (y - y0) * t - swing))
    return [[[min(max(v, 0), SIDE) for v in point] for point in stroke]]


def spiral(number):
    """Outwards from the middle, in three turns or more."""
    turns, count = 3 + number, 240
    way = [(2 * math.pi * turns * i / count, 0.5 * SIDE * i / count) for i in range(count)]
    return [[[SIDE / 2 + r * math.cos(a), SIDE / 2 + r * math.sin(a)] for a, r in way]]


def traced(image):
    """The pen's way through a picture, uint8 (H, W): its middle lines as strokes."""
    rows, columns = np.nonzero(mahotas.thin(image > 127))
    left = set(zip(columns.tolist(), rows.tolist(), strict=True))
    scale = SIDE / max(image.shape)
    strokes = []
    while left:
        ends = [at for at in left if len(around(at, left)) == 1]
        at = min(ends or left)
        stroke = [at]
        left.remove(at)
        while following := around(at, left):
            at = min(following, key=lambda to: abs(to[0] - at[0]) + abs(to[1] - at[1]))
            left.remove(at)
            stroke.append(at)
        strokes.append([[scale * x, scale * y] for x, y in stroke])
    return strokes


def around(at, left):
    """Neighbours of a point that are still there."""
    steps = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
    return [to for x, y in steps if (to := (at[0] + x, at[1] + y)) in left]


@pytest.fixture(scope="module")
def shapes():
    """Stars and houses that people drew; of spirals Quick, Draw! has none."""
    data = os.environ.get("REKOGNIZE_DATA")
    root = find("quickdraw/train", default_roots(Path(data) if data else None))
    if root is None:
        skip_or_fail("the data sets are not there")
    drawings = read_quickdraw(root / "quickdraw-train.npz")
    chosen = np.random.default_rng(20)
    return [
        (f"{kind} {row}", traced(drawings.images[row]))
        for kind in SHAPES
        for row in chosen.choice(np.flatnonzero(drawings.kind == kind), EACH, replace=False)
    ]


def taken_for_characters(sheet, drawings):
    """Draws each through the page; those that it took for a character, with the answer."""
    taken = {}
    for name, strokes in drawings:
        sheet.page.evaluate(WRITE, [strokes, 0.8 / SIDE])
        answer = sheet.last_question().response().json()
        if answer["label"] is None:
            sheet.expect_headline("This is no character I know")
        else:
            taken[name] = answer["label"]
        sheet.page.keyboard.press("Escape")
        sheet.expect_blank()
    return taken


def test_scribbles_and_spirals_are_no_characters(sheet):
    drawings = [(f"scribble {i}", scribble(i)) for i in range(SCRIBBLES)]
    drawings += [(f"spiral {i}", spiral(i)) for i in range(SPIRALS)]
    assert taken_for_characters(sheet, drawings) == {}


def test_a_blank_sheet_is_no_character(sheet):
    sheet.expect_blank()
    sheet.draw([[(0.3, 0.3), (0.6, 0.6)]])
    sheet.page.keyboard.press("Control+z")
    sheet.expect_blank()
    sheet.page.keyboard.press("Control+y")
    sheet.page.keyboard.press("Delete")
    sheet.expect_blank()


@pytest.mark.data
def test_shapes_are_no_characters(sheet, shapes):
    assert len(shapes) == EACH * len(SHAPES)
    assert taken_for_characters(sheet, shapes) == {}
