import csv
import io
import json

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.web.sheet import SEVEN, payload, picture


@pytest.fixture
def digits(tab):
    return tab.open("upload?alphabet=digits")


def upload(sheet, file):
    with sheet.page.expect_file_chooser() as chooser:
        sheet.page.get_by_role("button", name="Choose pictures").click()
    chooser.value.set_files(file)


def test_an_uploaded_picture_is_read_and_shown(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    expect(digits.page.get_by_role("img", name="The picture “seven.png”")).to_be_visible()
    expect(digits.page.locator("#preview-box")).to_be_visible()


def test_the_box_lies_around_the_ink(digits):
    with digits.page.expect_response("**/api/v1/recognize?*") as response:
        upload(digits, payload())
    left, top, right, bottom = response.value.json()["box"]
    expect(digits.page.locator("#preview-box")).to_be_visible()
    whole, box = (
        digits.page.locator(name).bounding_box() for name in ("#preview-picture", "#preview-box")
    )
    scale = whole["width"] / 160
    assert box["x"] - whole["x"] == pytest.approx(left * scale, abs=1)
    assert box["y"] - whole["y"] == pytest.approx(top * scale, abs=1)
    assert box["width"] == pytest.approx((right - left) * scale, abs=1)
    assert box["height"] == pytest.approx((bottom - top) * scale, abs=1)


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_can_be_dropped_and_pasted(digits, way):
    digits.hand_over(way, payload())
    digits.expect_winner("7")


def test_a_file_over_the_page_shows_where_it_may_fall(digits):
    sign = digits.page.locator("#drop")
    digits.hand_over("dragover", payload())
    expect(sign).to_be_visible()
    digits.hand_over("drop", payload())
    expect(sign).to_be_hidden()


def test_a_picture_is_put_away_by_button_and_by_escape(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    digits.page.get_by_role("button", name="Put away").click()
    digits.expect_headline("No picture yet")
    expect(digits.page.locator("#preview")).to_be_hidden()
    digits.hand_over("paste", payload())
    digits.expect_winner("7")
    digits.page.keyboard.press("Escape")
    digits.expect_headline("No picture yet")


def test_another_alphabet_reads_the_same_picture_again(digits):
    digits.hand_over("paste", payload())
    digits.expect_winner("7")
    with digits.page.expect_request("**/api/v1/recognize?alphabet=letters&*") as request:
        digits.page.get_by_label("Read as").select_option("letters")
    assert request.value.headers["content-type"] == "image/png"


def test_a_large_photo_is_reduced_before_it_is_sent(digits):
    big = payload("photo.jpg", "image/jpeg", picture("JPEG", (3200, 2400)))
    with digits.page.expect_response("**/api/v1/recognize?*") as response:
        upload(digits, big)
    assert response.value.ok
    size = digits.page.evaluate(
        "(({naturalWidth, naturalHeight}) => [naturalWidth, naturalHeight])"
        "(document.querySelector('#preview-picture'))"
    )
    assert size == [1600, 1200]
    digits.expect_winner("7")


def test_another_kind_of_file_is_refused_in_plain_words(digits):
    upload(digits, payload("essay.pdf", "application/pdf", b"%PDF-1.7"))
    digits.expect_headline("Not a picture I can read")
    expect(digits.page.locator("#detail")).to_have_text(
        "Pictures in PNG, JPEG, WebP, GIF, BMP, and TIFF are read; received application/pdf."
    )


def test_a_damaged_picture_is_refused_without_the_decoders_words(troubled_sheet):
    troubled_sheet.open("upload")
    upload(troubled_sheet, payload(data=picture()[:200]))
    troubled_sheet.expect_headline("Not a picture I can read")
    expect(troubled_sheet.page.locator("#detail")).to_have_text("The file is cut off or broken.")


def test_a_blank_picture_has_no_ink(digits):
    blank = digits.page.evaluate(
        """() => new Promise((resolve) => {
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 64;
            const context = canvas.getContext("2d");
            context.fillStyle = "#fff";
            context.fillRect(0, 0, 64, 64);
            canvas.toBlob(async (blob) => resolve([...new Uint8Array(await blob.arrayBuffer())]));
        })"""
    )
    upload(digits, payload("blank.png", data=bytes(blank)))
    digits.expect_headline("No ink in this picture")


FILES = [
    payload("seven.png"),
    payload("=2+3.png"),
    payload("essay.pdf", "application/pdf", b"%PDF-1.7"),
]


@pytest.fixture
def several(digits):
    upload(digits, FILES)
    expect(digits.page.locator("#table-count")).to_have_text("3 of 3 pictures read")
    return digits


def test_several_pictures_are_read_into_a_table(several):
    rows = several.page.locator("#table-rows tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).locator(".table__label")).to_have_text("7")
    expect(rows.nth(0)).to_contain_text("%")
    expect(rows.nth(2)).to_contain_text("received application/pdf")
    shown = rows.nth(0).locator("img").evaluate("(image) => image.naturalWidth")
    assert shown == 160
    several.page.get_by_role("button", name="essay.pdf").click()
    several.expect_headline("Not a picture I can read")
    several.page.get_by_role("button", name="seven.png").click()
    several.expect_winner("7")
    several.page.get_by_role("button", name="Put all away").click()
    expect(several.page.locator("#table")).to_be_hidden()
    several.expect_headline("No picture yet")


def row_of_sevens(count):
    """A picture of that many characters, as bytes."""
    seven = Image.open(io.BytesIO(picture()))
    whole = Image.new("RGB", (seven.width * count, seven.height), "#f0ebdc")
    for number in range(count):
        whole.paste(seven, (number * seven.width, 0))
    file = io.BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


def test_several_characters_in_a_picture_are_read_one_by_one(digits):
    files = [payload(), payload("row.png", data=row_of_sevens(3)), payload("last.png")]
    upload(digits, files)
    digits.page.get_by_role("button", name="row.png").click()
    digits.expect_headline("More than one character")
    digits.page.get_by_role("button", name="Read them one by one").click()
    expect(digits.page.locator("#table-count")).to_have_text("5 of 5 pictures read")
    digits.expect_winner("7")
    names = digits.page.locator(".table__name")
    expect(names).to_have_text(["seven.png", "row.png 1", "row.png 2", "row.png 3", "last.png"])
    expect(digits.page.locator(".table__label")).to_have_text(["7"] * 5)
    expect(names.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(names.nth(1)).to_be_focused()
    # Each is a picture like any other, and the whole can come back.
    names.nth(3).click()
    digits.page.get_by_role("button", name="As it was").click()
    digits.expect_headline("More than one character")


def test_what_has_been_turned_meanwhile_is_not_split(digits):
    upload(digits, payload("row.png", data=row_of_sevens(2)))
    button = digits.page.get_by_role("button", name="Read them one by one")
    expect(button).to_be_visible()
    # Both at once: the turn is under way when the picture is to be split.
    digits.page.evaluate("""() => {
        document.querySelector("#preview-turn").click();
        document.querySelector("#split").click();
    }""")
    expect(digits.page.locator("#headline")).not_to_have_text("More than one character")
    expect(digits.page.locator("#table")).to_be_hidden()


def test_what_this_browser_cannot_cut_says_so(digits):
    """It shows no TIFF, and so cannot cut one in parts; the server reads it."""
    file = io.BytesIO()
    Image.open(io.BytesIO(row_of_sevens(2))).save(file, "TIFF")
    upload(digits, payload("row.tiff", "image/tiff", file.getvalue()))
    digits.expect_headline("More than one character")
    digits.page.get_by_role("button", name="Read them one by one").click()
    expect(digits.page.locator("#answer")).to_contain_text("cannot crop")


def test_one_picture_needs_no_table(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    expect(digits.page.locator("#table")).to_be_hidden()


def download(sheet, name):
    with sheet.page.expect_download() as started:
        sheet.page.get_by_role("button", name=name).click()
    return started.value.path().read_text()


def test_the_answers_can_be_taken_along(several):
    several.page.get_by_label("Something else").select_option(index=2)
    corrected = several.page.locator("#winner").text_content()
    rows = list(csv.DictReader(io.StringIO(download(several, "CSV"))))
    # A name that a spreadsheet would calculate is made text.
    assert [row["file"] for row in rows] == ["seven.png", "'=2+3.png", "essay.pdf"]
    assert [row["label"] for row in rows] == ["7", "7", ""]
    assert 0.5 < float(rows[0]["confidence"]) <= 1
    assert [row["corrected"] for row in rows] == [corrected, "", ""]
    assert "application/pdf" in rows[2]["error"]
    answers = json.loads(download(several, "JSON"))
    assert [answer["file"] for answer in answers] == [file["name"] for file in FILES]
    assert answers[0]["candidates"][0]["label"] == "7"
    assert answers[0]["corrected"] == corrected
    assert "application/pdf" in answers[2]["error"]


def test_the_table_taken_along_answers_nothing_where_the_page_does_not(digits):
    blank = io.BytesIO()
    Image.new("L", (64, 64), 255).save(blank, "PNG")
    two = io.BytesIO()
    image = Image.new("L", (320, 120), 240)
    for left in (0, 160):
        seven = Image.open(io.BytesIO(picture())).convert("L")
        image.paste(seven, (left, 0))
    image.save(two, "PNG")
    files = [
        payload(),
        payload("blank.png", data=blank.getvalue()),
        payload("two.png", data=two.getvalue()),
    ]
    upload(digits, files)
    expect(digits.page.locator("#table-count")).to_have_text("3 of 3 pictures read")
    rows = list(csv.DictReader(io.StringIO(download(digits, "CSV"))))
    assert [row["label"] for row in rows] == ["7", "", ""]
    assert [bool(row["confidence"]) for row in rows] == [True, False, False]
    assert rows[2]["several"] == "true"
    assert rows[2]["candidates"]
    answers = json.loads(download(digits, "JSON"))
    assert [answer["label"] for answer in answers] == ["7", None, None]


def test_a_picture_that_lies_on_its_side_is_turned_and_read_again(digits):
    lying = Image.open(io.BytesIO(picture())).rotate(90, expand=True)
    file = io.BytesIO()
    lying.save(file, "PNG")
    upload(digits, payload(data=file.getvalue()))
    box = digits.page.locator("#preview-box")
    expect(box).to_be_visible()
    expect(digits.page.locator("#winner")).not_to_have_text("7")
    digits.page.get_by_role("button", name="Turn to the right").click()
    digits.expect_winner("7")
    size = digits.page.evaluate(
        "(({naturalWidth, naturalHeight}) => [naturalWidth, naturalHeight])"
        "(document.querySelector('#preview-picture'))"
    )
    assert size == [160, 120]


def test_two_quick_turns_are_two(digits):
    upside_down = Image.open(io.BytesIO(picture())).rotate(180)
    file = io.BytesIO()
    upside_down.save(file, "PNG")
    upload(digits, payload(data=file.getvalue()))
    expect(digits.page.locator("#preview-box")).to_be_visible()
    # Both before the first has changed anything: how quick a mouse is depends on the machine.
    right = digits.page.get_by_role("button", name="Turn to the right")
    place = right.bounding_box()
    right.evaluate("button => { button.click(); button.click(); }")
    digits.expect_winner("7")
    assert right.bounding_box() == place, "a third click would miss it"
    restore = digits.page.get_by_role("button", name="As it was")
    restore.click()
    expect(restore).to_be_hidden()


def test_a_correction_is_of_the_answer_that_is_shown(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    held = []
    digits.page.route("**/api/v1/recognize?*", lambda route: held.append(route))
    with digits.page.expect_request("**/api/v1/recognize?*"):
        upload(digits, payload("other.png"))
    # The answer to the first still stands while that to the other is on its way.
    digits.page.locator(".candidate").nth(1).click()
    first, other = digits.page.locator("#table-rows tr").all()
    expect(first).to_contain_text("As you say.")
    expect(other).to_contain_text("…")
    for route in held:
        route.continue_()
    expect(other).to_contain_text("%")
    expect(first).to_contain_text("As you say.")


def test_escape_in_a_field_is_the_fields(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    typed = digits.page.get_by_label("Type the right character")
    typed.press("Escape")
    expect(digits.page.locator("#preview")).to_be_visible()
    typed.blur()
    digits.page.keyboard.press("Escape")
    digits.expect_headline("No picture yet")


def test_what_is_put_away_is_let_go_of(troubled_sheet):
    troubled_sheet.open("upload")
    upload(troubled_sheet, [payload(), payload("other.png")])
    expect(troubled_sheet.page.locator("#table-count")).to_have_text("2 of 2 pictures read")
    source = troubled_sheet.page.locator("#table-rows img").first.get_attribute("src")
    kept = """(src) => {
        const image = Object.assign(new Image(), { src });
        return image.decode().then(() => true, () => false);
    }"""
    assert troubled_sheet.page.evaluate(kept, source)
    troubled_sheet.page.get_by_role("button", name="Put all away").click()
    troubled_sheet.expect_headline("No picture yet")
    assert not troubled_sheet.page.evaluate(kept, source)


def light_ink(size, kind="PNG"):
    """A 7 in white on nothing: a picture that only its transparency tells from blank paper."""
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    corners = [(size[0] * x, size[1] * y) for x, y in SEVEN[0]]
    ImageDraw.Draw(image).line(corners, fill="#fff", width=size[1] // 14, joint="curve")
    file = io.BytesIO()
    image.rotate(90, expand=True).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(("size", "kind"), [((160, 120), "PNG"), ((3200, 2400), "WebP")])
def test_light_ink_on_transparency_stays_readable(digits, size, kind):
    """Turned, cropped and, where it is large, reduced."""
    media_type = f"image/{kind.lower()}"
    upload(digits, payload(f"seven.{kind}", media_type, light_ink(size, kind)))
    expect(digits.page.locator("#preview-box")).to_be_visible()
    digits.page.get_by_role("button", name="Turn to the right").click()
    digits.expect_winner("7")
    digits.page.get_by_role("button", name="Crop").click()
    with digits.page.expect_response("**/api/v1/recognize?*") as response:
        digits.page.get_by_role("button", name="Read this part").click()
    assert response.value.json()["label"] == "7"
    expect(digits.page.locator("#preview-picture")).to_have_js_property(
        "naturalWidth", 0.8 * min(size[0], 1600)
    )


def test_what_stays_transparent_is_no_larger_than_the_server_takes(digits):
    noise = Image.effect_noise((2400, 2400), 200).convert("RGBA")
    noise.putalpha(Image.effect_noise((2400, 2400), 200))
    file = io.BytesIO()
    noise.save(file, "PNG", compress_level=1)
    with digits.page.expect_response("**/api/v1/recognize?*") as response:
        upload(digits, payload(data=file.getvalue()))
    assert response.value.ok
    assert response.value.request.headers["content-type"] == "image/webp"


NOTES = payload("notes.txt", "text/plain", b"not a picture")


def test_what_is_no_picture_has_a_name_and_is_put_away_but_not_turned(digits):
    upload(digits, NOTES)
    digits.expect_headline("Not a picture I can read")
    expect(digits.page.locator("#preview-name")).to_have_text("notes.txt")
    expect(digits.page.locator("#preview-picture")).to_be_hidden()
    for name in ("Turn to the right", "Crop", "As it was"):
        expect(digits.page.get_by_role("button", name=name)).to_be_hidden()
    digits.page.get_by_role("button", name="Put away").click()
    digits.expect_headline("No picture yet")
    expect(digits.page.locator("#preview")).to_be_hidden()


def test_beside_an_error_no_other_picture_is_seen(digits):
    page = digits.page
    upload(digits, payload())
    digits.expect_winner("7")
    box = page.locator("#preview-box")
    turn = page.get_by_role("button", name="Turn to the right")
    expect(box).to_be_visible()

    upload(digits, NOTES)
    digits.expect_headline("Not a picture I can read")
    expect(page.locator("#preview-name")).to_have_text("notes.txt")
    expect(page.locator("#preview-picture")).to_be_hidden()
    expect(box).to_be_hidden()
    expect(turn).to_be_hidden()

    # The one before comes up, whole, and can be turned.
    page.get_by_role("button", name="Put away").click()
    digits.expect_winner("7")
    expect(page.locator("#preview-name")).to_have_text("seven.png")
    expect(page.get_by_role("img", name="The picture “seven.png”")).to_be_visible()
    expect(box).to_be_visible()
    expect(turn).to_be_visible()


def test_a_text_dropped_while_a_part_is_framed_ends_the_framing(digits):
    upload(digits, payload())
    digits.expect_winner("7")
    digits.page.get_by_role("button", name="Crop").click()
    digits.hand_over("drop", NOTES)
    digits.expect_headline("Not a picture I can read")
    expect(digits.page.get_by_role("button", name="Read this part")).to_be_hidden()
    expect(digits.page.get_by_role("button", name="Put away")).to_be_visible()
