import pytest

from rekognize.server import ServerSettings, create_app
from tests.server.conftest import assert_error, serving

TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105


@pytest.fixture
def guarded(tmp_path, recognizer):
    settings = ServerSettings(database=f"sqlite:///{tmp_path / 'a.db'}", admin_token=TOKEN)
    with serving(create_app(settings, recognizer)) as server:
        yield server


@pytest.mark.parametrize(
    "path",
    [
        *(f"feedback/{name}" for name in ("decisions", "deletions")),
        *(f"models/{name}" for name in ("promotion", "rollback", "removal", "note")),
    ],
)
def test_nobody_fills_the_memory_with_what_only_administrators_may_send(guarded, path):
    def send(content):
        json = {"content-type": "application/json"}
        return guarded.client.post(f"/api/v1/{path}", content=content, headers=json)

    assert_error(send(b" " * 400_000), 413, "request_too_large")
    assert_error(send(b"{}"), 401, "unauthorized")


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path, recognizer):
    settings = ServerSettings(database=f"sqlite:///{tmp_path / 'a.db'}", body_seconds=0.2)
    head = b"POST /api/v1/models/note HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
    with (
        serving(create_app(settings, recognizer)) as server,
        server.raw(head + b"Content-Type: application/json\r\n\r\n{") as connection,
    ):
        assert connection.recv(100).startswith(b"HTTP/1.1 408")
