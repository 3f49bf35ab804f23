"""Characters of UNIPEN that lost strokes."""

import numpy as np

from rekognize.alphabets import INDEX
from rekognize.datasets.incomplete import INCOMPLETE_PROVIDER, incomplete_mask
from rekognize.datasets.strokes import StrokeSamples


def test_one_stroke_of_what_others_write_with_several_is_left_out():
    written = [
        ("apb/a", "X", 2),
        ("apb/b", "X", 2),
        ("apb/c", "X", 1),
        ("apb/a", "O", 1),
        ("apb/b", "O", 1),
        ("apb/c", "O", 2),
        (f"{INCOMPLETE_PROVIDER}/a", "X", 1),
        (f"{INCOMPLETE_PROVIDER}/a", "X", 2),
        (f"{INCOMPLETE_PROVIDER}/a", "O", 1),
        (f"{INCOMPLETE_PROVIDER}/a", "7", 1),
    ]
    strokes = [count for _, _, count in written]
    samples = StrokeSamples(
        name="some",
        points=np.zeros((2 * sum(strokes), 2), np.float32),
        stroke_start=np.arange(0, 2 * sum(strokes) + 1, 2),
        sample_start=np.cumsum([0, *strokes]),
        targets=np.eye(62, dtype=np.bool_)[[INDEX[label] for _, label, _ in written]],
        writer=np.array([writer for writer, _, _ in written]),
        relative_height=np.ones(len(written), np.float32),
    )

    assert np.flatnonzero(incomplete_mask(samples)).tolist() == [6]
