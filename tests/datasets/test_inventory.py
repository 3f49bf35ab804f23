import numpy as np

from rekognize.alphabets import ALPHABETS, label_sets
from rekognize.datasets.archives import Drawings
from rekognize.datasets.inventory import inventory
from rekognize.datasets.pictures import PictureSamples
from rekognize.datasets.samples import Samples

IMAGES = np.zeros((3, 28, 28), np.uint8)


def test_samples_by_label_source_and_writer():
    targets = label_sets(["C", "a", "C"], ALPHABETS["balanced"])
    data = Samples("x", IMAGES, targets, np.array(["", "w", "w"]), np.array(["s", "t", "t"]))
    held = inventory(data)
    assert (held.size, held.writers) == (3, 1)
    assert held.classes == {"a": 1, "Cc": 2}
    assert held.sources == {"s": 1, "t": 2}


def test_pictures_by_character_and_drawings_by_kind():
    pictures = PictureSamples("x", ["1.png", "2.png"], ["10", "1"], lambda _: b"")
    assert inventory(pictures).classes == {"0": 1, "1": 2}
    drawings = Drawings("x", IMAGES, np.array(["cat", "star", "cat"]))
    assert inventory(drawings).classes == {"cat": 2, "star": 1}
