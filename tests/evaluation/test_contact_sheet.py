import numpy as np

from rekognize.evaluation.contact_sheet import contact_sheet


def test_every_glyph_has_its_place():
    pixels = np.zeros((5, 28, 28), np.uint8)
    pixels[4] = 255
    sheet = np.asarray(contact_sheet(pixels, list("abcde"), columns=3))
    top, bottom = np.split(sheet[: sheet.shape[0] // 2 * 2], 2)
    assert (top == 0).sum() == 0
    # The last glyph, all ink, is the second of the second row.
    rows, columns = np.nonzero(bottom == 0)
    assert len(rows) > 60 * 60
    assert sheet.shape[1] / 3 < columns.mean() < sheet.shape[1] * 2 / 3


def test_an_empty_sheet_is_a_sheet():
    assert contact_sheet(np.zeros((0, 28, 28), np.uint8), []).getextrema() == (255, 255)
