"""The server follows the registry: whoever is champion there serves here, within seconds.

A change swaps one object for another. What is being answered is answered by the model that it
began with, what comes after by the new one, and nobody waits.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from rekognize.errors import InvalidBundle, RekognizeError
from rekognize.recognizer import Recognizer
from rekognize.server.opened import LazyDatabase
from rekognize.server.service import NETWORK_THREADS, Service
from rekognize.storage import is_there

if TYPE_CHECKING:
    from rekognize.registry import Registry

_EVERY: Final = 1.0
"""Seconds between two looks: one row by its key, a fraction of a millisecond."""

_AFTER_FAILURE: Final = 10.0
"""Seconds until a database that could not be read is tried again."""

_LOG: Final = logging.getLogger("rekognize.server")


class Champion:
    """Looks who is champion, and loads it when that has changed.

    The database is opened, and SQLAlchemy imported, only where somebody has made one.

    Args:
        database: of the registry.
    """

    def __init__(self, database: LazyDatabase) -> None:
        self._database = database
        self._registry: Registry | None = None
        self._refused: str | None = None
        self._failure = ""
        self._not_before = 0.0

    def look(self, serving: Recognizer) -> Recognizer:
        """The recognizer that is to serve from now on: a new one, or the one that does.

        A champion that cannot serve, and a database that cannot be read, are logged once and
        change nothing.
        """
        if monotonic() < self._not_before:
            return serving
        try:
            recognizer = self._recognizer(serving)
        except RekognizeError as error:
            self._not_before = monotonic() + _AFTER_FAILURE
            if error.message != self._failure:
                _LOG.warning("the champion is not known: %s", error.message)
            self._failure = error.message
            return serving
        self._failure = ""
        return recognizer

    def _recognizer(self, serving: Recognizer) -> Recognizer:
        identity = self._identity()
        before = serving.bundle.card.identity
        if identity in (None, before, self._refused):
            return serving
        assert self._registry is not None  # noqa: S101 - it told the identity
        try:
            recognizer = Recognizer(self._registry.bundle(identity), NETWORK_THREADS)
        except InvalidBundle as error:
            self._refused = identity
            _LOG.error("%s cannot serve, %s goes on: %s", identity, before, error.message)
            return serving
        self._refused = None
        _LOG.info("%s serves instead of %s", identity, before)
        return recognizer

    def _identity(self) -> str | None:
        if self._registry is None:
            if not is_there(self._database.url):
                return None
            from rekognize.registry import Registry

            self._registry = Registry(self._database.get())
        return self._registry.played_by("champion")


class Follower:
    """A thread that keeps a service on the champion.

    Args:
        service: whose recognizer to swap.
        champion: who is to serve.
    """

    def __init__(self, service: Service, champion: Champion) -> None:
        self._service = service
        self._champion = champion
        self._ended = Event()
        self._thread = Thread(target=self._follow, name="rekognize-champion", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._ended.wait(_EVERY):
            try:
                self._service.recognizer = self._champion.look(self._service.recognizer)
            except Exception:  # noqa: BLE001 - the thread lives on and looks again
                _LOG.exception("looking for the champion failed")
