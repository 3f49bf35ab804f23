"""The base set that retraining rehearses: whose writing it holds, and how much."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekognize.errors import MissingData
from rekognize.training import pool as training_pool
from rekognize.training.base import make_base_set
from rekognize.training.recipe import Data
from tests.training.conftest import recipe

OUTLINES = 400


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """The source of forty pictures of an A, where there are 400 outlines and no typefaces."""
    monkeypatch.setattr(training_pool, "OF_EACH_OUTLINE", 6)
    monkeypatch.setattr(training_pool, "_BARS", OUTLINES - 62 * 6)
    monkeypatch.setattr(training_pool, "_SCRIBBLES", 40)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mine/A"
    folder.mkdir(parents=True)
    for number in range(40):
        image = np.full((40, 40), 255, np.uint8)
        image[5:35, 5 + number // 2 : 8 + number // 2] = 0
        Image.fromarray(image).save(folder / f"{number}.png")
    return f"folder:{folder.parent}"


def base_of(*names, rehearsed):
    """How many glyphs of each source the base set of a recipe holds."""
    data = Data(sources=dict.fromkeys(names, 1.0), validation=0.0)
    base = make_base_set(
        recipe().model_copy(update={"data": data}), Path(), None, rehearsed=rehearsed
    )
    return dict(zip(base.names, np.bincount(base.source).tolist(), strict=True))


def test_much_less_is_rehearsed_of_what_nobody_wrote(mine):
    """Of 400 outlines 0.15, of 40 pictures and 40 scribbles all: as 60 to 40 to 40."""
    held = base_of(mine, "outlines", "scribbles", rehearsed=70)
    assert held == {mine: 20, "outlines": 30, "scribbles": 20}


def test_typefaces_that_are_not_installed_are_no_source(mine):
    assert base_of(mine, "typefaces", rehearsed=10_000) == {mine: 40}


@pytest.mark.usefixtures("mine")
def test_outlines_alone_are_no_base_set():
    with pytest.raises(MissingData, match="received none"):
        base_of("outlines", "scribbles", rehearsed=10)
