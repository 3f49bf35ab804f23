import numpy as np
import pytest
from benchmarks.drawings import ink_of

from rekognize.evaluation.scenes import SCENES, photograph
from rekognize.recognizer import Recognizer


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_written_is_read_in_every_scene(scene):
    recognizer = Recognizer.load()
    labels = "123467AEHLMRTYZ"
    pictures = [photograph(ink_of(label), scene, number) for number, label in enumerate(labels)]
    results = recognizer.recognize_batch(pictures, alphabet="alphanumeric-nocase")
    right = sum(result.label == label for result, label in zip(results, labels, strict=True))
    assert right >= len(labels) - 1


@pytest.mark.parametrize("scene", SCENES)
def test_the_number_alone_decides_a_scene(scene):
    first, same, other = (photograph(ink_of("R"), scene, number) for number in (3, 3, 4))
    assert first.shape == (400, 400)
    assert first.dtype == np.uint8
    assert (first == same).all()
    assert (first != other).any()
