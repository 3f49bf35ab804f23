import csv
import io
import json

import pytest
from benchmarks.drawings import document_of, ink_of, png_of


def lines(ended):
    return [line.split("\t") for line in ended.out.splitlines()]


def test_a_file_is_one_line_with_tabs_when_piped(rekognize, bundle, folder):
    ended = rekognize("recognize", "--bundle", bundle, folder / "seven.png")
    assert (ended.code, ended.err) == (0, "")
    ((name, label, confidence, _others, remark),) = lines(ended)
    assert (name, label, remark) == (str(folder / "seven.png"), "7", "")
    assert confidence.endswith("%")
    assert "\x1b" not in ended.out


def test_folders_are_searched_whole_in_order_and_only_for_pictures(rekognize, bundle, folder):
    ended = rekognize("recognize", "--bundle", bundle, folder)
    assert [(line[0], line[1]) for line in lines(ended)] == [
        (str(folder / "below" / "a.png"), "A"),
        (str(folder / "seven.png"), "7"),
    ]


def test_standard_input(rekognize, bundle):
    picture = png_of(ink_of("T"), 12.0)
    ended = rekognize("recognize", "--bundle", bundle, "-", stdin=picture)
    assert lines(ended)[0][:2] == ["<stdin>", "T"]
    strokes = json.dumps(document_of(ink_of("Z"))).encode()
    ended = rekognize("recognize", "--bundle", bundle, "-", stdin=strokes)
    assert lines(ended)[0][:2] == ["<stdin>", "Z"]


def test_one_bad_file_among_many_is_told_and_the_others_answered(rekognize, bundle, folder):
    (folder / "bad.png").write_bytes(b"this is no picture")
    ended = rekognize("recognize", "--bundle", bundle, folder, folder / "gone.png")
    assert ended.code == 3
    assert [line[1] for line in lines(ended)] == ["A", "7"]
    bad, gone = ended.err.splitlines()
    assert bad.startswith(f"rekognize: error: {folder / 'bad.png'}: ")
    assert str(folder / "gone.png") in gone


def test_more_files_than_a_batch(rekognize, bundle, folder):
    for number in range(70):
        label = "L" if number % 2 else "T"
        (folder / f"{number:02}.png").write_bytes(png_of(ink_of(label, side=64.0), 4.0))
    (folder / "31.png").write_bytes(b"GIF89a, or so it says")
    ended = rekognize("recognize", "--bundle", bundle, *sorted(folder.glob("[0-9]*.png")))
    assert ended.code == 3
    expected = ["L" if number % 2 else "T" for number in range(70) if number != 31]
    assert [line[1] for line in lines(ended)] == expected


def test_json_lines(rekognize, bundle, folder):
    ended = rekognize(
        "recognize", "--bundle", bundle, "-f", "jsonl", "-a", "digits", "-n", 4, folder
    )
    letter, seven = map(json.loads, ended.out.splitlines())
    assert seven["label"] == seven["candidates"][0]["label"] == "7"
    assert len(seven["candidates"]) == 4
    assert seven["has_ink"]
    assert seven["is_character"]
    assert seven["model"] == "templates@1"
    assert letter["outside_label"] == "A"
    assert letter["outside"] > 0.5


def test_a_letter_in_digit_mode_is_remarked(rekognize, bundle, folder):
    ended = rekognize("recognize", "--bundle", bundle, "-a", "digits", folder / "below" / "a.png")
    assert lines(ended)[0][-1] == "looks like the letter A"


def test_csv_has_a_header_and_a_row_a_drawing(rekognize, bundle, folder):
    ended = rekognize("recognize", "--bundle", bundle, "--format", "csv", folder)
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["label"] for row in rows] == ["A", "7"]
    assert float(rows[0]["confidence"]) > 0.5
    assert rows[1]["candidates"].startswith("7=")


def test_a_name_that_a_spreadsheet_would_run_is_text(rekognize, bundle, folder, monkeypatch):
    (folder / "seven.png").rename(folder / "=1+2.png")
    monkeypatch.chdir(folder)
    ended = rekognize("recognize", "--bundle", bundle, "-f", "csv", "=1+2.png")
    assert ended.out.splitlines()[1].startswith("'=1+2.png,7,")


