import random

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of, png_of

from rekognize.alphabets import ALPHABETS, BASE, label_sets
from rekognize.datasets.folders import read_folder
from rekognize.datasets.samples import Samples, unknown
from rekognize.errors import InvalidData
from rekognize.evaluation.glyph_sets import glyph_set
from rekognize.glyphs import glyph_of_image
from rekognize.ink import draw


def samples(labels):
    pictures = [255 - draw(ink_of(label, side=28.0), 28, 28, 2.0) for label in labels]
    targets = label_sets(list(labels), ALPHABETS["alphanumeric"])
    return Samples("drawn", np.stack(pictures), targets, unknown(len(labels)), unknown(len(labels)))


def test_pixels_are_those_the_recognizer_would_see():
    drawn = samples("17AT")
    made = glyph_set(drawn)
    for picture, pixels in zip(drawn.images, made.pixels, strict=True):
        assert np.abs(glyph_of_image(picture).pixels * 255 - pixels).max() <= 0.5
    assert (made.targets == drawn.targets).all()


def test_blank_pictures_are_kept_and_known():
    drawn = samples("17")
    drawn.images[1] = 0
    assert glyph_set(drawn).has_ink.tolist() == [True, False]


def test_a_limit_takes_samples_from_the_whole_set():
    drawn = samples("0123467AEHLMRT")
    made = glyph_set(drawn, limit=5)
    chosen = [BASE[i] for i in made.targets.argmax(axis=1)]
    assert chosen == ["0", "2", "6", "E", "M"]
    assert len(glyph_set(drawn, limit=100)) == 14


def test_a_cache_gives_the_same_again(tmp_path):
    drawn = samples("017")
    first, again = (glyph_set(drawn, tmp_path) for _ in range(2))
    assert (first.pixels == again.pixels).all()
    assert len(list(tmp_path.iterdir())) == 1
    other = glyph_set(samples("107"), tmp_path)
    assert (other.pixels[0] == first.pixels[1]).all()


def test_folders_by_class(tmp_path):
    source = random.Random(3)
    for label in STROKES:
        (tmp_path / label).mkdir()
        (tmp_path / label / "1.png").write_bytes(png_of(ink_of(label, source, 120.0), 8.0))
    made = glyph_set(read_folder(tmp_path))
    assert [BASE[i] for i in made.targets.argmax(axis=1)] == sorted(STROKES)
    assert made.has_ink.all()


def test_labels_of_several_characters_are_no_characters(tmp_path):
    import zipfile

    from rekognize.datasets.folders import read_zip

    with zipfile.ZipFile(tmp_path / "words.zip", "w") as archive:
        archive.writestr("labels.csv", "file,label\n1.png,AB\n")
        archive.writestr("1.png", png_of(ink_of("A"), 8.0))
    with pytest.raises(InvalidData, match="'AB'"):
        glyph_set(read_zip(tmp_path / "words.zip"))
