"""A small data folder of our own drawings, laid out as the real one."""

import gzip
import random
import zipfile

import numpy as np
from benchmarks.drawings import STROKES, ink_of, png_of

from rekognize.alphabets import BASE
from rekognize.glyphs import glyph_of_ink


def write_scanned_capitals(root, labels="AEHLMRTYZ"):
    """``scanned-capitals.zip``."""
    source = random.Random(9)
    with zipfile.ZipFile(root / "scanned-capitals.zip", "w") as archive:
        rows = [f"{number}.png,{label}" for number, label in enumerate(labels)]
        archive.writestr("labels.csv", "\n".join(["file,label", *rows]))
        for number, label in enumerate(labels):
            archive.writestr(f"{number}.png", png_of(ink_of(label, source, 120.0), 6.0))


def write_unipen(root, times=2, called=()):
    """``unipen-train.npz``: every drawing by a writer who is held out, and once by another.

    ``called`` are wrong labels that the first samples get.
    """
    source = random.Random(8)
    labels = [*STROKES] * times
    inks = [ink_of(label, source) for label in [*labels, *STROKES]]
    strokes = [stroke for ink in inks for stroke in ink.strokes]
    np.savez(
        root / "unipen-train.npz",
        points=np.rint(np.concatenate(strokes)).astype(np.int16),
        stroke_start=np.cumsum([0, *map(len, strokes)]),
        sample_start=np.cumsum([0, *(len(ink.strokes) for ink in inks)]),
        label=np.array([*called, *[*labels, *STROKES][len(called) :]]),
        writer=np.array(["imp/somebody"] * len(labels) + ["kai/other"] * len(STROKES)),
        relative_height=np.ones(len(inks), np.float32),
    )


def write_quickdraw(root, kinds):
    """``quickdraw-train.npz``: a crossed square for each kind."""
    image = np.zeros((28, 28), np.uint8)
    image[[0, 13, 27], :] = 255
    image[:, [0, 13, 27]] = 255
    np.savez(
        root / "quickdraw-train.npz",
        images=np.stack([image] * len(kinds)),
        label=np.array(kinds),
    )


def write_mnist_train(root, labels, drawn=None):
    """MNIST's training files; ``drawn`` says what is drawn where it is not the label."""
    _write_idx(root / "mnist", "train", _images(drawn or labels), bytes(map(int, labels)))


def write_byclass_test(root, labels, drawn=None):
    """ByClass's test files, stored transposed as NIST's are."""
    images = _images(drawn or labels).transpose(0, 2, 1)
    classes = bytes(BASE.index(label) for label in labels)
    _write_idx(root / "emnist", "emnist-byclass-test", images, classes)


def _images(labels):
    source = random.Random(5)
    pixels = [glyph_of_ink(ink_of(label, source)).pixels for label in labels]
    return np.rint(np.array(pixels) * 255).astype(np.uint8)


def _write_idx(folder, stem, images, labels):
    folder.mkdir()
    for kind, magic, shape, data in (
        ("images-idx3", 0x803, images.shape, images.tobytes()),
        ("labels-idx1", 0x801, (len(labels),), labels),
    ):
        header = np.array([magic, *shape], ">i4").tobytes()
        (folder / f"{stem}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + data))
