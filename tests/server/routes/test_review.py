import io
from base64 import urlsafe_b64encode
from contextlib import closing

import httpx
import orjson
import pytest
from PIL import Image
from pydantic import SecretStr

from rekognize.feedback.imports import read_exported
from rekognize.server import ServerSettings, create_app
from rekognize.storage import open_database
from tests.server.conftest import assert_error, serving
from tests.server.drawn import strokes_of
from tests.storage.rows import row

FEEDBACK = "/api/v1/feedback"
TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105
ROUTES = [
    ("GET", FEEDBACK),
    ("GET", f"{FEEDBACK}/export"),
    ("GET", f"{FEEDBACK}/{1:032x}"),
    ("GET", f"{FEEDBACK}/{1:032x}/drawing"),
    ("POST", f"{FEEDBACK}/decisions"),
    ("POST", f"{FEEDBACK}/deletions"),
]


@pytest.fixture
def url(database_url):
    """A database with five records."""
    with closing(open_database(database_url)) as database, database.writing() as session:
        drawing = orjson.dumps(strokes_of("7"))
        session.add_all(row(number, drawing=drawing, shape=f"{number:x}") for number in range(5))
    return database_url


@pytest.fixture
def reviewed(url, recognizer):
    with serving(create_app(ServerSettings(database=url), recognizer)) as server:
        yield server


def ids(answer):
    return [int(record["id"], 16) for record in answer.json()["records"]]


def test_the_queue_by_pages(reviewed):
    page = reviewed.client.get(FEEDBACK, params={"state": "pending", "limit": 3})
    assert ids(page) == [0, 1, 2]
    assert page.json()["counts"] == {"pending": 5, "accepted": 0, "rejected": 0}
    rest = reviewed.client.get(
        FEEDBACK, params={"state": "pending", "limit": 3, "cursor": page.json()["following"]}
    )
    assert ids(rest) == [3, 4]
    assert rest.json()["following"] is None
    (first, *_) = page.json()["records"]
    assert (first["label"], first["answer"], first["alike"]) == ("9", "q", 1)
    assert first["candidates"][0] == {"label": "q", "confidence": 0.9}
    assert ids(reviewed.client.get(FEEDBACK, params={"until": "2026-01-01T00:00:02"})) == [0, 1]
    assert ids(reviewed.client.get(FEEDBACK, params={"label": "A"})) == []
    assert_error(
        reviewed.client.get(FEEDBACK, params={"cursor": "nonsense"}), 422, "invalid_request"
    )
    assert_error(reviewed.client.get(FEEDBACK, params={"state": "?"}), 422, "invalid_request")


@pytest.mark.parametrize(
    "query",
    [
        {"since": "0001-01-01T00:00:00+05:00"},
        {"until": "9999-12-31T23:59:59-05:00"},
        {"cursor": urlsafe_b64encode(b'[18446744073709551615,0.5,"9","0",0.5,"0"]').decode()},
    ],
)
def test_what_no_database_can_compare_is_refused(reviewed, query):
    assert_error(reviewed.client.get(FEEDBACK, params=query), 422, "invalid_request")


def test_text_with_a_zero_byte_is_nothing_to_fail_on(reviewed):
    """SQLite compares and keeps it, PostgreSQL takes none."""
    cursor = urlsafe_b64encode(b'[0,0.5,"\\u0000","0",0.5,"0"]').decode()
    name = f"{0:032x}"
    for answer in (
        reviewed.client.get(FEEDBACK, params={"label": "\0"}),
        reviewed.client.get(FEEDBACK, params={"cursor": cursor}),
        reviewed.client.post(f"{FEEDBACK}/deletions", json={"ids": ["\0"]}),
        reviewed.client.post(
            f"{FEEDBACK}/decisions", json={"ids": [name], "state": "accepted", "by": "\0"}
        ),
    ):
        assert answer.status_code in (200, 422), answer.text
    assert reviewed.client.get(f"{FEEDBACK}/%00").status_code in (404, 422)
    assert reviewed.client.delete(f"{FEEDBACK}/%00").status_code in (404, 422)


