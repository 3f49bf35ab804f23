"""axe-core, which finds what keeps people from using a page."""

from pathlib import Path

from playwright.sync_api import Page

from tests.web.conftest import skip_or_fail

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_FINDS = """async () => {
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}"""


def expect_nothing_for_axe(page: Page):
    """That a page breaks none of axe's rules, in light and in dark."""
    if not _AXE.exists():
        skip_or_fail("axe-core is not installed: run `npm ci`")
    page.evaluate(_AXE.read_text())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate(_FINDS) == [], scheme
