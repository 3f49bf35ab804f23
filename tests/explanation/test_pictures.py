import numpy as np
from benchmarks.drawings import ink_of

from rekognize.explanation.pictures import STOPS, coloured, mosaic, pictures


def luminance(colours):
    return colours.astype(float) @ (0.2126, 0.7152, 0.0722)


def test_signs_are_told_apart_and_size_darkens():
    scale = coloured(np.linspace(-1, 1, 101, dtype=np.float32))
    np.testing.assert_array_equal(scale[[0, 50, 100]], STOPS[[0, 2, 4]])
    below, above = scale[:50].astype(int), scale[51:].astype(int)
    assert (below[:, 2] > below[:, 0]).all()
    assert (above[:, 0] > above[:, 2]).all()
    assert (np.diff(luminance(scale[:51])) >= -0.5).all()
    assert (np.diff(luminance(scale[50:])) <= 0.5).all()


def test_a_layers_maps_share_one_scale():
    maps = np.zeros((5, 4, 4), np.float32)
    maps[0], maps[1] = 2.0, 1.0
    sheet = np.asarray(mosaic(maps))
    assert (sheet[0, 0] == STOPS[4]).all()
    assert (sheet[0, 57] == STOPS[3]).all()
    assert (sheet[0, 2 * 57] == STOPS[2]).all()


def test_every_step_and_layer_has_its_picture(explainer):
    explanation = explainer.explain(ink_of("R"))
    names = [name for name, _ in pictures(explanation, explainer.why(explanation))]
    assert len(set(names)) == len(names)
    assert names[:3] == ["step-1-cut", "step-2-width", "glyph"]
    assert sum(name.startswith("layer-") for name in names) == len(explainer.layers)
    assert {"why-answer", "why-rival", "why-erased"} <= set(names)


def test_a_share_near_zero_is_nearly_white(explainer):
    explanation = explainer.explain(ink_of("7"))
    (share,) = explanation.activations.layers["sigmoid1"]
    assert 0 < share < 0.1, "a pen is no scanned form"
    (picture,) = (p for name, p in pictures(explanation, None) if name.endswith("-sigmoid1"))
    assert (np.asarray(picture)[0, 0] == coloured(np.float32(share), 1.0)).all()
