import gc
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from rekognize.errors import DatabaseOutdated, InvalidRequest
from rekognize.recognizer import Recognizer
from rekognize.server import ServerSettings, create_app
from rekognize.server.headers import SECURITY
from rekognize.storage import open_database
from tests.server.conftest import assert_error, serving
from tests.server.drawn import strokes_of


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v1/recognize/", "/API/v1"])
def test_unknown_routes(live, method, path):
    assert_error(live.client.request(method, path), 404, "not_found")


def test_every_answer_carries_the_security_headers(live):
    for path in ("/", "/health/live", "/nothing", "/openapi.json"):
        headers = live.client.get(path).headers
        for name, value in SECURITY.items():
            assert headers[name] == value
        assert headers["cache-control"] == ("no-cache" if path == "/" else "no-store")


class FaultyRecognizer(Recognizer):
    """Fails in a way that nobody foresaw."""

    def recognize_glyphs(self, *_, **__):
        raise RuntimeError("secret detail")


def test_a_fault_is_told_to_the_log_alone_and_the_server_lives_on(recognizer, caplog):
    app = create_app(ServerSettings(), FaultyRecognizer(recognizer.bundle))
    with serving(app) as live:
        for _ in range(3):
            answer = live.recognize(json=strokes_of("7"))
            assert_error(answer, 500, "internal_error")
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "connection" not in answer.headers
        assert live.client.get("/health/ready").status_code == 200
    assert caplog.text.count("RuntimeError: secret detail") == 3


@pytest.mark.parametrize("bundle", [None, Path("tiny")])
def test_with_tables_of_another_version_it_does_not_start(database_url, bundle):
    settings = ServerSettings(database=database_url, bundle=bundle)
    with closing(open_database(database_url)) as database, database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with pytest.raises(DatabaseOutdated, match="'rekognize db upgrade'; received 0002"):
        create_app(settings)
    with closing(open_database(database_url, outdated=True)) as database:
        with database.writing() as session:
            session.execute(text("DROP TABLE alembic_version"))
        with pytest.raises(InvalidRequest, match="another program"):
            create_app(settings)


def test_the_server_does_not_import_torch():
    code = (
        "import sys; from rekognize.server import create_app; create_app(); "
        "sys.exit('torch' in sys.modules or 'matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_collections_of_garbage_pass_over_what_was_there_at_the_start(recognizer):
    app = create_app(ServerSettings(), recognizer)
    with serving(app) as live:
        live.recognize(json=strokes_of("7"))
        assert gc.get_freeze_count() > 50 * len(gc.get_objects())
        assert not any(each is app for each in gc.get_objects())
    assert gc.get_freeze_count() == 0
