from importlib import resources

import numpy as np
from PIL import Image

from rekognize.training.gallery import make_gallery, sheet
from rekognize.training.recipe import Recipe


def test_the_shipped_gallery_is_what_the_standard_model_learnt_from():
    made = sheet(make_gallery(Recipe.read("standard")))
    assert Recipe.read("standard").seed == Recipe.read("tiny").seed
    assert "outlines" in Recipe.read("tiny").data.sources
    path = resources.files("rekognize.explanation") / "gallery.png"
    with path.open("rb") as file, Image.open(file) as shipped:
        # Rendering rounds: another processor may differ in the last level of a few pixels.
        difference = np.abs(np.asarray(made, np.int16) - np.asarray(shipped, np.int16))
    assert difference.max() <= 1
