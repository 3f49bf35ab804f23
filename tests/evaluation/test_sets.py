import io
import random
import zipfile

import numpy as np
import pytest
from benchmarks.drawings import ink_of, png_of
from PIL import Image

from rekognize.alphabets import ALPHABETS, BASE
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import MissingData
from rekognize.evaluation.evaluate import evaluate
from rekognize.evaluation.glyph_sets import glyph_set
from rekognize.evaluation.sets import SETS, find_set
from rekognize.ink import draw
from rekognize.recognizer import Recognizer


def test_every_named_set_has_an_alphabet_and_says_what_it_lacks(tmp_path):
    for name, each in SETS.items():
        assert each.name == name
        assert each.alphabet in ALPHABETS
        with pytest.raises(MissingData, match="received none"):
            each.read((tmp_path,))


def test_both_spellings_of_a_name():
    assert find_set("mnist/test") is find_set("mnist-test")


def test_folders_zips_and_nothing(tmp_path):
    (tmp_path / "U+0061").mkdir()
    (tmp_path / "U+0061" / "1.png").write_bytes(png_of(ink_of("A"), 9.0))
    assert find_set(str(tmp_path)).read(()).labels == ("a",)
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("labels.csv", "file,label\n1.png,A\n")
        archive.writestr("1.png", png_of(ink_of("A"), 9.0))
    assert list(find_set(str(tmp_path / "some.zip")).read(()).labels) == ["A"]
    (tmp_path / "page.dat").write_text('.PEN_DOWN\n5 0\n5 9\n.SEGMENT CHARACTER 0 OK "l"\n')
    page = find_set(str(tmp_path / "page.dat")).read(())
    assert BASE[page.targets[0].argmax()] == "l"
    with pytest.raises(MissingData, match=r"mnist-test.*'elsewhere'"):
        find_set("elsewhere")


def test_digits_are_cut_out_of_every_second_cheque_and_read(tmp_path):
    source = random.Random(4)
    rows = ["file,label,boxes_xywh"]
    with zipfile.ZipFile(tmp_path / "cheque-digits.zip", "w") as archive:
        for number, amount in enumerate(["11", "1067", "2", "24.3"]):
            digits = [digit for digit in amount if digit.isdigit()]
            sheet = np.full((100, 90 * len(digits)), 255, np.uint8)
            boxes = []
            for i, digit in enumerate(digits):
                left = 90 * i + 10
                sheet[10:90, left : left + 80] = draw(ink_of(digit, source, 80), 80, 80, 6)
                boxes.append([left, 10, 80, 80])
            rows.append(f'{number}.png,{amount},"{boxes}"')
            stream = io.BytesIO()
            Image.fromarray(sheet).save(stream, "PNG")
            archive.writestr(f"{number}.png", stream.getvalue())
        archive.writestr("labels.csv", "\n".join(rows))
    cheques = find_set("cheque-digits")
    digits = cheques.read((tmp_path,))
    assert list(digits.labels) == list("1067243")
    right = evaluate(Recognizer.load(), glyph_set(digits), ALPHABETS[cheques.alphabet]).right
    assert right.sum() >= 6


def test_selected_strokes_are_those_of_the_samples():
    points = np.arange(24, dtype=np.float32).reshape(12, 2)
    samples = StrokeSamples(
        name="three",
        points=points,
        stroke_start=np.array([0, 3, 5, 9, 12]),
        sample_start=np.array([0, 2, 3, 4]),
        targets=np.eye(62, dtype=np.bool_)[[1, 2, 3]],
        writer=np.array(["imp/a", "kai/b", "imp/c"]),
        relative_height=np.array([1.0, 2.0, 3.0], np.float32),
    )
    assert held_out_mask(samples).tolist() == [True, False, True]
    kept = samples.select(held_out_mask(samples))
    assert len(kept) == 2
    assert kept.writer.tolist() == ["imp/a", "imp/c"]
    for index, original in ((0, 0), (1, 2)):
        for mine, theirs in zip(
            kept.ink(index).strokes, samples.ink(original).strokes, strict=True
        ):
            assert (mine == theirs).all()
    assert kept.relative_height.tolist() == [1.0, 3.0]
