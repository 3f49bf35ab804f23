"""Ask a running server, with Python's standard library alone.

Start it with ``rekognize serve``, then: ``python examples/call_api.py http://127.0.0.1:8000``.
"""

import json
import sys
from typing import Any
from urllib.request import Request, urlopen


def recognize(
    server: str, strokes: list[list[list[float]]], alphabet: str = "digits"
) -> dict[str, Any]:
    """The server's answer to strokes drawn on a sheet of 280 x 280."""
    body = {"strokes": strokes, "area": {"width": 280, "height": 280}}
    request = Request(  # noqa: S310 - the address is the caller's own
        f"{server}/api/v1/recognize?alphabet={alphabet}&top=3",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        content: dict[str, Any] = json.load(answer)
        return content


if __name__ == "__main__":
    seven = [[[60, 40], [220, 40], [120, 240]]]
    for candidate in recognize(sys.argv[1], seven)["candidates"]:
        print(candidate["label"], f"{candidate['confidence']:.1%}")
