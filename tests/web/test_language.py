import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.web.sheet import SEVEN, Sheet, payload, picture

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src/rekognize/web"
FILES = sorted((WEB / "messages").glob("*.json"))
ENGLISH = json.loads((WEB / "messages/en.json").read_text())


def placeholders(message):
    """The sets of placeholders of a message, one for each plural form."""
    forms = message.values() if isinstance(message, dict) else [message]
    return [set(re.findall(r"\{(\w+)\}", form)) for form in forms]


def test_there_are_four_languages_and_the_page_knows_them():
    listed = re.findall(r'tag: "(\w+)"', (WEB / "scripts/language/languages.js").read_text())
    assert sorted(listed) == [file.stem for file in FILES]
    assert len(FILES) >= 4


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_language_says_everything(file):
    messages = json.loads(file.read_text())
    assert list(messages) == list(ENGLISH)
    for key, message in messages.items():
        expected = set().union(*placeholders(ENGLISH[key]))
        for found in placeholders(message):
            assert found | {"count"} >= expected, key
            assert found <= expected, key
        assert isinstance(message, str) == isinstance(ENGLISH[key], str), key
        assert isinstance(message, str) or "other" in message, key


FAMILIAR = {
    "de": r"\b(du|dich|dir|dein\w*|erfährst)\b|(?:^|[.:;] )(Zeichne|Schneide|Wähle|Schreibe)\b",
    "fr": r"\b(tu|toi|ton|ta|tes)\b|(?:^|[.:;] )(Dessine|Rogne|Choisis|Écris)\b",
    "es": r"\b(tú|te|ti|tus?)\b|(?:^|[.:;] )(Dibuja|Dibújalo|Recorta|Elige|Escribe)\b",
}


@pytest.mark.parametrize("language", FAMILIAR)
def test_people_are_addressed_formally(language):
    messages = json.loads((WEB / f"messages/{language}.json").read_text())
    for key, message in messages.items():
        for form in message.values() if isinstance(message, dict) else [message]:
            found = re.search(FAMILIAR[language], form, re.IGNORECASE)
            assert not found, (key, form)


def test_every_message_is_said_somewhere():
    sources = [*WEB.rglob("*.js"), *WEB.rglob("*.html")]
    text = "\n".join(source.read_text() for source in sources)
    said = set(re.findall(r'"([a-z][\w.-]+)"', text))
    made = (
        *("alphabet.", "answer.blank.", "answer.picture.blank.", "crop."),
        *("inside.kind.", "inside.step.", "inside.words."),
        *("models.check.", "models.event.", "models.failed.", "models.part.", "models.unjudged."),
        *("models.promote.", "models.remove.", "models.rollback."),
        *("error.", "failure.away.", "failure.model."),
    )
    unsaid = {key for key in ENGLISH if key not in said and not key.startswith(made)}
    assert unsaid == set()


@pytest.mark.parametrize(
    ("locale", "headline", "share"),
    [
        ("de-AT", "Ziffer 7", r"\d,\d\s%"),
        ("fr-CA", "Chiffre 7", r"\d,\d\s%"),
        ("es-MX", "Cifra 7", r"\d[.,]\d\s%"),
        ("ja-JP", "Digit 7", r"\d\.\d%"),
    ],
)
def test_the_page_speaks_the_browsers_language(new_context, locale, headline, share):
    sheet = Sheet(new_context(locale=locale).new_page()).open("?alphabet=digits")
    sheet.draw(SEVEN)
    sheet.expect_headline(headline)
    expect(sheet.page.locator("#detail")).to_have_text(re.compile(share))
    spoken = locale[:2] if locale[:2] != "ja" else "en"
    expect(sheet.page.locator("html")).to_have_attribute("lang", spoken)


def test_every_code_with_words_is_the_servers():
    codes = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/errors.md").read_text(), re.MULTILINE))
    words = {key.removeprefix("error.") for key in ENGLISH if key.startswith("error.")}
    assert words <= codes | {"internal_error"}


@pytest.mark.parametrize(
    ("locale", "headline", "damaged", "animated"),
    [
        (
            "en-GB",
            "Not a picture I can read",
            "The file is cut off or broken.",
            "One still picture is read at a time: no animation, and no more than one page.",
        ),
        (
            "de-AT",
            "Dieses Bild kann ich nicht lesen",
            "Die Datei ist abgeschnitten oder beschädigt.",
            (
                "Gelesen wird ein einzelnes, stehendes Bild: keine Animation "
                "und nicht mehr als eine Seite."
            ),
        ),
    ],
)
def test_a_refusal_is_said_in_the_language_spoken(new_context, locale, headline, damaged, animated):
    sheet = Sheet(new_context(locale=locale).new_page()).open("upload?alphabet=digits")
    sheet.hand_over("paste", payload(data=picture()[:200]))
    sheet.expect_headline(headline)
    expect(sheet.page.locator("#detail")).to_have_text(damaged)
    frames = [Image.new("L", (40, 40), grey) for grey in (0, 255)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    sheet.hand_over("paste", payload("two.gif", "image/gif", file.getvalue()))
    expect(sheet.page.locator("#detail")).to_have_text(animated)


def test_another_language_can_be_chosen_and_stays(sheet):
    sheet.open("?alphabet=digits")
    sheet.draw_and_wait(SEVEN)
    sheet.page.get_by_label("Language").select_option("de")
    sheet.expect_headline("Ziffer 7")
    assert sheet.page.url.endswith("?alphabet=digits&lang=de")
    sheet.open("?alphabet=digits")
    expect(sheet.page.locator("h1")).to_have_text("Ein Zeichen schreiben")


def test_a_link_holds_the_language(sheet):
    sheet.open("?lang=fr")
    expect(sheet.page.get_by_role("link", name="Écrire")).to_be_visible()
    address = sheet.page.get_by_role("link", name="À propos").get_attribute("href")
    assert address.endswith("/about?lang=fr")


def test_numbers_and_plurals_are_put_in(sheet):
    said = sheet.page.evaluate(
        """async () => {
            const { say } = await import("/static/scripts/language/messages.js");
            return [say("failure.status", { status: 1200 }), say("name.digit", {})];
        }"""
    )
    assert said == ["The server answered with 1,200.", "digit {label}"]
