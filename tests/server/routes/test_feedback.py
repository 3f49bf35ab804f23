import io
import os
import random
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import orjson
import pytest
from PIL import Image
from sqlalchemy import event, select

from rekognize.errors import DatabaseOutdated, StorageFull, StorageUnavailable
from rekognize.glyphs import GLYPH_VERSION
from rekognize.server import ServerSettings, create_app
from rekognize.server.opened import LazyDatabase
from rekognize.server.recent import RecentAnswers
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow
from tests.server.conftest import assert_error, serving
from tests.server.drawn import picture_of, strokes_of

FEEDBACK = "/api/v1/feedback"


@pytest.fixture
def kept(database_url, recognizer):
    """A server with a database of its own."""
    with serving(create_app(ServerSettings(database=database_url), recognizer)) as server:
        yield server


def rows(url):
    with closing(open_database(url)) as database, database.reading() as session:
        found = list(session.scalars(select(FeedbackRow)))
        return [(row, row.drawing) for row in found]


def test_of_an_answer(kept, database_url):
    drawn = strokes_of("7")
    answer = kept.recognize(json=drawn, params={"alphabet": "digits", "top": 2}).json()
    told = kept.client.post(FEEDBACK, json={"answer": answer["id"], "label": "7"})
    assert told.status_code == 200
    assert told.json()["is_new"]
    ((row, drawing),) = rows(database_url)
    assert row.id == told.json()["id"]
    assert (row.alphabet, row.answer, row.label, row.state) == ("digits", "7", "7", "pending")
    assert row.candidates == [[c["label"], c["confidence"]] for c in answer["candidates"]]
    assert row.model == answer["model"]
    assert row.glyph == b64decode(answer["glyph"])
    assert row.glyph_version == GLYPH_VERSION
    assert row.media_type == "application/json"
    assert orjson.loads(drawing)["strokes"] == drawn["strokes"]


def test_of_a_picture_nothing_but_the_picture_is_kept(kept, database_url):
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Jane's garden"
    Image.open(io.BytesIO(picture_of("A"))).convert("RGB").save(stream, "JPEG", exif=exif)
    for send in (
        {"files": {"file": stream.getvalue()}},
        {"content": stream.getvalue(), "headers": {"content-type": "image/jpeg"}},
    ):
        answer = kept.recognize(**send).json()
        told = kept.client.post(FEEDBACK, json={"answer": answer["id"], "label": "not-a-character"})
        assert told.status_code == 200, told.text
    for row, drawing in rows(database_url):
        assert row.label == "not-a-character"
        assert row.media_type == "image/png"
        assert b"Jane" not in drawing
        assert Image.open(io.BytesIO(drawing)).size == (280, 280)


@pytest.mark.parametrize("kind", ["strokes", "image"])
def test_with_the_drawing_itself(kept, database_url, kind):
    drawing = (
        strokes_of("7") if kind == "strokes" else {"image": b64encode(picture_of("7")).decode()}
    )
    sent = {"label": "B", "alphabet": "digits"} | drawing
    first, again = (kept.client.post(FEEDBACK, json=sent).json() for _ in range(2))
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert first["id"] == again["id"]
    ((row, _),) = rows(database_url)
    assert (row.answer, row.label) == ("7", "B")


def test_a_process_that_does_not_know_the_answer(kept, database_url):
    sent = {"answer": "0123456789abcdef01234567", "label": "7"}
    assert_error(kept.client.post(FEEDBACK, json=sent), 404, "unknown_record")
    # What a page does then: the drawing itself, under the key that the first would have had.
    sent = {"key": sent["answer"], "label": "7"} | strokes_of("7")
    assert kept.client.post(FEEDBACK, json=sent).status_code == 200
    assert [row.key for row, _ in rows(database_url)] == [sent["key"]]


