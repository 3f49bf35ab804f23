import asyncio

import httpx
import pytest
from fastapi import Depends, FastAPI
from pydantic import SecretStr, ValidationError

from rekognize.server import ServerSettings
from rekognize.server.administrators import BY_LOOPBACK, BY_TOKEN, Administrators
from rekognize.server.failures import add_failures
from tests.server.conftest import assert_error, serving

TOKEN = "a-token-of-thirty-two-characters"  # noqa: S105
LOCAL = ("127.0.0.1", 5000)


def application(token):
    app = FastAPI()
    guard = Depends(Administrators(ServerSettings(admin_token=token)))

    @app.api_route("/guarded", methods=["GET", "POST"])
    def guarded(name: str = guard) -> str:
        return name

    add_failures(app)
    return app


def ask(token=None, client=LOCAL, host="127.0.0.1:8000", method="GET", headers=None):
    """The answer to a request that seems to come from an address."""

    async def send():
        transport = httpx.ASGITransport(application(token), client=client)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as asking:
            return await asking.request(method, "/guarded", headers=headers)

    return asyncio.run(send())


def test_a_token_lets_in_from_anywhere():
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = ask(TOKEN, ("203.0.113.5", 1), "rekognize.example", "POST", headers)
    assert answer.json() == BY_TOKEN


@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \u00fc", TOKEN],
)
def test_where_there_is_a_token_nothing_else_does(authorization):
    headers = {"authorization": authorization.encode()} if authorization else {}
    answer = ask(TOKEN, headers=headers)
    message = assert_error(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in message


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_without_one_the_computer_itself_may(client, host):
    for headers in (
        {},
        {"origin": f"http://{host}", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ):
        assert ask(None, (client, 1), host, "POST", headers).json() == BY_LOOPBACK


@pytest.mark.parametrize(
    ("client", "host", "headers"),
    [
        ("203.0.113.5", "127.0.0.1:8000", {}),
        ("10.0.0.1", "localhost", {}),
        ("testclient", "localhost", {}),
        # DNS rebinding: the browser is here, the name is the attacker's.
        ("127.0.0.1", "evil.example:8000", {}),
        ("127.0.0.1", "127.0.0.1.evil.example", {}),
        ("127.0.0.1", "localhost.evil.example", {}),
        # A page of another site, or of another server on this computer.
        ("127.0.0.1", "127.0.0.1:8000", {"origin": "https://evil.example"}),
        ("127.0.0.1", "127.0.0.1:8000", {"origin": "http://127.0.0.1:9999"}),
        ("127.0.0.1", "127.0.0.1:8000", {"origin": "null"}),
        ("127.0.0.1", "127.0.0.1:8000", {"sec-fetch-site": "cross-site"}),
        ("127.0.0.1", "127.0.0.1:8000", {"sec-fetch-site": "same-site"}),
        # A proxy on this computer.
        ("127.0.0.1", "127.0.0.1:8000", {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1:8000", {"via": "1.1 proxy"}),
    ],
)
def test_without_one_nobody_else_may(client, host, headers):
    for method in ("GET", "POST"):
        assert_error(ask(None, (client, 1), host, method, headers), 403, "forbidden")


def test_over_a_real_connection():
    with serving(application(None)) as server:
        assert httpx.post(f"{server.url}/guarded").json() == BY_LOOPBACK
        forged = {"host": "evil.example", "origin": "http://evil.example"}
        assert_error(httpx.post(f"{server.url}/guarded", headers=forged), 403, "forbidden")
        assert_error(httpx.get(f"{server.url}/guarded", headers={"host": "[::1"}), 403, "forbidden")


@pytest.mark.parametrize(
    "token", ["short", " with a space before", "mit Umlauten: \u00fc\u00e4\u00f6"]
)
def test_what_is_no_token(token):
    with pytest.raises(ValidationError):
        ServerSettings(admin_token=SecretStr(token))


def test_a_token_is_never_printed():
    assert TOKEN not in repr(ServerSettings(admin_token=SecretStr(TOKEN)))


def test_every_process_gets_the_token(monkeypatch):
    from rekognize.server.run import _hand_down

    for name in ServerSettings.model_fields:  # set, so that they are taken back at the end
        monkeypatch.setenv(f"REKOGNIZE_{name.upper()}", "")
        monkeypatch.delenv(f"REKOGNIZE_{name.upper()}")
    settings = ServerSettings(admin_token=SecretStr(TOKEN), workers=2)
    _hand_down(settings)
    assert ServerSettings() == settings
