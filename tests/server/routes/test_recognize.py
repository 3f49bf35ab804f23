import base64
import io
import json
import struct
import zlib
from math import cos, sin

import numpy as np
import pytest
from PIL import Image

from rekognize.alphabets import ALPHABETS
from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.images import decode_image
from rekognize.ink import Ink, WritingArea
from rekognize.server.schemas import RecognitionBody
from tests.server.conftest import assert_error
from tests.server.drawn import LABELS, picture_of, strokes_of

PNG = {"content-type": "image/png"}
JSON = {"content-type": "application/json"}


def expected(recognizer, document, **options):
    area = document["area"]
    ink = Ink(document["strokes"], WritingArea(area["width"], area["height"]))
    return recognizer.recognize(ink, **options)


def saved(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("label", LABELS)
def test_strokes_are_answered_as_the_recognizer_answers_them(live, recognizer, label):
    document = strokes_of(label)
    answer = live.recognize(json=document).json()
    wanted = expected(recognizer, document)
    RecognitionBody.model_validate(answer, strict=False)
    assert answer["label"] == wanted.label
    assert [c["label"] for c in answer["candidates"]] == [c.label for c in wanted.candidates]
    for got, right in zip(answer["candidates"], wanted.candidates, strict=True):
        assert got["confidence"] == pytest.approx(right.confidence, abs=1e-5)
    assert answer["box"] == list(wanted.glyph.box)
    assert answer["relative_height"] == pytest.approx(wanted.glyph.relative_height)
    assert answer["relative_place"] == pytest.approx(wanted.glyph.relative_place)
    assert answer["model"] == recognizer.bundle.card.identity
    assert answer["time_ms"] > 0


def test_guide_lines_settle_the_case(live):
    """A ring as high as the capitals' line is an O, one two thirds as high an o."""
    ring = [[140 + 60 * cos(t / 8), 140 - 60 * sin(t / 8)] for t in range(52)]

    def read(guides):
        return live.recognize(
            params={"alphabet": "letters"}, json={"strokes": [ring], "guides": guides}
        ).json()

    tall, small = read({"base": 200, "capital": 80}), read({"base": 200, "capital": -20})

    assert (tall["label"], small["label"]) == ("O", "o")
    assert small["capital_heights"] == pytest.approx(120 / 220, rel=0.01)
    assert live.recognize(json={"strokes": [ring]}).json()["capital_heights"] is None


def test_answer_has_exactly_the_described_fields(live):
    for document in (strokes_of("7"), {"strokes": []}):
        answer = live.recognize(json=document).json()
        assert answer.keys() == RecognitionBody.model_fields.keys()
        RecognitionBody.model_validate(answer)


def test_glyph_is_what_the_network_saw(live):
    document = strokes_of("A")
    text = live.recognize(json=document).json()["glyph"]
    assert len(text) == 1048
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(28, 28)
    glyph = glyph_of_ink(Ink(document["strokes"]))
    assert np.abs(pixels / 255 - glyph.pixels).max() <= 0.5 / 255 + 1e-6


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp"), ("GIF", "gif"), ("BMP", "bmp"),
     ("TIFF", "tiff")],
)  # fmt: skip
def test_every_image_type_raw_and_in_a_form(live, recognizer, form, media_type):
    data = saved(Image.open(io.BytesIO(picture_of("7"))).convert("L"), form)
    raw = live.recognize(content=data, headers={"content-type": f"image/{media_type}"})
    in_form = live.recognize(files={"file": ("drawing", data, f"image/{media_type}")})
    wanted = recognizer.recognize(data)
    for answer in (raw, in_form):
        assert answer.status_code == 200
        assert answer.json()["label"] == wanted.label
        assert answer.json()["candidates"][0]["confidence"] == pytest.approx(
            wanted.candidates[0].confidence, abs=1e-5
        )


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_alphabet(live, recognizer, alphabet):
    document = strokes_of("E")
    answer = live.recognize(params={"alphabet": alphabet, "top": 3}, json=document).json()
    wanted = expected(recognizer, document, alphabet=alphabet, top=3)
    assert answer["alphabet"] == alphabet
    assert [c["label"] for c in answer["candidates"]] == [c.label for c in wanted.candidates]
    assert answer["outside"] == pytest.approx(wanted.outside, abs=1e-5)
    assert answer["outside_label"] == wanted.outside_label


def test_prior_changes_the_answer(live):
    document = strokes_of("7") | {"prior": {"1": 1.0}}
    answer = live.recognize(params={"alphabet": "digits"}, json=document).json()
    assert answer["candidates"][0] == {"label": "1", "confidence": 1.0}


