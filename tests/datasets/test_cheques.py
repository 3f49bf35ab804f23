"""Digits are cut out of cheques with the paper around them, from every second cheque."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from rekognize.datasets.cheques import judging_digits
from rekognize.datasets.pictures import PictureSamples
from rekognize.errors import InvalidData


def cheque(width=100, height=40):
    """Grey that says where it is: 2 x column + row."""
    return np.add.outer(np.arange(height), 2 * np.arange(width)).astype(np.uint8)


def cheques(labels, boxes):
    def read(_):
        stream = io.BytesIO()
        Image.fromarray(cheque()).save(stream, "PNG")
        return stream.getvalue()

    files = [f"{number}.png" for number in range(len(labels))]
    texts = [each if isinstance(each, str) else json.dumps(each) for each in boxes]
    return PictureSamples("cheques", files, labels, read, {"boxes_xywh": texts})


def test_every_second_cheque_gives_its_digits():
    box = [10, 5, 10, 20]
    found = judging_digits(cheques(["1", "20,5", "3", "4"], [[box], [box] * 3, [box], [box]]))
    assert list(found.labels) == ["2", "0", "5", "4"]
    assert len(set(found.files)) == 4


def test_a_tenth_of_paper_is_left_around_a_digit_as_far_as_there_is_some():
    found = judging_digits(cheques(["", "12"], [[], [[10, 5, 10, 20], [90, 0, 10, 40]]]))
    first, last = found.picture(0), found.picture(1)
    assert np.array_equal(first, cheque()[3:27, 8:22])
    assert np.array_equal(last, cheque()[0:40, 86:100])


def test_an_amount_with_other_than_a_box_a_digit_is_left_out():
    box = [10, 5, 10, 20]
    found = judging_digits(cheques(["1", "23", "1", "4"], [[box], [box], [box], [box]]))
    assert list(found.labels) == ["4"]


@pytest.mark.parametrize("boxes", ["", "[[1, 2, 3]]", '[["a", 1, 2, 3]]', "7"])
def test_what_are_no_boxes_is_said(boxes):
    with pytest.raises(InvalidData, match=r"1\.png: no boxes"):
        judging_digits(cheques(["1", "2"], [[], boxes]))


@pytest.mark.parametrize("x", [-50, 500])
def test_a_box_outside_its_picture_is_said(x):
    found = judging_digits(cheques(["1", "2"], [[], [[x, 5, 10, 20]]]))
    with pytest.raises(InvalidData, match="not in the picture"):
        found.picture(0)


def test_a_damaged_cheque_is_said():
    damaged = PictureSamples(
        "cheques",
        ["a.png", "b.png"],
        ["1", "2"],
        lambda _: b"\x89PNG no more",
        {"boxes_xywh": ["[]", "[[1, 1, 9, 9]]"]},
    )
    with pytest.raises(InvalidData, match=r"b\.png"):
        judging_digits(damaged).picture(0)


def test_pictures_without_boxes_are_no_cheques():
    with pytest.raises(InvalidData, match="boxes of digits are needed"):
        judging_digits(PictureSamples("other", ["a.png"], ["1"], lambda _: b""))