def test_a_drawing_that_comes_along_need_not_be_remembered(recognizer, tmp_path, monkeypatch):
    """As when so many others are answered meanwhile that it is forgotten at once."""
    monkeypatch.setattr("rekognize.server.service.RecentAnswers", lambda: RecentAnswers(most=0))
    settings = ServerSettings(database=f"sqlite:///{tmp_path / 'a.db'}")
    with serving(create_app(settings, recognizer)) as server:
        told = server.client.post(FEEDBACK, json={"label": "7"} | strokes_of("7"))
    assert told.status_code == 200, told.text


def test_another_label_needs_the_first_withdrawn(kept, database_url):
    sent = {"key": "chosen-by-me", "label": "7"} | strokes_of("7")
    receipt = kept.client.post(FEEDBACK, json=sent).json()
    assert_error(kept.client.post(FEEDBACK, json=sent | {"label": "1"}), 409, "conflict")
    place = f"{FEEDBACK}/{receipt['id']}"
    assert kept.client.delete(place).status_code == 204
    assert_error(kept.client.delete(place), 404, "unknown_record")
    assert kept.client.post(FEEDBACK, json=sent | {"label": "1"}).json()["is_new"]
    assert [row.label for row, _ in rows(database_url)] == ["1"]


def test_an_answer_is_its_own_key(kept, database_url):
    answer = kept.recognize(json=strokes_of("7")).json()["id"]
    sent = {"answer": answer, "label": "7"}
    receipt = kept.client.post(FEEDBACK, json=sent | {"key": "one-of-mine"}).json()
    again = kept.client.post(FEEDBACK, json=sent | {"key": "another-one"}).json()
    assert (again["id"], again["is_new"]) == (receipt["id"], False)
    other = sent | {"key": "yet-another", "label": "1"}
    assert_error(kept.client.post(FEEDBACK, json=other), 409, "conflict")
    assert [(row.key, row.label) for row, _ in rows(database_url)] == [(answer, "7")]


def test_feedback_that_nobody_reviews_fills_no_disk(database_url, recognizer, monkeypatch):
    monkeypatch.setattr("rekognize.server.corrections._COUNT_AGAIN", 0)
    settings = ServerSettings(database=database_url, pending=2)

    def send(label):
        return server.client.post(FEEDBACK, json={"label": label} | strokes_of("7"))

    with serving(create_app(settings, recognizer)) as server:
        first, second = send("7"), send("1")
        assert (first.status_code, second.status_code) == (200, 200)
        assert_error(send("2"), 507, "storage_full")
        server.client.delete(f"{FEEDBACK}/{first.json()['id']}")
        assert send("2").status_code == 200
    assert len(rows(database_url)) == 2


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"label": "7"}, 422, "invalid_request"),
        ({"label": "7", "answer": "x", **strokes_of("7")}, 422, "invalid_request"),
        ({"label": "77", **strokes_of("7")}, 422, "invalid_request"),
        ({"label": "7", "name": "Jane", **strokes_of("7")}, 422, "invalid_request"),
        ({"label": "7", "alphabet": "runes", **strokes_of("7")}, 422, "unknown_alphabet"),
        ({"label": "7", "image": "bm8gcGljdHVyZQ=="}, 415, "not_an_image"),
        ({"label": "7", "strokes": []}, 422, "invalid_request"),
    ],
)
def test_what_is_refused(live, sent, status, code):
    assert_error(live.client.post(FEEDBACK, json=sent), status, code)


def test_other_sites_cannot_send_it_from_a_visitors_browser(live):
    """They may send a form or plain text without asking first (CORS), but no JSON."""
    data = orjson.dumps({"label": "7"} | strokes_of("7"))
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
    ):
        answer = live.client.post(FEEDBACK, content=data, headers={"content-type": kind})
        assert_error(answer, 415, "unsupported_media_type")
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = live.client.options(FEEDBACK, headers=asked)
    assert "access-control-allow-origin" not in answer.headers