def test_decisions(reviewed):
    def decide(**body):
        return reviewed.client.post(f"{FEEDBACK}/decisions", json=body)

    names = [f"{number:032x}" for number in range(5)]
    assert decide(ids=names[:2], state="accepted", by="ann").json() == {"changed": 2}
    assert decide(ids=[names[2], "none"], state="rejected").json() == {"changed": 1}
    assert decide(ids=[names[3]], state="accepted", label="B").json() == {"changed": 1}
    shown = [reviewed.client.get(f"{FEEDBACK}/{name}").json() for name in names]
    assert [each["state"] for each in shown] == [
        *["accepted"] * 2,
        "rejected",
        "accepted",
        "pending",
    ]
    assert [each["decided_by"] for each in shown] == [
        *("ann", "ann", "this computer", "this computer", None)
    ]
    assert (shown[3]["label"], shown[3]["given"]) == ("B", "9")
    assert decide(ids=names[:1], state="pending").json() == {"changed": 1}
    assert reviewed.client.get(f"{FEEDBACK}/{names[0]}").json()["decided"] is None
    assert decide(ids=names[4:], label="B", by="bob").json() == {"changed": 1}
    relabelled = reviewed.client.get(f"{FEEDBACK}/{names[4]}").json()
    assert (relabelled["state"], relabelled["decided_by"]) == ("pending", "bob")
    assert relabelled["decided"]
    assert_error(decide(ids=names), 422, "invalid_request")
    assert_error(decide(ids=names, label="\u00e4"), 422, "invalid_request")
    assert_error(decide(ids=[], state="accepted"), 422, "invalid_request")
    assert_error(decide(ids=names, state="accepted", by="x" * 101), 422, "invalid_request")


def test_the_drawing_and_its_deletion(reviewed):
    place = f"{FEEDBACK}/{1:032x}/drawing"
    picture = reviewed.client.get(place)
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (280, 280)
    gone = reviewed.client.post(f"{FEEDBACK}/deletions", json={"ids": [f"{1:032x}"]})
    assert gone.json() == {"changed": 1}
    assert_error(reviewed.client.get(place), 404, "unknown_record")
    assert_error(reviewed.client.get(f"{FEEDBACK}/{1:032x}"), 404, "unknown_record")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_downloaded_can_be_imported(reviewed, tmp_path, form):
    told = reviewed.client.get(f"{FEEDBACK}/export", params={"format": form, "state": "pending"})
    assert told.headers["content-disposition"] == f'attachment; filename="feedback.{form}"'
    (tmp_path / f"a.{form}").write_bytes(told.content)
    assert len(list(read_exported(tmp_path / f"a.{form}"))) == 5


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_else_may(url, recognizer, method, path):
    settings = ServerSettings(database=url, admin_token=SecretStr(TOKEN))
    body = {"ids": [f"{1:032x}"], "state": "accepted"}
    if "deletions" in path:
        del body["state"]
    sent = {"json": body} if method == "POST" else {}
    with serving(create_app(settings, recognizer)) as server:
        assert_error(server.client.request(method, path, **sent), 401, "unauthorized")
        headers = {"authorization": f"Bearer {TOKEN}"}
        assert server.client.request(method, path, headers=headers, **sent).status_code == 200
        # Visitors need none.
        given = server.client.post(FEEDBACK, json={"label": "7"} | strokes_of("7"))
        assert given.status_code == 200
        assert server.client.delete(f"{FEEDBACK}/{given.json()['id']}").status_code == 204
    with serving(create_app(ServerSettings(database=url), recognizer)) as server:
        for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
            answer = httpx.request(method, server.url + path, headers=headers, **sent)
            assert_error(answer, 403, "forbidden")
