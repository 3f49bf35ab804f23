"""The styles hold together: what one of them uses, another or a script says."""

import re
from collections import Counter
from pathlib import Path

import pytest

import rekognize

WEB = Path(rekognize.__file__).parent / "web"

# Set for a pixel's frame, name by name, by scripts/inside/looking.js.
FRAME = {"--left", "--top", "--width", "--height"}


def found(pattern, folder, kind):
    text = "\n".join(path.read_text() for path in sorted((WEB / folder).rglob(kind)))
    return set(re.findall(pattern, text))


def test_every_custom_property_that_is_used_is_set_somewhere():
    used = found(r"var\((--[\w-]+)\)", "styles", "*.css")
    set_by_styles = found(r"(--[\w-]+):", "styles", "*.css")
    set_by_scripts = found(r"setProperty\(\s*\"(--[\w-]+)\"", "scripts", "*.js")

    assert "--ink" in used & set_by_styles
    assert used - set_by_styles - set_by_scripts - FRAME == set()


def classes_alone(style):
    """The classes that a style gives rules to wherever they stand: `.field`, not `.a .field`."""
    text = re.sub(r"/\*.*?\*/", "", (WEB / "styles" / style).read_text(), flags=re.DOTALL)
    selectors = ",".join(re.findall(r"[{}]\s*([^{}@]+?)\s*(?=\{)", text)).split(",")
    return {each.strip()[1:] for each in selectors if re.fullmatch(r"\.[\w-]+", each.strip())}


@pytest.mark.parametrize("name", sorted(path.name for path in (WEB / "pages").glob("*.html")))
def test_no_two_styles_of_a_page_mean_another_thing_by_one_class(name):
    """But for the layout, which places what the others draw."""
    styles = re.findall(r"styles/(\w+\.css)", (WEB / "pages" / name).read_text())
    owners = Counter(
        each for style in styles if style != "layout.css" for each in classes_alone(style)
    )

    assert "layout.css" in styles
    assert owners
    assert [each for each, count in owners.items() if count > 1] == []
