import pytest
from playwright.sync_api import expect

from tests.web.sheet import Sheet, payload


@pytest.fixture
def sheet(tab):
    return tab.open("upload")


def test_a_photo_is_cut_out_of_the_square_and_read(sheet):
    sheet.page.context.grant_permissions(["camera"])
    sheet.page.get_by_role("button", name="Camera").click()
    take = sheet.page.get_by_role("button", name="Take picture")
    expect(take).to_be_enabled()
    with sheet.page.expect_response("**/api/v1/recognize?*") as response:
        take.click()
    assert response.value.ok
    assert response.value.request.headers["content-type"] == "image/jpeg"
    expect(sheet.page.get_by_role("dialog")).to_be_hidden()
    expect(sheet.page.get_by_role("img", name="The picture “Photo.jpg”")).to_be_visible()
    assert sheet.page.evaluate("document.querySelector('#camera-video').srcObject") is None


def test_a_camera_that_is_denied_leads_to_uploading(sheet):
    sheet.page.evaluate(
        """() => {
            navigator.mediaDevices.getUserMedia = async () => {
                throw new DOMException("", "NotAllowedError");
            };
        }"""
    )
    sheet.page.get_by_role("button", name="Camera").click()
    dialog = sheet.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The camera is blocked for this page.")
    expect(dialog.get_by_role("button", name="Take picture")).to_be_disabled()
    with sheet.page.expect_file_chooser():
        dialog.get_by_role("button", name="Upload instead").click()
    expect(dialog).to_be_hidden()


def test_a_camera_that_is_no_longer_wanted_is_let_go(sheet):
    """Closed and opened again while the browser still asks: the first answer is for nobody."""
    sheet.page.evaluate(
        """() => {
            const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            window.streams = [];
            window.answers = [];
            navigator.mediaDevices.getUserMedia = async (wanted) => {
                await new Promise((resolve) => answers.push(resolve));
                const stream = await real(wanted);
                streams.push(stream);
                return stream;
            };
        }"""
    )
    sheet.page.context.grant_permissions(["camera"])
    dialog = sheet.page.get_by_role("dialog")
    for _ in range(2):
        sheet.page.get_by_role("button", name="Camera").click()
        expect(dialog).to_be_visible()
        if sheet.page.evaluate("answers.length") == 1:
            sheet.page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()
    sheet.page.evaluate("answers.forEach((resolve) => resolve())")
    expect(dialog.get_by_role("button", name="Take picture")).to_be_enabled()
    states = "streams.map((stream) => stream.getTracks()[0].readyState).sort()"
    assert sheet.page.evaluate(states) == ["ended", "live"]
    sheet.page.keyboard.press("Escape")
    sheet.page.wait_for_function(f"{states}.every((state) => state === 'ended')")


def test_escape_closes_the_camera_and_nothing_else(sheet):
    sheet.hand_over("paste", payload())
    sheet.expect_winner("7")
    sheet.page.get_by_role("button", name="Camera").click()
    expect(sheet.page.get_by_role("dialog")).to_be_visible()
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.get_by_role("dialog")).to_be_hidden()
    expect(sheet.page.locator("#preview")).to_be_visible()


def test_a_phone_uses_its_own_camera(new_context):
    context = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    sheet = Sheet(context.new_page()).open("upload")
    with sheet.page.expect_file_chooser() as chooser:
        sheet.page.get_by_role("button", name="Camera").click()
    assert chooser.value.element.get_attribute("capture") == "environment"
