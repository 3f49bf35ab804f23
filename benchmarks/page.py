"""How soon the page shows something, and an answer, in a real Chromium.

    python -m benchmarks.page

First contentful paint of the drawing page for new visitors (no cache) whose processor is slowed
down four times. Then characters are written by the mouse: the time from a stroke's end to the frame
that shows the answer to all that is drawn. The server is a process of its own on the same machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import orjson
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.chromium import find_chromium
from benchmarks.drawings import STROKES, document_of, ink_of
from benchmarks.server import HOST, serving

SLOWED: Final = 4
WARM_UP: Final = 10
"""Strokes that are not counted."""

FIRST_PAINT: Final = """() => new Promise((resolve) => {
    new PerformanceObserver((list) => {
        const [paint] = list.getEntriesByName("first-contentful-paint");
        if (paint) resolve(paint.startTime);
    }).observe({ type: "paint", buffered: true });
})"""
WATCH: Final = """() => {
    let lifted = null;
    addEventListener("pointerup", ({ timeStamp }) => { lifted = timeStamp; }, true);
    window.answered = () => new Promise((resolve) => {
        lifted = null;
        const observer = new MutationObserver(() => {
            // What was asked while the stroke grew is void once it has ended.
            if (lifted === null) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - lifted)));
        });
        observer.observe(document.querySelector("#time"), { childList: true });
    });
}"""


@contextmanager
def browsing() -> Iterator[Browser]:
    """The system's Chromium, or the one that Playwright installed."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds until a new visitor with a slow processor sees something."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.goto(address)
        painted: float = page.evaluate(FIRST_PAINT)
        return painted


def ink_to_answer(browser: Browser, address: str, count: int) -> list[float]:
    """Milliseconds from the end of each of ``count`` strokes to the frame with its answer."""
    source = random.Random(0)
    times: list[float] = []
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{address}?alphabet=alphanumeric")
        page.wait_for_selector("#alphabet:enabled")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        page.evaluate(WATCH)
        while len(times) < WARM_UP + count:
            times += _write(page, source)
            page.keyboard.press("Escape")
    return times[WARM_UP : WARM_UP + count]


def _write(page: Page, source: random.Random) -> Iterator[float]:
    """Writes one character, and waits for an answer after each of its strokes."""
    box = page.locator("#pad").bounding_box()
    if box is None:
        raise RuntimeError("the page shows no sheet to write on")
    for stroke in ink_of(source.choice(sorted(STROKES)), source, box["width"]).strokes:
        page.evaluate("() => { window.next = window.answered(); }")
        # Each movement waits for a frame: as many as the hand makes would take minutes.
        points: list[list[float]] = stroke.tolist()
        first, *others = [*points[:-1:4], points[-1]]
        page.mouse.move(box["x"] + first[0], box["y"] + first[1])
        page.mouse.down()
        for x, y in others:
            page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.up()
        answered: float = page.evaluate("() => window.next")
        yield answered


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=15, help="new visitors for the first paint")
    parser.add_argument("--strokes", type=int, default=200, help="for ink to answer")
    options = parser.parse_args()
    drawing = orjson.dumps(document_of(ink_of("7")))
    with serving("/api/v1/recognize", drawing, "application/json") as server, browsing() as browser:
        address = f"http://{HOST}:{server.port}/"
        paints = [first_paint(browser, address) for _ in range(options.visits)]
        answers = sorted(ink_to_answer(browser, address, options.strokes))
    print(
        f"first paint, processor slowed {SLOWED} times: median {statistics.median(paints):.0f} ms, "
        f"{min(paints):.0f} to {max(paints):.0f} ({len(paints)} visits)"
    )
    print(
        f"from a stroke's end to its answer: median {statistics.median(answers):.1f} ms, "
        f"p95 {answers[len(answers) * 95 // 100]:.1f} ms ({len(answers)} strokes)"
    )


if __name__ == "__main__":
    main()