def test_what_is_no_single_character_has_no_label(rekognize, tmp_path):
    scribble = [[[x, 40 + 35 * (x % 40 < 20)] for x in range(0, 200, 9)][::-1] for _ in range(3)]
    for number, stroke in enumerate(scribble):
        stroke += [[y, x + 10 * number] for x, y in stroke]
    (tmp_path / "scribble.json").write_text(json.dumps({"strokes": scribble}))
    ended = rekognize("recognize", "-f", "jsonl", tmp_path / "scribble.json")
    answer = json.loads(ended.out)
    assert (answer["label"], answer["is_character"]) == (None, False)
    ended = rekognize("recognize", "-f", "csv", tmp_path / "scribble.json")
    (row,) = csv.DictReader(io.StringIO(ended.out))
    assert (row["label"], row["confidence"]) == ("", "")
    assert row["candidates"].startswith(f"{answer['candidates'][0]['label']}=")
    out = tmp_path / "explained"
    ended = rekognize("explain", tmp_path / "scribble.json", "--out", out)
    assert "does not look like a character" in ended.out


def test_blank_pictures_are_answered_without_a_guess(rekognize, bundle, tmp_path):
    from PIL import Image

    Image.new("L", (50, 50), 255).save(tmp_path / "blank.png")
    text = rekognize("recognize", "--bundle", bundle, tmp_path)
    assert text.code == 0
    assert lines(text)[0][1:] == ["-", "", "", "no ink"]
    row = rekognize("recognize", "--bundle", bundle, "-f", "csv", tmp_path).out.splitlines()[1]
    assert ",,,False," in row


def test_a_prior_by_name(rekognize, bundle, folder):
    arguments = ("recognize", "--bundle", bundle, "--top", 62, "-f", "jsonl", folder / "seven.png")
    even, english = (
        json.loads(rekognize(*arguments, "--prior", prior).out) for prior in ("uniform", "english")
    )
    assert even["candidates"][0]["label"] == english["candidates"][0]["label"] == "7"

    def ratio(answer):
        shares = {each["label"]: each["confidence"] for each in answer["candidates"]}
        return shares["T"] / shares["Z"]

    assert ratio(english) > 10 * ratio(even)


def test_a_prior_from_a_file(rekognize, bundle, folder, tmp_path):
    (tmp_path / "prior.json").write_text('{"1": 1, "2": 1}')
    ended = rekognize(
        *("recognize", "--bundle", bundle, "-a", "digits", "--prior", tmp_path / "prior.json"),
        folder / "seven.png",
    )
    assert lines(ended)[0][1] in ("1", "2")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--alphabet", "greek", "x.png"], 2, "received 'greek'"),
        (["--top", "0", "x.png"], 2, "equal to 1"),
        (["--format", "xml", "x.png"], 2, "xml"),
        ([], 2, "FILE"),
        (["--bundle", "no.onnx", "x.png"], 4, "no.onnx"),
        (["--prior", "no.json", "x.png"], 4, "no.json"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_place(rekognize, arguments, code, told):
    ended = rekognize("recognize", *arguments)
    assert ended.code == code
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_a_prior_that_no_alphabet_takes_is_told_once(rekognize, folder, tmp_path):
    (tmp_path / "prior.json").write_text('{"é": 1}')
    ended = rekognize("recognize", folder, "--prior", tmp_path / "prior.json")
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_a_folder_without_pictures(rekognize, bundle, tmp_path):
    ended = rekognize("recognize", "--bundle", bundle, tmp_path)
    assert ended.code == 4
    assert str(tmp_path) in ended.err


def test_a_damaged_bundle(rekognize, bundle, folder, tmp_path):
    model = bundle.read_bytes()
    (tmp_path / "cut.onnx").write_bytes(model[: len(model) // 2])
    (tmp_path / "cut.json").write_bytes(bundle.with_suffix(".json").read_bytes())
    ended = rekognize("recognize", "--bundle", tmp_path / "cut.onnx", folder / "seven.png")
    assert ended.code == 5
    assert ended.err.startswith("rekognize: error: ")
    assert ended.err.count("\n") == 1
