"""A stand-in for MNIST that the tests draw themselves."""

import random
from pathlib import Path

import numpy as np
from benchmarks.drawings import STROKES, ink_of
from PIL import Image

from rekognize.ink import draw
from tests.datasets.test_mnist import write_idx

DIGITS = [label for label in STROKES if label.isdigit()]


def write_digits(root: Path, count: int) -> Path:
    """MNIST's training files with drawn digits, in a data folder; gives the folder."""
    source = random.Random(4)
    labels = [DIGITS[i % len(DIGITS)] for i in range(count)]
    images = []
    for label in labels:
        drawn = Image.fromarray(draw(ink_of(label, source, 56.0), 56, 56, 5))
        images.append(255 - np.asarray(drawn.resize((28, 28))))
    (root / "mnist").mkdir(parents=True)
    write_idx(root / "mnist/train-images-idx3-ubyte.gz", np.stack(images))
    write_idx(root / "mnist/train-labels-idx1-ubyte.gz", np.array(labels, np.uint8))
    return root
