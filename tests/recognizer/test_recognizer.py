"""The recognizer with the shipped model: real drawings, real answers."""

import dataclasses
import io
import random
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of, png_of
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rekognize.alphabets import ALPHABETS, BASE, get_alphabet
from rekognize.errors import (
    EmptyInput,
    ImageTooLarge,
    InvalidImage,
    InvalidPrior,
    InvalidRequest,
    MissingData,
    NotAnImage,
    UnknownAlphabet,
)
from rekognize.ink import Ink
from rekognize.recognizer import Recognizer

LABELS = sorted(STROKES)


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load()


@pytest.mark.parametrize("label", LABELS)
def test_drawing_is_recognized(recognizer, label):
    alphabet = "digits" if label.isdigit() else "capitals"

    answer = recognizer.recognize(ink_of(label), alphabet)

    assert answer.label == label
    assert answer.candidates[0].confidence > 0.5
    assert answer.has_ink
    assert answer.model == recognizer.bundle.card.identity


def test_every_kind_of_drawing_gives_the_same_answer(recognizer, tmp_path):
    ink = ink_of("R")
    png = png_of(ink, 12)
    path = tmp_path / "r.png"
    path.write_bytes(png)
    image = Image.open(io.BytesIO(png))
    drawings = [png, path, str(path), image, np.asarray(image), np.asarray(image.convert("L"))]

    answers = recognizer.recognize_batch(drawings, "capitals")

    assert {answer.label for answer in answers} == {"R"}
    confidences = [answer.candidates[0].confidence for answer in answers]
    assert max(confidences) - min(confidences) < 1e-3


def test_batch_answers_as_one_by_one(recognizer):
    drawings = [*(ink_of(label) for label in LABELS), Ink([]), np.zeros((9, 9), np.uint8)]

    batch = recognizer.recognize_batch(drawings)

    for drawing, together in zip(drawings, batch, strict=True):
        alone = recognizer.recognize(drawing)
        assert alone.label == together.label
        assert alone.has_ink == together.has_ink
        for a, b in zip(alone.candidates, together.candidates, strict=True):
            assert a.label == b.label
            assert a.confidence == pytest.approx(b.confidence, abs=1e-4)


def test_blank_is_no_guess(recognizer):
    answer = recognizer.recognize(np.full((200, 200), 255, np.uint8))

    assert answer.label is None
    assert answer.candidates == ()
    assert not answer.has_ink
    assert not answer.is_character
    assert answer.glyph is None


def test_scribble_is_no_character(recognizer):
    source = random.Random(4)
    dense = [[(source.uniform(0, 300), source.uniform(0, 300)) for _ in range(60)]]

    answer = recognizer.recognize(Ink(dense))

    assert answer.has_ink
    assert not answer.is_character
    assert answer.label is None
    assert answer.candidates, "what it is closest to is still told"


def test_letter_in_digit_mode_is_named(recognizer):
    answer = recognizer.recognize(ink_of("R"), "digits")

    assert answer.outside > 0.9
    assert answer.outside_label == "R"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ALPHABETS)), st.integers(1, 62), st.integers(0, 10_000))
def test_confidences_are_probabilities(name, top, seed):
    recognizer = _shared()
    source = random.Random(seed)
    answer = recognizer.recognize(ink_of(source.choice(LABELS), source), name, top)

    labels = get_alphabet(name).labels
    confidences = [candidate.confidence for candidate in answer.candidates]
    assert len(confidences) == min(top, len(labels))
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert {candidate.label for candidate in answer.candidates} <= set(labels)
    if len(confidences) == len(labels):
        assert sum(confidences) == pytest.approx(1, abs=1e-5)
    assert 0 <= answer.outside <= 1
    assert (answer.outside_label is None) == (len(ALPHABETS[name].member_mask.nonzero()[0]) == 62)


_RECOGNIZER = []


def _shared():
    if not _RECOGNIZER:
        _RECOGNIZER.append(Recognizer.load())
    return _RECOGNIZER[0]


def test_prior_decides_between_same_shapes(recognizer):
    ring = ink_of("0")

    as_zero = recognizer.recognize(ring, prior={"0": 1.0, "O": 0.001, "o": 0.001})
    as_letter = recognizer.recognize(ring, prior={"0": 0.001, "O": 1.0, "o": 0.001})

    assert as_zero.candidates[0].label == "0"
    assert as_letter.candidates[0].label == "O"


@pytest.mark.parametrize("top", [0, -1, 63, 2.5, "5", True, None])
def test_top_out_of_range_is_refused(recognizer, top):
    with pytest.raises(InvalidRequest, match="1 to 62, received"):
        recognizer.recognize(ink_of("1"), top=top)


@pytest.mark.parametrize(
    ("drawing", "error"),
    [
        (b"", EmptyInput),
        (b"no picture", NotAnImage),
        ("/no/such/file.png", MissingData),
        ("no\0path.png", MissingData),
        (object(), InvalidImage),
        (np.zeros((2, 2, 7), np.uint8), InvalidImage),
    ],
)
def test_bad_drawings_are_refused(recognizer, drawing, error):
    with pytest.raises(error):
        recognizer.recognize(drawing)


def test_a_file_that_is_too_large_is_not_read_first(recognizer, tmp_path):
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ImageTooLarge, match="60,000,000"):
            recognizer.recognize(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_numbers_may_be_numpy_s(recognizer):
    prior = {"0": np.float32(0.25), "O": np.int64(1), "o": np.uint8(2)}
    answer = recognizer.recognize(ink_of("0"), top=np.int64(2), prior=prior)
    same = recognizer.recognize(ink_of("0"), top=2, prior={"0": 0.25, "O": 1, "o": 2})
    assert answer.candidates == same.candidates


def test_bad_options_are_refused(recognizer):
    with pytest.raises(UnknownAlphabet, match="klingon"):
        recognizer.recognize(ink_of("1"), "klingon")
    with pytest.raises(InvalidPrior):
        recognizer.recognize(ink_of("1"), "digits", prior={"A": 1.0})


def test_probabilities_are_over_base_classes(recognizer):
    pixels = np.stack([recognizer.recognize(ink_of(label)).glyph.pixels for label in LABELS])

    probabilities, scores = recognizer.probabilities(pixels)

    assert probabilities.shape == (len(LABELS), len(BASE))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert ((scores >= 0) & (scores <= 1)).all()
    with pytest.raises(InvalidImage):
        recognizer.probabilities(pixels.astype(np.float64))
    with pytest.raises(UnknownAlphabet, match="klingon"):
        recognizer.probabilities(pixels, "klingon")
    empty, none = recognizer.probabilities(pixels[:0])
    assert empty.shape == (0, 62)
    assert none.shape == (0,)


def test_threads_never_mix_answers(recognizer):
    source = random.Random(9)
    drawings = [ink_of(source.choice(LABELS), source) for _ in range(60)]
    expected = [_plain(recognizer.recognize(drawing)) for drawing in drawings]

    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            answers = pool.map(recognizer.recognize, drawings)
            assert [_plain(answer) for answer in answers] == expected


def _plain(answer):
    return dataclasses.replace(answer, glyph=None)
