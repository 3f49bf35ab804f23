"""``/api/v1/models`` and ``/api/v1/retraining`` for administrators: who serves, and who wants to.

The server judges no model: the gate has spoken where a candidate was made, or compared by command,
and what it said is kept.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from threading import Thread
from typing import TYPE_CHECKING, Final

import orjson
from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from rekognize.errors import (
    Conflict,
    InvalidBundle,
    InvalidRequest,
    MissingExtra,
    StorageFull,
    StorageUnavailable,
    UnknownRecord,
)
from rekognize.server.administrators import ADMINISTRATOR_ERRORS, Administrators
from rekognize.server.body import Bodies
from rekognize.server.failures import error_responses
from rekognize.server.limited import LIMIT_ERRORS, limited
from rekognize.server.model_schemas import (
    ChampionBody,
    ModelEventBody,
    NamedBody,
    NoteBody,
    RemovalBody,
    RunBody,
    VersionBody,
    WhyBody,
    WishBody,
    trained,
)
from rekognize.server.opened import LazyDatabase
from rekognize.server.settings import ServerSettings

if TYPE_CHECKING:
    from rekognize.registry import Event, Version

_READS: Final = (*ADMINISTRATOR_ERRORS, InvalidRequest, StorageUnavailable)
_WRITES: Final = (*_READS, UnknownRecord, Conflict, InvalidBundle, StorageFull)
_ORDERS: Final = (*_WRITES, *LIMIT_ERRORS)
_EVERY: Final = 0.5
"""Seconds between two looks at a run."""


def router(
    settings: ServerSettings,
    database: LazyDatabase,
    administrators: Administrators,
    bodies: Bodies,
) -> APIRouter:
    """The routes, for administrators; those that are no coroutines wait for the disk."""
    guard = Depends(administrators)
    routes = APIRouter(tags=["Models"], dependencies=[guard], route_class=limited(bodies))

    @routes.get(
        "/models", summary="List the versions", responses=error_responses(*_READS, InvalidBundle)
    )
    def versions() -> list[VersionBody]:
        """The versions of the model that are kept, the newest first."""
        from rekognize.registry import Registry

        registry = Registry(database.get())
        champion = registry.champion().card.identity
        return [
            _version(version, registry.last_verdict(version.card.identity, champion))
            for version in registry.versions()
        ]

    @routes.get(
        "/models/history", summary="What happened to them", responses=error_responses(*_READS)
    )
    def history() -> list[ModelEventBody]:
        """Who did what, when and why, with what the gate said; the oldest first."""
        from rekognize.registry import Registry

        return [_event(event) for event in Registry(database.get()).events()]

    @routes.post(
        "/models/promotion", summary="Promote a version", responses=error_responses(*_ORDERS)
    )
    def promote(wish: WishBody, who: str = guard) -> ChampionBody:
        """Makes a version the champion that the gate has let through against the present one."""
        from rekognize.registry import Registry, What

        registry = Registry(database.get())
        champion = registry.champion()
        model = registry.identity(wish.model)
        verdict = registry.last_verdict(model, champion.card.identity)
        if verdict is None or verdict.what is not What.PASSED:
            raise Conflict(
                f"a version that the gate lets through against {champion.card.identity} is needed, "
                f"received {model!r}: {verdict.why if verdict else 'it was not asked'}"
            )
        why = wish.why or verdict.why
        before = registry.promote(verdict.identity, champion, who, why=why, report=verdict.report)
        return ChampionBody(champion=verdict.identity, before=before)

    @routes.post(
        "/models/rollback", summary="Take a promotion back", responses=error_responses(*_ORDERS)
    )
    def rollback(wish: WhyBody, who: str = guard) -> ChampionBody:
        """Lets the champion before the present one serve again."""
        from rekognize.registry import Registry

        before, champion = Registry(database.get()).rollback(who, why=wish.why)
        return ChampionBody(champion=champion, before=before)

    @routes.post("/models/removal", summary="Remove a version", responses=error_responses(*_ORDERS))
    def remove(wish: RemovalBody, who: str = guard) -> NamedBody:
        """Deletes a version, but never the champion; its history stays."""
        from rekognize.registry import Registry

        return NamedBody(model=Registry(database.get()).remove(wish.model, who, why=wish.why))

    @routes.post("/models/note", summary="Note something", responses=error_responses(*_ORDERS))
    def write_note(wish: NoteBody) -> NamedBody:
        """Changes what is remembered of a version."""
        from rekognize.registry import Registry

        return NamedBody(model=Registry(database.get()).write_note(wish.model, wish.note))

    @routes.post(
        "/retraining",
        summary="Retrain the champion",
        status_code=202,
        responses=error_responses(*_WRITES, MissingExtra),
    )
    def retrain(who: str = guard) -> RunBody:
        """Begins to, in a process of its own; 409 while one is under way."""
        from rekognize.registry import Retrainings, RunState
        from rekognize.registry.extra import check_training

        check_training()
        runs = Retrainings(database.get())
        run = runs.begin(who)
        try:
            _start(settings, run)
        except OSError as error:
            runs.end(run, RunState.FAILED, f"its process could not be started: {error.strerror}")
            raise
        return RunBody(run=run)

    @routes.delete(
        "/retraining",
        summary="Stop retraining",
        status_code=204,
        responses=error_responses(*_READS, Conflict, StorageFull),
    )
    def stop() -> None:
        """Asks the run under way to stop; the next one goes on from there."""
        from rekognize.registry import Retrainings

        Retrainings(database.get()).stop()

    @routes.get(
        "/retraining",
        summary="Follow retraining",
        response_class=StreamingResponse,
        responses=error_responses(*_READS),
    )
    async def follow() -> StreamingResponse:
        """Server-sent events: the last run's state at every change, until it has ended."""
        await run_in_threadpool(database.get)
        return StreamingResponse(
            _events(database), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    return routes


def _version(version: Version, verdict: Event | None) -> VersionBody:
    card = version.card
    return VersionBody(
        **trained(card),
        aliases=list(version.aliases),
        added=version.added,
        note=version.note,
        metrics=dict(card.metrics),
        measured_by=card.measured_by,
        verdict=None if verdict is None else _event(verdict),
    )


def _event(event: Event) -> ModelEventBody:
    return ModelEventBody(
        at=event.at,
        who=event.who,
        what=event.what,
        model=event.identity,
        replaced=event.replaced,
        why=event.why,
        report=event.report,
    )


async def _events(database: LazyDatabase) -> AsyncIterator[bytes]:
    from rekognize.registry import Retrainings, RunState

    runs = Retrainings(database.get())
    told = b""
    while True:
        run = await run_in_threadpool(runs.last)
        told, before = orjson.dumps(run), told
        if told != before:
            yield b"event: retraining\ndata: " + told + b"\n\n"
        if run is None or run.state is not RunState.RUNNING:
            return
        await asyncio.sleep(_EVERY)


def _start(settings: ServerSettings, run: str) -> None:
    """Retrain in a process that outlives this one."""
    # The address may hold a password: the environment is not everybody's to read.
    where = {"REKOGNIZE_DATABASE": settings.database} if settings.database else {}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "rekognize", "retrain", "--run", run],
        env=os.environ | where | {"OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, name="rekognize-retraining", daemon=True).start()