def test_blank_drawings_have_no_ink(live):
    white = saved(Image.new("L", (280, 280), 255), "PNG")
    empty = saved(Image.new("RGBA", (280, 280)), "PNG")
    for answer in (
        live.recognize(json={"strokes": []}),
        live.recognize(json={"strokes": [[]]}),
        live.recognize(content=white, headers=PNG),
        live.recognize(content=empty, headers=PNG),
    ):
        assert answer.status_code == 200
        body = answer.json()
        assert not body["has_ink"]
        assert body["label"] is None
        assert body["glyph"] is None
        assert body["candidates"] == []


def test_largest_accepted_values(live):
    answer = live.recognize(params={"top": 62}, json=strokes_of("7")).json()
    assert len(answer["candidates"]) == 62
    points = [[x % 1000, x // 1000] for x in range(20_000)]
    assert live.recognize(json={"strokes": [points]}).status_code == 200


# Bad input, one test each.


def test_not_an_image(live):
    assert_error(live.recognize(content=b"hello world", headers=PNG), 415, "not_an_image")


def test_truncated_image(live):
    data = picture_of("7")[:-200]
    assert_error(live.recognize(content=data, headers=PNG), 422, "damaged_image")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_animated_image(live, form):
    frames = [Image.new("L", (30, 30), level) for level in (0, 255)]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:])
    answer = live.recognize(content=data, headers={"content-type": f"image/{form.lower()}"})
    assert "several" in assert_error(answer, 422, "invalid_image")


def png_header(width, height):
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + body + struct.pack(">I", zlib.crc32(body))


def test_huge_image(live):
    data = saved(Image.new("1", (6000, 5000)), "PNG")
    assert_error(live.recognize(content=data, headers=PNG), 413, "image_too_large")


def test_decompression_bomb(live):
    rows = zlib.compress(bytes(20_000_000), 9)
    chunk = struct.pack(">I", len(rows)) + b"IDAT" + rows + struct.pack(">I", zlib.crc32(rows))
    data = png_header(60_000, 60_000) + chunk
    assert len(data) < 50_000
    assert_error(live.recognize(content=data, headers=PNG), 413, "image_too_large")


def test_more_than_five_megabytes(live):
    data = picture_of("7").ljust(5_000_001, b"\0")
    assert_error(live.recognize(content=data, headers=PNG), 413, "request_too_large")
    in_form = live.recognize(files={"file": data})
    assert_error(in_form, 413, "image_too_large")
    assert_error(live.recognize(files={"file": data * 2}), 413, "request_too_large")


def test_five_megabytes_are_accepted(live):
    data = picture_of("7").ljust(5_000_000, b"\0")
    assert live.recognize(content=data, headers=PNG).status_code == 200
    assert live.recognize(files={"file": data}).status_code == 200


@pytest.mark.parametrize("media_type", ["image/png", "application/json"])
def test_empty_body(live, media_type):
    answer = live.recognize(content=b"", headers={"content-type": media_type})
    assert_error(answer, 400, "empty_input")


@pytest.mark.parametrize("media_type", ["text/plain", "image/svg+xml", "image/heic", "x", "a/b; c"])
def test_wrong_content_type(live, media_type):
    answer = live.recognize(content=b"x", headers={"content-type": media_type})
    assert media_type in assert_error(answer, 415, "unsupported_media_type")


def test_no_content_type(live):
    assert_error(live.recognize(content=b"x"), 415, "unsupported_media_type")


def test_unknown_alphabet(live):
    answer = live.recognize(params={"alphabet": "runes"}, json=strokes_of("7"))
    assert "'runes'" in assert_error(answer, 422, "unknown_alphabet")


@pytest.mark.parametrize("top", ["0", "63", "-1", "1.5", "five", "", "1_0", "٣", "9" * 500])
def test_top_out_of_range(live, top):
    answer = live.recognize(params={"top": top}, json=strokes_of("7"))
    assert "from 1 to 62" in assert_error(answer, 422, "invalid_request")


@pytest.mark.parametrize("query", ["alphabt=digits", "top=1&top=2", "top=5&lang=de"])
def test_unknown_or_repeated_parameters(live, query):
    answer = live.client.post(f"/api/v1/recognize?{query}", json=strokes_of("7"))
    assert_error(answer, 422, "invalid_request")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1e7", "9" * 400])
def test_points_that_are_not_finite_or_too_far(live, number):
    body = f'{{"strokes": [[[0, 0], [{number}, 1]]]}}'
    assert_error(live.recognize(content=body, headers=JSON), 422, "invalid_ink")


@pytest.mark.parametrize(
    "stroke",
    ["7", '"ab"', "[1, 2]", "[[1]]", "[[1, 2, 3, 4]]", '[["1", "2"]]', "[[true, 1]]",
     "[[null, 1]]", "[[[1, 2]]]", "null", "[{}]", "[[1, 2], [1, 2, 3]]"],
)  # fmt: skip
def test_strokes_that_are_none(live, stroke):
    body = f'{{"strokes": [{stroke}]}}'
    assert_error(live.recognize(content=body, headers=JSON), 422, "invalid_ink")


