"""The styles hold together: what one of them uses, another or a script says."""

import re
from pathlib import Path

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
