"""The page as a person uses it: what they do on the sheet and what they then see."""

import base64
import io
import itertools
import math
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Page, Request, expect

from rekognize.ink import Ink, WritingArea

SEVEN = [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.75)]]
ONE = [[(0.5, 0.15), (0.5, 0.75)]]
EL = [[(0.35, 0.15), (0.35, 0.7), (0.7, 0.7)]]
TEE = [[(0.25, 0.2), (0.75, 0.2)], [(0.5, 0.2), (0.5, 0.75)]]
DOUBLE_U = [[(0.15, 0.2), (0.32, 0.7), (0.5, 0.3), (0.68, 0.7), (0.85, 0.2)]]
SEVENTEEN = [[(0.2, 0.2), (0.2, 0.7)], [(0.5, 0.2), (0.85, 0.2), (0.6, 0.7)]]
"""Strokes as corners, in fractions of the sheet's side."""


@contextmanager
def server_away(page, address="**/api/v1/**"):
    """Nothing is answered there until the block ends.

    The route stays: a question on its way would keep the handler of one that was taken away.
    """
    is_away = ["for now"]
    page.route(address, lambda route: route.abort() if is_away else route.continue_())
    yield
    is_away.clear()


STEP = 0.03
"""Between two points of a line that is drawn."""


def steps(start, end):
    """Into how many a line is cut."""
    return max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / STEP))


