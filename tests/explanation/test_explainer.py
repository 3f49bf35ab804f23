import numpy as np
import pytest
from benchmarks.drawings import ink_of, png_of

from rekognize import Ink, Recognizer
from rekognize.alphabets import ALPHABETS, BASE
from rekognize.errors import InvalidPrior, NotAnImage, UnknownAlphabet
from rekognize.explanation import Explainer
from tests.template_model import write_template_bundle


@pytest.mark.parametrize("alphabet", list(ALPHABETS))
def test_it_explains_the_answer_that_is_given(explainer, alphabet):
    drawing = ink_of("R")
    answer = Recognizer.load().recognize(drawing, alphabet, top=62)

    explanation = explainer.explain(drawing, alphabet)

    assert explanation.recognition.label == answer.label
    assert explanation.recognition.candidates == answer.candidates
    assert explanation.recognition.character_score == answer.character_score


@pytest.mark.parametrize(("alphabet", "prior"), [("digits", None), ("balanced", {"R": 3, "B": 1})])
def test_its_numbers_lead_to_the_answer(explainer, alphabet, prior):
    """Logits, temperature, prior and membership, added up here, are the candidates."""
    explanation = explainer.explain(ink_of("R"), alphabet, prior)
    scaled = explanation.activations.logits.astype(np.float64) / explanation.temperature
    probabilities = np.exp(scaled) / np.exp(scaled).sum()
    np.testing.assert_allclose(explanation.probabilities, probabilities, atol=1e-9)
    weighted = probabilities * explanation.prior
    sums = {
        label: sum(weighted[BASE.index(member)] for member in members)
        for label, members in explanation.alphabet.groups
    }
    total = sum(sums.values())
    for candidate in explanation.recognition.candidates:
        assert candidate.confidence == pytest.approx(sums[candidate.label] / total, abs=1e-4)


@pytest.mark.parametrize("label", ["7", "R", "4"])
def test_the_decision_is_the_difference_of_two_logits(explainer, label):
    explanation = explainer.explain(ink_of(label), "alphanumeric-nocase")
    decision = explanation.decision
    terms = decision.features * (decision.for_answer - decision.for_rival)
    difference = terms.sum(dtype=np.float64) + decision.biases[0] - decision.biases[1]
    logits = explanation.activations.logits
    expected = logits[BASE.index(decision.answer)] - logits[BASE.index(decision.rival)]
    assert difference == pytest.approx(expected, abs=1e-4)
    assert decision.answer.upper() == explanation.recognition.candidates[0].label
    assert decision.rival.upper() == explanation.recognition.candidates[1].label


def test_a_network_that_ends_otherwise_has_no_decision_but_an_explanation(tmp_path):
    path = write_template_bundle(tmp_path / "templates.onnx").path
    explainer = Explainer.load(path)
    explanation = explainer.explain(ink_of("7"), "digits")
    assert explanation.recognition.label == "7"
    assert explanation.decision is None
    assert explainer.why(explanation).answer.max() > 0


def test_a_blank_drawing_is_explained_as_far_as_it_got(explainer):
    for blank in (Ink([]), np.full((40, 40), 255, np.uint8)):
        explanation = explainer.explain(blank)
        assert not explanation.recognition.has_ink
        assert explanation.activations is None
        assert explanation.probabilities is None
        assert explanation.decision is None
        assert explainer.why(explanation) is None
        assert all(step.name in ("picture", "contrast") for step in explanation.steps)


def test_steps_are_those_of_the_way_in(explainer):
    of_picture = explainer.explain(png_of(ink_of("R"), 12.0)).steps
    assert [step.name for step in of_picture] == ["picture", "contrast", "found", "cut", "width"]
    assert of_picture[0].facts["dark_ink"]
    of_ink = explainer.explain(ink_of("R")).steps
    assert [step.name for step in of_ink] == ["cut", "width"]


def test_bad_drawings_and_options_are_refused(explainer):
    with pytest.raises(NotAnImage):
        explainer.explain(b"no picture")
    with pytest.raises(UnknownAlphabet):
        explainer.explain(ink_of("1"), "klingon")
    with pytest.raises(InvalidPrior):
        explainer.explain(ink_of("1"), "digits", {"A": 1.0})
