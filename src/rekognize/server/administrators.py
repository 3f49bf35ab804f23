"""Who may review, export, train and promote: whoever has the token, or sits at this computer.

``Depends(Administrators(settings))`` guards a route and gives the name under which to record what
was done; ``error_responses(*ADMINISTRATOR_ERRORS)`` describes how it refuses.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from rekognize.errors import Forbidden, Unauthorized
from rekognize.server.settings import ServerSettings

ADMINISTRATOR_ERRORS: Final = (Unauthorized, Forbidden)
"""What a route that is guarded may answer besides its own errors."""

BY_TOKEN: Final = "administrator"  # noqa: S105 - a name
BY_LOOPBACK: Final = "this computer"

_BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="administrator",
    description="The administrator's token; without one set, only this computer may ask.",
)
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers that proxies add: then the address of the connection is not the client's."""


class Administrators:
    """A dependency that lets administrators pass.

    With a token set, a request must carry it (``Authorization: Bearer TOKEN``), wherever it comes
    from. Without one, it must come from this computer and be meant for it: a page of another site
    in a browser here could otherwise ask too, directly (CSRF) or under a name of its own that it
    has pointed to 127.0.0.1 (DNS rebinding).
    """

    def __init__(self, settings: ServerSettings) -> None:
        token = settings.admin_token
        self._token = None if token is None else token.get_secret_value().encode()

    async def __call__(
        self,
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    ) -> str:
        """The name under which the request is recorded.

        Raises:
            Unauthorized: the token is missing or wrong.
            Forbidden: there is no token, and the request is not this computer's own.
        """
        if self._token is None:
            _check_local(request)
            return BY_LOOPBACK
        given = b"" if credentials is None else credentials.credentials.encode()
        if not hmac.compare_digest(given, self._token):
            what = "none" if credentials is None else "another"
            raise Unauthorized(f"the administrator's token is needed, received {what}")
        return BY_TOKEN


def _check_local(request: Request) -> None:
    client = request.client.host if request.client else ""
    proxy = next((name for name in _FORWARDED if name in request.headers), None)
    if proxy is not None or not _is_loopback(client):
        received = f"one through a proxy ({proxy})" if proxy else f"one from {client or 'nowhere'}"
        raise Forbidden(
            "without a token (REKOGNIZE_ADMIN_TOKEN) only requests of the computer itself are "
            f"answered, received {received}"
        )
    host = request.headers.get("host", "")
    if not _is_loopback(_name_of(f"//{host}")):
        raise Forbidden(
            f"without a token this computer is asked as localhost or 127.0.0.1, "
            f"received {host[:100]!r}"
        )
    origin = request.headers.get("origin", "")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or origin not in ("", f"{request.url.scheme}://{host}"):
        raise Forbidden(
            f"without a token only this server's own pages may ask, "
            f"received a request of {origin[:100] or site[:100]}"
        )


def _name_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