@pytest.mark.parametrize(
    "area",
    ["{}", '{"width": 5}', '{"width": 0, "height": 5}', '{"width": NaN, "height": 5}',
     '{"width": 1e400, "height": 5}', '{"width": "5", "height": 5}', "[5, 5]", "7"],
)  # fmt: skip
def test_areas_that_are_none(live, area):
    body = f'{{"strokes": [], "area": {area}}}'
    assert_error(live.recognize(content=body, headers=JSON), 422, "invalid_ink")


def test_too_many_points(live):
    stroke = [[1, 2]] * 10_001
    answer = live.recognize(json={"strokes": [stroke, stroke]})
    assert "20000" in assert_error(answer, 422, "invalid_ink")


def test_too_many_strokes(live):
    answer = live.recognize(json={"strokes": [[[1, 2]]] * 501})
    assert "500" in assert_error(answer, 422, "invalid_ink")


def test_millions_of_points(live):
    body = b'{"strokes":[[' + b",".join([b"[1,2]"] * 1_000_000) + b"]]}"
    assert_error(live.recognize(content=body, headers=JSON), 413, "request_too_large")


@pytest.mark.parametrize(
    "item", [b"[1,2]", b"1", b"[]", b"[[]]", b'"a"', b"[1,2,3,4]"], ids=lambda item: item.decode()
)
def test_as_many_points_as_fit_a_body_are_refused_at_once(live, item):
    count = 1_900_000 // (len(item) + 1)
    body = b'{"strokes":[[' + b",".join([item] * count) + b"]]}"
    answer = live.recognize(content=body, headers=JSON)
    assert len(assert_error(answer, 422, "invalid_ink")) < 600
    assert answer.elapsed.total_seconds() < 5


@pytest.mark.parametrize(
    "body",
    [b'{"strokes": [], "colour": 1}', b'{"strokes": [], "area": {"width": 1, "height": 1, "z": 1}}',
     b"{}", b"[]", b"null", b'"strokes"', b"{", b"\xff\xfe", b'{"strokes": []} x', b"\0",
     b"[" * 100_000, b'{"strokes": [], "prior": 3}', b'{"strokes": [], "prior": {"1": "2"}}',
     b'{"strokes": [], "prior": {"1": NaN}}', b'{"strokes": [], "\\ud800": 1}'],
)  # fmt: skip
def test_unknown_fields_and_other_documents(live, body):
    answer = live.recognize(content=body, headers=JSON)
    assert answer.status_code == 422
    assert_error(answer, 422, answer.json()["error"]["code"])
    assert answer.json()["error"]["code"] in ("invalid_request", "invalid_ink")


@pytest.mark.parametrize("prior", [{"1": -1}, {"ß": 1}, {}, {"A": 1}])
def test_bad_prior(live, prior):
    document = strokes_of("7") | {"prior": prior}
    answer = live.recognize(params={"alphabet": "digits"}, json=document)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] in ("invalid_prior", "invalid_request")


@pytest.mark.parametrize(
    "files",
    [
        [("file", b"a"), ("file", b"b")],
        [("picture", b"a")],
        [("file", b"a"), ("more", b"b")],
    ],
)
def test_absent_or_several_form_fields(live, files):
    answer = live.recognize(files=files)
    assert "one field 'file'" in assert_error(answer, 422, "invalid_request")


def test_text_fields_beside_the_file(live):
    answer = live.recognize(files={"file": picture_of("7")}, data={"top": "3"})
    assert_error(answer, 422, "invalid_request")


def test_empty_file_in_a_form(live):
    assert_error(live.recognize(files={"file": b""}), 400, "empty_input")


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=" + "b" * 71])
def test_form_without_a_proper_boundary(live, boundary):
    answer = live.recognize(
        content=b"--b--", headers={"content-type": f"multipart/form-data{boundary}"}
    )
    assert "boundary" in assert_error(answer, 422, "invalid_request")


def test_wrong_method(live):
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = live.client.request(method, "/api/v1/recognize")
        assert_error(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "POST"


def test_pictures_keep_their_place(live):
    data = picture_of("L")
    answer = live.recognize(content=data, headers=PNG).json()
    assert answer["box"] == list(glyph_of_image(decode_image(data)).box)
    assert answer["relative_height"] is None


def test_an_answer_is_json_of_moderate_size(live):
    answer = live.recognize(json=strokes_of("7"))
    assert answer.headers["content-type"] == "application/json"
    assert len(json.dumps(answer.json())) < 3_000
