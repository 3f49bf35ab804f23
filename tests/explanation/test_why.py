import numpy as np
import onnx
import pytest
from benchmarks.drawings import STROKES, ink_of
from onnx import numpy_helper

from rekognize.explanation import Explainer
from rekognize.explanation.why import _spots
from tests.explanation.networks import write_random_bundle


@pytest.mark.parametrize("label", ["7", "R", "4"])
def test_the_ink_that_decided_is_missed_most(explainer, label):
    """Taking away the ink that is said to matter costs more than that which is said not to."""
    explanation = explainer.explain(ink_of(label), "capitals" if label == "R" else "digits")
    why = explainer.why(explanation)
    pixels = explanation.recognition.glyph.pixels
    on_ink = np.where(pixels > 0.5, why.answer, np.nan)
    places = [np.unravel_index(find(on_ink), on_ink.shape) for find in (np.nanargmax, np.nanargmin)]
    spots = _spots(np.array(places) + 0.5, 3.0)
    probabilities, _ = explainer.recognizer.probabilities(pixels * (1 - spots))
    answer = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(label)
    without_most, without_least = probabilities[:, answer]
    assert without_most < without_least


def test_what_the_erasure_says_is_true(explainer):
    found = 0
    for label in sorted(STROKES):
        alphabet = "digits" if label.isdigit() else "capitals"
        explanation = explainer.explain(ink_of(label), alphabet)
        erasure = explainer.why(explanation).erasure
        if erasure is None:
            continue
        found += 1
        pixels = explanation.recognition.glyph.pixels
        left = erasure.erase(pixels)
        probabilities, scores = explainer.recognizer.probabilities(left[None], alphabet)
        shares, _ = explanation.alphabet.share_out(probabilities * explanation.prior)
        assert explanation.alphabet.labels[int(shares.argmax())] == erasure.label != label
        assert shares.max() == pytest.approx(erasure.confidence, abs=1e-4)
        assert scores[0] >= explainer.recognizer.bundle.card.calibration.character_threshold
        assert 1 - left.sum() / pixels.sum() == pytest.approx(erasure.ink, abs=1e-4)
    assert found >= len(STROKES) / 2


def test_other_weights_give_another_map(explainer, tmp_path):
    """The sanity check of Adebayo et al. (2018): a map that ignores the weights explains none."""
    model = onnx.load_from_string(explainer.recognizer.bundle.model)
    random = np.random.default_rng(3)
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype in (np.float16, np.float32):
            shuffled = random.permutation(values.ravel()).reshape(values.shape)
            weight.CopyFrom(numpy_helper.from_array(shuffled, weight.name))
    bundle = write_random_bundle(tmp_path / "shuffled.onnx", model.SerializeToString())
    shuffled = Explainer.load(bundle.path)
    alike = []
    for label in ("3", "7", "R", "4"):
        drawing = ink_of(label)
        maps = [e.why(e.explain(drawing)).answer for e in (explainer, shuffled)]
        inked = maps[0] != 0
        alike.append(np.corrcoef(maps[0][inked], maps[1][inked])[0, 1])
    assert np.mean(np.abs(alike)) < 0.5, alike


def test_the_rivals_map_is_its_own(explainer):
    explanation = explainer.explain(ink_of("R"), "capitals")
    why = explainer.why(explanation)
    assert why.answer.shape == why.rival.shape == (28, 28)
    # The leg of the R speaks for it and against its rival.
    place = np.unravel_index(why.answer.argmax(), (28, 28))
    assert why.answer[place] > 0 > why.rival[place]
    assert not why.answer[0, 0]
