"""The sinks that the settings name, and the threads that hand feedback to them."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from rekognize.errors import InvalidRequest, RekognizeError
from rekognize.server.address import address_of
from rekognize.server.opened import LazyDatabase
from rekognize.server.settings import ServerSettings

if TYPE_CHECKING:
    from rekognize.feedback.outbox import Sink

_LOG: Final = logging.getLogger("rekognize.server")

_LONGEST_REST: Final = 5.0
"""Seconds after which to look whether another process left something."""

_PATIENCE: Final = 2.0
"""Seconds that the end of the server waits for sinks."""


def sinks_of(settings: ServerSettings) -> list[Sink]:
    """The sinks that the settings name.

    Raises:
        InvalidRequest: a sheet without the key of a service account.
        MissingData, MissingExtra: the key is not there, or gspread not installed.
    """
    link = (settings.public_url or address_of(settings.host, settings.port)).rstrip("/")
    link += "/review?id="
    found: list[Sink] = []
    if settings.webhook_url is not None:
        from rekognize.feedback.webhook import Webhook

        secret = settings.webhook_secret
        found.append(
            Webhook(settings.webhook_url, secret.get_secret_value() if secret else None, link)
        )
    if settings.sheet is not None:
        from rekognize.feedback.sheet import Sheet

        if settings.sheet_credentials is None:
            raise InvalidRequest(
                "a Google Sheet needs REKOGNIZE_SHEET_CREDENTIALS, the key of a service account; "
                "received none"
            )
        found.append(Sheet(settings.sheet, settings.sheet_credentials, link))
    return found


class Outbox:
    """Hands feedback to sinks, one thread each, until it is closed. No request waits for it."""

    def __init__(self, database: LazyDatabase, sinks: list[Sink]) -> None:
        self.names = [sink.name for sink in sinks]
        self._database = database
        self._closed = Event()
        self._threads = [
            Thread(target=self._work, args=(sink,), name=f"rekognize-{sink.name}", daemon=True)
            for sink in sinks
        ]

    def start(self) -> None:
        """Begin with what is left from before."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Finish what is under way, for two seconds at most; the rest stays in the database.

        A sink that hangs is left behind: once its lease is over, what it had is sent again.
        """
        self._closed.set()
        end = monotonic() + _PATIENCE
        for thread in self._threads:
            thread.join(max(end - monotonic(), 0))

    def _work(self, sink: Sink) -> None:
        from rekognize.feedback.outbox import deliver_due, next_due

        rest = 0.0
        while not self._closed.wait(rest):
            rest = _LONGEST_REST
            try:
                if deliver_due(self._database.get(), sink):
                    rest = 0.0
                elif due := next_due(self._database.get(), sink.name):
                    rest = min(max((due - datetime.now(UTC)).total_seconds(), 0.05), _LONGEST_REST)
            except RekognizeError as error:
                _LOG.warning("%s: %s", sink.name, error.message)
            except Exception:  # noqa: BLE001 - the thread lives on, and tries again
                _LOG.exception("%s failed", sink.name)
