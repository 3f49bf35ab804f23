import numpy as np

from rekognize.evaluation.misread import misread_samples

LABELS = ("a", "b")


def kept(targets, second, has_ink=None):
    """What is kept of samples answered "b" with those probabilities."""
    second = np.asarray(second, np.float32)
    pixels = np.arange(len(targets), dtype=np.uint8)[:, None, None] * np.ones((28, 28), np.uint8)
    ink = np.ones(len(targets), np.bool_) if has_ink is None else np.asarray(has_ink)
    probabilities = np.stack([1 - second, second], axis=1)
    return misread_samples(LABELS, np.asarray(targets), probabilities, ink, pixels)


def test_the_surest_wrong_answers_come_first_with_their_own_pictures():
    found = kept([0, 1, 0, 1], [0.7, 0.9, 0.8, 0.4])
    assert [(m.true, m.answered, round(m.confidence, 2)) for m in found] == [
        ("a", "b", 0.8),
        ("a", "b", 0.7),
        ("b", "a", 0.6),
    ]
    assert [int(m.pixels[0, 0]) for m in found] == [2, 0, 3]


def test_a_few_of_each_kind_are_kept():
    found = kept([0] * 40 + [1], [*np.linspace(0.6, 0.9, 40), 0.05])
    assert [m.true for m in found] == ["b", *"aaaaaa"]


def test_what_got_no_answer_is_no_mistake():
    assert kept([0, 0], [0.9, 0.9], [True, False])[0].pixels[0, 0] == 0
    assert len(kept([0, 0], [0.9, 0.9], [True, False])) == 1