def along(corners):
    """Points from corner to corner, a step apart."""
    points = [corners[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        count = steps((x0, y0), (x1, y1))
        points += [
            (x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(1, count + 1)
        ]
    return points


def picture(kind="PNG", size=(160, 120)):
    """A dark 7 on light paper, as an image file."""
    image = Image.new("RGB", size, "#f0ebdc")
    corners = [(size[0] * x, size[1] * y) for x, y in SEVEN[0]]
    ImageDraw.Draw(image).line(corners, fill="#14203c", width=max(2, size[1] // 14), joint="curve")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def payload(name="seven.png", kind="image/png", data=None):
    """What Playwright's file choosers take."""
    return {"name": name, "mimeType": kind, "buffer": picture() if data is None else data}


def ink_of(request):
    """The strokes that a request holds."""
    document = request.post_data_json
    return Ink(document["strokes"], WritingArea(**document["area"]))


class Sheet:
    """The page in a browser, with the requests it made and the complaints of its console."""

    def __init__(self, page: Page):
        self.page = page
        self.addresses: list[str] = []
        self.complaints: list[str] = []
        self.questions: list[Request] = []
        page.on("request", self._see)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _see(self, request):
        self.addresses.append(request.url)
        if "/api/v1/recognize?" in request.url:
            self.questions.append(request)

    def _hear(self, message):
        # Most tests block service workers, and Playwright says so each time.
        if message.type in ("error", "warning") and not message.text.startswith("Service Worker"):
            self.complaints.append(message.text)

    def open(self, address=""):
        """Opens a page that reads: `?alphabet=digits`, `upload`, ..."""
        self.page.goto(f"/{address}")
        expect(self.page.locator("#alphabet")).to_be_enabled()
        return self

    # What a person does

    def draw(self, strokes, pad="#pad"):
        """Draws with the mouse."""
        mouse = self.page.mouse
        for stroke in strokes:
            places = self.places(stroke, pad)
            mouse.move(*places[0])
            mouse.down()
            for (start, end), place in zip(itertools.pairwise(stroke), places[1:], strict=True):
                mouse.move(*place, steps=steps(start, end))
            mouse.up()

    def draw_and_wait(self, strokes):
        """Draws and waits for the answer to the whole of it; returns that."""
        self.draw(strokes)
        return self.last_question().response().json()

    def last_question(self):
        """The request that asks about what is now drawn; those before may have been aborted."""
        # Once the page answers this, it has told of the requests that it had made before.
        self.page.evaluate("new Promise(requestAnimationFrame)")
        return self.questions[-1]

    def draw_to_the_end(self, strokes, asked):
        """Draws until an address with those letters has answered to the whole; gives its ink."""
        side = self.page.locator("#pad").bounding_box()["width"]
        end = [share * side for share in strokes[-1][-1]]

        def is_whole(response):
            if asked not in response.url:
                return False
            return math.dist(ink_of(response.request).strokes[-1][-1], end) < 2

        with self.page.expect_response(is_whole) as response:
            self.draw(strokes)
        return ink_of(response.value.request)

    def draw_by_touch(self, strokes, pad="#pad"):
        """Draws with a finger, as the browser gets it from a touch screen."""
        browser = self.page.context.new_cdp_session(self.page)

        def touch(kind, *points):
            touches = [{"x": x, "y": y} for x, y in points]
            browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

        for stroke in strokes:
            first, *others = self.places(along(stroke), pad)
            touch("touchStart", first)
            for point in others:
                touch("touchMove", point)
            touch("touchEnd")

    def draw_by_pen(self, strokes, pad="#pad"):
        """Draws with a stylus."""
        browser = self.page.context.new_cdp_session(self.page)

        def pen(kind, point):
            event = {"type": kind, "x": point[0], "y": point[1], "pointerType": "pen"}
            browser.send(
                "Input.dispatchMouseEvent",
                event | {"button": "left", "buttons": 1, "clickCount": 1, "force": 0.5},
            )

        for stroke in strokes:
            first, *others = self.places(along(stroke), pad)
            pen("mousePressed", first)
            for point in others:
                pen("mouseMoved", point)
            pen("mouseReleased", others[-1] if others else first)

    def hand_over(self, kind, file):
        """Drops (`drop`) or pastes (`paste`) a file, as the browser tells the page of it."""
        self.page.evaluate(
            """([kind, {name, type, bytes}]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
                const init = { bubbles: true, cancelable: true };
                document.body.dispatchEvent(
                    kind === "paste"
                        ? new ClipboardEvent(kind, { ...init, clipboardData: transfer })
                        : new DragEvent(kind, { ...init, dataTransfer: transfer }),
                );
            }""",
            [
                kind,
                {"name": file["name"], "type": file["mimeType"], "bytes": list(file["buffer"])},
            ],
        )

    def places(self, points, pad="#pad"):
        """Points of the sheet, or of another pad, in the window's pixels."""
        paper = self.page.locator(pad)
        expect(paper).to_be_visible()
        box = paper.bounding_box()
        return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]

    def place(self, point, pad="#pad"):
        """One point."""
        return self.places([point], pad)[0]

    # What a person sees

    def expect_winner(self, label):
        expect(self.page.locator("#winner")).to_have_text(label)

    def expect_headline(self, words):
        expect(self.page.locator("#headline")).to_have_text(words)

    def expect_blank(self):
        self.expect_headline("Nothing drawn yet")
        self.expect_winner("")

    def ink(self):
        """How many pixels of the sheet bear ink."""
        return sum(alpha > 127 for alpha in self.pixels()[3::4])

    def ink_colour(self):
        """Mean red, green and blue of the ink."""
        pixels = self.pixels()
        inked = [i for i in range(0, len(pixels), 4) if pixels[i + 3] == 255]
        return [sum(pixels[i + channel] for i in inked) / len(inked) for channel in range(3)]

    def pixels(self):
        """Red, green, blue and alpha of the sheet's pixels, row by row, once they are painted."""
        encoded = self.page.evaluate(
            """async () => {
                for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                const pad = document.querySelector("#pad");
                // A copy: reading the sheet itself would slow down the page under test.
                const copy = new OffscreenCanvas(pad.width, pad.height).getContext("2d");
                copy.drawImage(pad, 0, 0);
                const { data } = copy.getImageData(0, 0, pad.width, pad.height);
                let bytes = "";
                for (let i = 0; i < data.length; i += 8192) {
                    bytes += String.fromCharCode(...data.subarray(i, i + 8192));
                }
                return btoa(bytes);
            }"""
        )
        return base64.b64decode(encoded)


def alphabet_of(request: Request):
    """The alphabet that a request asked for."""
    return parse_qs(urlsplit(request.url).query)["alphabet"][0]
