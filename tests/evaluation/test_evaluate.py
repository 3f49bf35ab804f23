import random
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.drawings import STROKES, ink_of

from rekognize import Recognizer
from rekognize.alphabets import ALPHABETS, BASE, get_alphabet, label_sets
from rekognize.bundle import Bundle, SizeModel
from rekognize.errors import InvalidData, InvalidPrior
from rekognize.evaluation import GlyphSet, evaluate
from rekognize.evaluation.evaluate import run_network
from rekognize.glyphs import glyph_of_ink
from tests.template_model import write_template_bundle


def drawn(labels, alphabet="alphanumeric", seed=5):
    """A set of drawings, labelled in an alphabet."""
    source = random.Random(seed)
    glyphs = [glyph_of_ink(ink_of(label, source)) for label in labels]
    pixels = np.stack([np.rint(glyph.pixels * 255) for glyph in glyphs]).astype(np.uint8)
    chosen = ALPHABETS[alphabet]
    label_of = {member: label for label, members in chosen.groups for member in members}
    return GlyphSet("drawn", pixels, label_sets([label_of[c] for c in labels], chosen))


def test_a_model_that_knows_the_drawings_is_right(recognizer):
    result = evaluate(recognizer, drawn([*STROKES] * 3), get_alphabet("alphanumeric"))
    assert result.metrics.accuracy == 1.0
    assert (result.left_out, result.no_ink, result.refused) == (0, 0, 0)
    assert result.model == "templates@1"
    assert result.metrics.count == 3 * len(STROKES)


def test_folds_risk_and_what_was_right_go_with_it(recognizer):
    glyphs = drawn("0123")
    glyphs.pixels[2] = 0
    result = evaluate(recognizer, glyphs, get_alphabet("alphanumeric"))
    assert result.right.tolist() == [True, True, False, True]
    assert result.folds == {"ignoring case": 0.75, "same pictures merged": 0.75}
    assert result.risk.risk[-1] == pytest.approx(0.25)
    # The one without ink is the least sure of all.
    assert result.risk.risk[result.risk.coverage.index(0.75)] == 0.0


def test_outputs_known_already_serve_every_alphabet(recognizer):
    glyphs = drawn("0123AE")
    outputs = run_network(recognizer, glyphs.pixels)
    for name in ("digits", "letters", "alphanumeric"):
        alone = evaluate(recognizer, glyphs, get_alphabet(name))
        given = evaluate(recognizer, glyphs, get_alphabet(name), outputs=outputs)
        assert given.calibration == alone.calibration
        assert (given.metrics.confusion == alone.metrics.confusion).all()


def test_it_agrees_with_the_recognizer_drawing_by_drawing(recognizer):
    glyphs = drawn([*STROKES] * 2, seed=11)
    alphabet = get_alphabet("letters-nocase")
    letters = [c for c in [*STROKES] * 2 if c.isalpha()]
    result = evaluate(recognizer, glyphs, alphabet)
    source = random.Random(11)
    answers = [
        recognizer.recognize(ink_of(label, source), alphabet="letters-nocase", top=1)
        for label in [*STROKES] * 2
    ]
    right = sum(
        answer.candidates[0].label == label
        for answer, label in zip(answers, [*STROKES] * 2, strict=True)
        if label.isalpha()
    )
    assert (result.metrics.correct, result.metrics.count) == (right, len(letters))
    assert result.left_out == 2 * sum(c.isdigit() for c in STROKES)


def test_blank_samples_count_as_wrong_and_stay_out_of_calibration(recognizer):
    glyphs = drawn("0123")
    glyphs.pixels[2] = 0
    result = evaluate(recognizer, glyphs, get_alphabet("digits"))
    assert (result.no_ink, result.metrics.correct, result.metrics.count) == (1, 3, 4)
    assert result.metrics.confusion[2, -1] == 1
    assert sum(each.count for each in result.calibration.bins) == 3


def test_what_is_called_no_character_is_told_beside_and_still_counted(recognizer):
    glyphs = drawn("0123")
    glyphs.pixels[1] = np.random.default_rng(0).integers(0, 256, (28, 28))
    result = evaluate(recognizer, glyphs, get_alphabet("digits"))
    assert result.refused == 1
    assert result.metrics.count == 4
    assert result.refused_right == result.metrics.correct - 3


def test_labels_known_up_to_case_are_judged_where_case_does_not_matter(recognizer):
    glyphs = drawn("MZT", "letters-nocase")
    blind = evaluate(recognizer, glyphs, get_alphabet("letters-nocase"))
    assert (blind.metrics.count, blind.left_out) == (3, 0)
    # Told apart by case, none of the labels says which it is.
    with pytest.raises(InvalidData, match="received none among 3"):
        evaluate(recognizer, glyphs, get_alphabet("letters"))
    # Balanced merges M and Z but not T, whose label stays undecided.
    balanced = evaluate(recognizer, glyphs, get_alphabet("balanced"))
    assert (balanced.metrics.count, balanced.left_out) == (2, 1)


def test_a_prior_moves_the_answers(recognizer):
    glyphs = drawn("1111")
    certain = evaluate(recognizer, glyphs, get_alphabet("digits"))
    never = {label: 1.0 for label in BASE[:10] if label != "1"}
    misled = evaluate(recognizer, glyphs, get_alphabet("digits"), never, "no ones")
    assert (certain.metrics.accuracy, misled.metrics.accuracy) == (1.0, 0.0)
    assert misled.prior == "no ones"
    with pytest.raises(InvalidPrior):
        evaluate(recognizer, glyphs, get_alphabet("digits"), {"A": 1.0})


def test_heights_are_told_where_asked_and_known(tmp_path):
    # Written as high as a 4 and never as high as an A, an A is read as 4.
    center = tuple(0.0 if label == "4" else -2.5 for label in BASE)
    size_model = SizeModel(center=center, spread=(0.05,) * 62, strays=1e-6, data="made up")
    bundle = write_template_bundle(tmp_path / "sizes.onnx")
    card = bundle.card.model_copy(update={"size_model": size_model})
    recognizer = Recognizer(Bundle(card, bundle.model, bundle.path))
    alphabet = get_alphabet("alphanumeric")
    glyphs = replace(drawn("AA"), heights=np.array([1.0, np.nan], np.float32))
    told = evaluate(recognizer, glyphs, alphabet, heights=True)
    assert (told.heights, told.right.tolist()) == (True, [False, True])
    assert evaluate(recognizer, glyphs, alphabet).right.all()
    unknown = evaluate(recognizer, drawn("AA"), alphabet, heights=True)
    assert (unknown.heights, unknown.right.all()) == (False, True)
