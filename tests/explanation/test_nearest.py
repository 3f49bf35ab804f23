import random

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize.alphabets import BASE, INDEX
from rekognize.explanation import Explainer
from rekognize.explanation.gallery import gallery
from rekognize.explanation.nearest import SHOWN
from rekognize.glyphs import Glyph
from tests.explanation.networks import random_model, write_random_bundle


def glyph_of(pixels):
    return Glyph(pixels, (3.0, 3.0, 25.0, 25.0), 2.0)


def decision_of(explainer, pixels):
    return explainer.explain_glyph(glyph_of(pixels), []).decision


def test_the_gallery_holds_every_class_and_is_read_as_what_it_shows(explainer):
    glyphs = gallery()
    assert glyphs.shape == (62, 8, 28, 28)
    assert glyphs.min() == 0
    assert glyphs.max() == 1
    flat = glyphs.reshape(-1, 28, 28)
    probabilities, _ = explainer.recognizer.probabilities(flat, "alphanumeric-nocase")
    caseless = np.array([INDEX[label.upper()] for label in BASE])
    right = caseless[probabilities.argmax(axis=1)] == caseless.repeat(8)
    assert right.mean() > 0.9  # o, O and 0 are the same


@pytest.mark.parametrize("label", sorted(STROKES))
def test_the_nearest_are_of_the_labels_and_in_order(explainer, label):
    explanation = explainer.explain(ink_of(label, random.Random(1)), "alphanumeric-nocase")
    nearest = explainer.nearest(explanation)
    for rank, examples in enumerate((nearest.answer, nearest.rival)):
        members = dict(explanation.alphabet.groups)[explanation.recognition.candidates[rank].label]
        assert len(examples) == SHOWN
        assert {example.label for example in examples} <= set(members)
        likeness = [example.similarity for example in examples]
        assert likeness == sorted(likeness, reverse=True)
    for example in nearest.answer:
        glyphs = (explanation.recognition.glyph.pixels, example.pixels)
        mine, theirs = (decision_of(explainer, pixels).features for pixels in glyphs)
        cosine = mine @ theirs / np.linalg.norm(mine) / np.linalg.norm(theirs)
        assert example.similarity == pytest.approx(float(cosine), abs=1e-3)


@pytest.mark.parametrize("label", ["R", "g", "7"])
def test_a_drawing_of_the_gallery_is_nearest_to_itself(explainer, label):
    pixels = gallery()[INDEX[label], 3]
    found = explainer.nearest(explainer.explain_glyph(glyph_of(pixels), [], "balanced"))
    first = max(found.answer + found.rival, key=lambda example: example.similarity)
    assert first.label == label
    assert first.similarity == pytest.approx(1, abs=1e-4)
    assert np.array_equal(first.pixels, pixels)


def test_a_blank_drawing_is_like_nothing(explainer):
    assert explainer.nearest(explainer.explain_glyph(None, [])) is None


@pytest.mark.parametrize("ending", ["gemm", "matmul"])
def test_networks_of_other_layers_have_likenesses_of_their_own(explainer, tmp_path, ending):
    model = random_model(1, ending=ending)
    other = Explainer.load(write_random_bundle(tmp_path / "random.onnx", model).path)
    ours, theirs = (
        [example.similarity for example in each.nearest(each.explain(ink_of("R"))).answer]
        for each in (explainer, other)
    )
    assert len(ours) == len(theirs)
    assert ours != pytest.approx(theirs, abs=1e-3)