def test_a_full_disk_is_told_and_the_server_goes_on(tmp_path, recognizer, monkeypatch):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with closing(open_database(url)) as small:

        @event.listens_for(small.engine, "connect")
        def bound(connection, _):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")

        small.engine.dispose()
        monkeypatch.setattr("rekognize.storage.database.open_database", lambda _: small)
        with serving(create_app(ServerSettings(database=url), recognizer)) as server:
            statuses = [
                server.client.post(FEEDBACK, json={"label": "7"} | strokes_of("7", n)).status_code
                for n in range(12)
            ]
            assert statuses[-1] == 507
            assert set(statuses) == {200, 507}
            assert_error(
                server.client.post(FEEDBACK, json={"label": "7"} | strokes_of("7", 99)),
                507,
                "storage_full",
            )
            assert server.recognize(json=strokes_of("7")).json()["label"] == "7"
    assert len(rows(url)) == statuses.count(200)


@pytest.mark.parametrize("error", [DatabaseOutdated, StorageFull, StorageUnavailable])
def test_where_the_database_is_goes_to_the_log_alone(live, monkeypatch, caplog, error):
    def fail(_):
        raise error("received /home/ann/secret.db")

    monkeypatch.setattr(LazyDatabase, "get", fail)
    answer = live.client.post(FEEDBACK, json={"label": "7"} | strokes_of("7"))
    message = assert_error(answer, error.http_status, error.code)
    assert message.endswith(("log says why", "log says more", "log says which"))
    assert "secret" not in answer.text
    assert f"POST {FEEDBACK}: received /home/ann/secret.db" in caplog.text


def test_a_server_that_nobody_corrects_opens_no_database(tmp_path):
    code = (
        "import os, sys\n"
        "from rekognize.server import ServerSettings, create_app\n"
        "create_app(ServerSettings())\n"
        "print('sqlalchemy' in sys.modules, os.listdir(os.environ['XDG_DATA_HOME']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
    )
    assert ended.stdout == "False []\n"


def killed_writer(url, name, seconds):
    """The keys that a process acknowledged until it was killed, so long after its first."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.feedback.writing", url, name],
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        lines = [writer.stdout.readline()]
        killer = threading.Timer(seconds, writer.kill)
        killer.start()
        lines += writer.stdout
        killer.join()
    return {line.strip() for line in lines if line.endswith("\n")}


def test_what_was_acknowledged_survives_being_killed(database_url):
    """Twenty processes, two at a time with two writers each, killed at random moments."""
    with closing(open_database(database_url)):
        luck = random.Random(5)
    with ThreadPoolExecutor(5) as pool:
        ended = pool.map(
            lambda number: killed_writer(database_url, str(number), luck.uniform(0, 0.05)),
            range(20),
        )
        acknowledged = set().union(*ended)
    assert len(acknowledged) >= 20
    assert acknowledged <= {row.key for row, _ in rows(database_url)}


def test_many_clients_at_once(kept, database_url):
    """Every drawing is sent by two of 32 clients: none is lost, none doubled."""
    body = strokes_of("7")
    spent = []

    def send(client):
        with httpx.Client(base_url=kept.url, timeout=20) as connection:
            for number in range(12):
                key = f"drawing-{client // 2}-{number}"
                begun = time.perf_counter()
                sent = connection.post(FEEDBACK, json={"label": "7", "key": key} | body)
                spent.append(time.perf_counter() - begun)
                assert sent.status_code == 200, sent.text

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(send, range(32)))
    keys = [row.key for row, _ in rows(database_url)]
    assert len(keys) == len(set(keys)) == 16 * 12
    assert sorted(spent)[len(spent) // 2] < 5


def test_strokes_are_no_larger_here_than_where_they_are_read(kept):
    stroke = [[float(i % 97), float(i % 89)] for i in range(20_000)]
    much = {"key": "k", "label": "7", "strokes": [stroke] * 12}
    assert len(orjson.dumps(much)) > ServerSettings().strokes_bytes
    assert_error(kept.client.post(FEEDBACK, json=much), 413, "request_too_large")
    kind = {"Content-Type": "application/json"}
    broken = kept.client.post(FEEDBACK, content=b"{" * 3_000_000, headers=kind)
    assert_error(broken, 422, "invalid_request")
