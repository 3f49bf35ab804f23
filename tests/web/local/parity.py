"""What the page's own recognition must share with the server's."""

import numpy as np

NEARLY = 1e-3


def assert_alike(local, recognition, alphabet):
    """The answer made in the page is the server's: same glyph, same labels in the same order."""
    answer, glyph = local["answer"], recognition.glyph
    assert (answer["alphabet"], answer["model"]) == (alphabet, recognition.model)
    assert answer["has_ink"] == recognition.has_ink
    if glyph is None:
        assert local["pixels"] is None
        assert answer["candidates"] == []
        return
    pixels = np.array(local["pixels"], np.float32).reshape(28, 28)
    assert np.abs(pixels - glyph.pixels).max() < NEARLY
    assert answer["label"] == recognition.label
    assert answer["is_character"] == recognition.is_character
    assert answer["several"] == recognition.several
    places = np.array(answer["characters"]).reshape(-1, 4)
    np.testing.assert_allclose(places, np.array(recognition.characters).reshape(-1, 4), rtol=1e-6)
    assert abs(answer["character_score"] - recognition.character_score) < NEARLY
    assert abs(answer["outside"] - recognition.outside) < NEARLY
    assert answer["outside_label"] == recognition.outside_label
    assert_candidates_alike(answer["candidates"], recognition.candidates)
    np.testing.assert_allclose(answer["box"], glyph.box, rtol=1e-6)
    np.testing.assert_allclose(answer["pen_width"], glyph.pen_width, rtol=1e-5)


def assert_candidates_alike(local, candidates):
    """Same labels, best first; two that are equally likely to 1e-3 may change places."""
    assert len(local) == len(candidates)
    ours = {each["label"]: each["confidence"] for each in local}
    for mine, theirs in zip(local, candidates, strict=True):
        assert abs(mine["confidence"] - theirs.confidence) < NEARLY
        assert abs(ours.get(theirs.label, 0.0) - theirs.confidence) < NEARLY
    assert local[0]["label"] == candidates[0].label
