"""The application factory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import FastAPI

from rekognize import __version__
from rekognize.errors import StorageFull, StorageUnavailable
from rekognize.recognizer import Recognizer
from rekognize.server import collector
from rekognize.server.administrators import Administrators
from rekognize.server.body import Bodies
from rekognize.server.champion import Champion, Follower
from rekognize.server.corrections import Corrections
from rekognize.server.evaluations import read_evaluations
from rekognize.server.explanations import Explanations
from rekognize.server.failures import add_failures
from rekognize.server.headers import DefaultHeaders
from rekognize.server.openapi import add_request_bodies
from rekognize.server.opened import LazyDatabase
from rekognize.server.routes import (
    alphabets,
    evaluations,
    explain,
    feedback,
    health,
    lesson,
    model,
    models,
    recognize,
    review,
    training,
)
from rekognize.server.routes.page import add_pages
from rekognize.server.service import NETWORK_THREADS, Service
from rekognize.server.settings import ServerSettings
from rekognize.server.sinks import Outbox, sinks_of
from rekognize.storage import is_there

API: Final = "/api/v1"


def create_app(
    settings: ServerSettings | None = None, recognizer: Recognizer | None = None
) -> FastAPI:
    """The server as an ASGI application, its model loaded.

    ``uvicorn --factory rekognize.server:create_app`` serves it with settings from the
    environment.

    Args:
        settings: None reads them from ``REKOGNIZE_*``.
        recognizer: what answers; None loads the bundle that the settings name, and where they
            name none, serves the registry's champion and follows it.

    Raises:
        MissingData, InvalidBundle: there is no such bundle, or it is damaged.
        InvalidData: an evaluation that the settings name is none.
        InvalidRequest, MissingExtra: a sink or the database of the settings cannot be used.
        DatabaseOutdated: the database's tables are those of another version.
    """
    settings = settings or ServerSettings()
    database = LazyDatabase(settings)
    if is_there(database.url):
        # What is away for a moment is asked again; tables of another version stay what they are.
        with suppress(StorageUnavailable, StorageFull):
            database.get()
    follows = recognizer is None and settings.bundle is None
    champion = Champion(database) if follows else None
    recognizer = recognizer or Recognizer.load(settings.bundle, threads=NETWORK_THREADS)
    if champion is not None:
        recognizer = champion.look(recognizer)
    service = Service(settings, recognizer)
    follower = None if champion is None else Follower(service, champion)
    explanations = Explanations(service)
    outbox = Outbox(database, sinks_of(settings))
    corrections = Corrections(settings, database, outbox.names)
    administrators = Administrators(settings)
    bodies = Bodies(settings.bodies_bytes, settings.body_seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        outbox.start()
        if follower is not None:
            follower.start()
        collector.keep()
        yield
        collector.let_go()
        if follower is not None:
            follower.close()
        outbox.close()
        explanations.close()
        service.close()
        corrections.close()
        database.close()

    app = FastAPI(
        title="Rekognize",
        version=__version__,
        summary="Reads handwritten characters: 0-9, A-Z and a-z.",
        description=(
            "Every answer that is not a success has the form "
            '`{"error": {"code": "...", "message": "..."}}`.'
        ),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.include_router(recognize.router(service, bodies), prefix=API)
    app.include_router(explain.router(explanations, settings, bodies), prefix=API)
    app.include_router(feedback.router(service, corrections, bodies), prefix=API)
    app.include_router(review.router(database, administrators, bodies), prefix=API)
    app.include_router(alphabets.router(), prefix=API)
    app.include_router(evaluations.router(read_evaluations(settings.evaluations)), prefix=API)
    app.include_router(model.router(service), prefix=API)
    app.include_router(training.router(service), prefix=API)
    app.include_router(models.router(settings, database, administrators, bodies), prefix=API)
    app.include_router(lesson.router(administrators), prefix=API)
    app.include_router(health.router(service))
    add_pages(app)
    add_failures(app)
    add_request_bodies(app)
    app.add_middleware(DefaultHeaders)
    return app
