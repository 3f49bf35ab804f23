"""Running the application with uvicorn."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from multiprocessing import parent_process
from threading import Thread
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from uvicorn.supervisors import Multiprocess

from rekognize.errors import AddressInUse
from rekognize.server.address import address_of
from rekognize.server.app import create_app
from rekognize.server.connection import Connection
from rekognize.server.settings import PREFIX, ServerSettings

_UVICORN: Final[dict[str, Any]] = {
    "access_log": False,
    "log_level": "warning",
    "backlog": 2048,
    "timeout_keep_alive": 30,
    "timeout_graceful_shutdown": 10,
    "server_header": False,
    "ws": "none",
}


class _Server(uvicorn.Server):
    """Tells the address once the first request would be answered."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            self._on_ready(_url(sockets[0]))


def run(settings: ServerSettings, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted or terminated; requests under way are answered first.

    Args:
        settings: of the server.
        on_ready: called with the address once it answers; with several processes from another
            thread, once the first of them answers.

    Raises:
        AddressInUse: something else listens there, or it is not an address of this machine.
        RekognizeError: what :func:`~rekognize.server.app.create_app` refuses, such as a bundle
            that is damaged or a folder that is not there.
    """
    listener = _listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    settings = settings.model_copy(update={"port": port})
    with listener:
        if settings.workers == 1:
            app = create_app(settings)
            server = _Server(uvicorn.Config(app, **_uvicorn(settings)), on_ready)
            server.run(sockets=[listener])
        else:
            create_app(settings)  # what it refuses each process would refuse, for ever
            _run_several(settings, listener, on_ready)


def create_worker() -> FastAPI:
    """The application in a process that ends when the one which started it does, even if killed."""
    if parent := parent_process():

        def follow() -> None:
            parent.join()
            signal.raise_signal(signal.SIGTERM)

        Thread(target=follow, name="rekognize-follower", daemon=True).start()
    return create_app()


def _run_several(
    settings: ServerSettings, listener: socket.socket, on_ready: Callable[[str], None]
) -> None:
    """Serve with processes that share a socket, which this one keeps."""
    _hand_down(settings)
    config = uvicorn.Config(
        "rekognize.server.run:create_worker",
        factory=True,
        workers=settings.workers,
        **_uvicorn(settings),
    )
    processes = Multiprocess(config, sockets=[listener])

    def announce() -> None:
        while not processes.should_exit.wait(0.1):
            if _is_live(*listener.getsockname()[:2]):
                on_ready(_url(listener))
                return

    Thread(target=announce, name="rekognize-announcer", daemon=True).start()
    processes.run()


def _is_live(host: str, port: int) -> bool:
    """Whether a server there answers; one that listens everywhere is asked here."""
    here = "localhost" if ip_address(host).is_unspecified else host
    connection = HTTPConnection(here, port, timeout=1)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _uvicorn(settings: ServerSettings) -> dict[str, Any]:
    """How uvicorn serves; what is in it can be handed to another process."""
    return _UVICORN | {"http": partial(Connection, seconds=settings.body_seconds)}


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, made before the model is loaded, so that a taken port is told at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if os.name != "nt":  # there it would let two servers share a port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AddressInUse(
            f"a free port on an address of this machine is needed (--port 0 finds one), "
            f"received {host} port {port}: {reason}"
        ) from None
    return listener


def _url(listener: socket.socket) -> str:
    return address_of(*listener.getsockname()[:2])


def _hand_down(settings: ServerSettings) -> None:
    """Settings for the processes that uvicorn starts: they read them from the environment."""
    for name, value in settings:
        if value is not None:
            plain = value.get_secret_value() if isinstance(value, SecretStr) else value
            os.environ[PREFIX + name.upper()] = str(plain)
