"""axe-core, which finds what keeps people from using a page."""

from pathlib import Path

from playwright.sync_api import Page

from tests.web.conftest import skip_or_fail

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_FINDS = """async (rules) => {
    const { violations } = await axe.run(document, rules);
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}"""
_OF_COLOURS = {"runOnly": ["color-contrast"]}


def expect_nothing_for_axe(page: Page):
    """That a page breaks none of axe's rules in light, and none about colours in dark either."""
    if not _AXE.exists():
        skip_or_fail("axe-core is not installed: run `npm ci`")
    page.evaluate(_AXE.read_text())
    for scheme, rules in (("light", {}), ("dark", _OF_COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate(_FINDS, rules) == [], scheme
