"""How often *Look inside* shows a new explanation while one draws, in a real Chromium.

    python -m benchmarks.inside

A pen moves for some seconds over the page as a desktop shows it. Counted are the frames in which
another explanation than in the frame before was on the page, so what has been explained, carried
over, decoded and painted. Beside it, the route alone: its time, and its bytes on the wire.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from http.client import HTTPConnection
from typing import Final

from benchmarks.chromium import find_chromium
from benchmarks.drawings import document_of, ink_of
from benchmarks.server import HOST, serving
from benchmarks.timing import time_calls

SECONDS: Final = 5.0
RUNS: Final = 3
_WIDTH: Final = 1440
_EVERY: Final = 1 / 60
"""Seconds between two moves of the pen."""

_PATH: Final = "/api/v1/explain"

_COUNT: Final = """
window.shown = 0;
addEventListener("DOMContentLoaded", () => {
    let isNew = false;
    const seen = document.getElementById("odds");
    new MutationObserver(() => { isNew = true; }).observe(seen, {
        attributes: true, childList: true, subtree: true,
    });
    (function frame() {
        if (isNew) { window.shown++; isNew = false; }
        requestAnimationFrame(frame);
    })();
});
"""


def main() -> None:
    """Print what this file is about."""
    body = json.dumps(document_of(ink_of("R"))).encode()
    with serving(_PATH, body, "application/json") as server:
        _measure_route(server.port, body)
        rates = sorted(asyncio.run(_updates_per_second(server.port)) for _ in range(RUNS))
        print(
            f"updates while drawing, {_WIDTH} px: {rates[RUNS // 2]:.1f} a second "
            f"(median of {RUNS} runs of {SECONDS:g} s; {rates[0]:.1f} to {rates[-1]:.1f})"
        )


def _measure_route(port: int, body: bytes) -> None:
    connection = HTTPConnection(HOST, port)
    size = 0

    def ask(_: int) -> None:
        nonlocal size
        connection.request("POST", _PATH, body, {"Content-Type": "application/json"})
        size = len(connection.getresponse().read())

    timing = time_calls(ask, 200, warm_up=20)
    connection.close()
    print(
        f"POST {_PATH}: median {1000 * timing.p50:.1f} ms, p99 {1000 * timing.p99:.1f} ms, "
        f"{size:,} bytes"
    )


async def _updates_per_second(port: int) -> float:
    from playwright.async_api import async_playwright, expect

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(
            viewport={"width": _WIDTH, "height": 900}, service_workers="block"
        )
        page = await context.new_page()
        await page.add_init_script(_COUNT)
        await page.goto(f"http://{HOST}:{port}/inside?lang=en")
        await expect(page.locator("#alphabet")).to_be_enabled()
        box = await page.locator("#pad").bounding_box()
        if box is None:
            raise RuntimeError("the page shows no sheet to draw on")
        pen = _Pen(box["x"], box["y"], box["width"])
        await page.mouse.move(*pen.at(0.0))
        await page.mouse.down()
        # The first explanation opens the network and builds the page.
        await page.mouse.move(*pen.at(0.02))
        await expect(page.locator("#odds li")).to_have_count(62)
        moves = set()
        before, start = await page.evaluate("shown"), time.perf_counter()
        while (elapsed := time.perf_counter() - start) < SECONDS:
            # A hand does not wait until the page has seen how it moved.
            moves.add(asyncio.ensure_future(page.mouse.move(*pen.at(elapsed / SECONDS))))
            await asyncio.sleep(_EVERY)
        shown = await page.evaluate("shown") - before
        elapsed = time.perf_counter() - start
        await asyncio.gather(*moves)
        await browser.close()
    return float(shown / elapsed)


class _Pen:
    """A slow spiral over the sheet."""

    def __init__(self, x: float, y: float, side: float) -> None:
        self._centre = (x + side / 2, y + side / 2)
        self._side = side

    def at(self, part: float) -> tuple[float, float]:
        """Where the pen is when it has drawn this part."""
        angle = 6 * math.pi * part
        radius = self._side * (0.1 + 0.3 * part)
        x, y = self._centre
        return x + radius * math.cos(angle), y + radius * math.sin(angle)


if __name__ == "__main__":
    main()
