"""``rekognize serve``: the page and the API."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on [default: 127.0.0.1, this computer alone; 0.0.0.0 for all].",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            min=0,
            max=65535,
            help="Port to listen on [default: 8000]; 0 takes any that is free.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="Processes, each with its own model [default: 1].",
            show_default=False,
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            help="Model to use: a file, or tiny, which is small and came along too.",
            show_default=False,
        ),
    ] = None,
    evaluations: Annotated[
        Path | None,
        typer.Option(
            help="A file that evaluate --json wrote, or a folder of such, to show on a page.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve the page to draw on, the HTTP API and its description.

    Prints the address once it answers; Ctrl-C ends it after the requests under way. What is not
    given here is read from REKOGNIZE_HOST, REKOGNIZE_PORT and so on.

    Example: rekognize serve --port 9000
    """
    from pydantic import ValidationError

    from rekognize.errors import InvalidRequest
    from rekognize.server.run import run
    from rekognize.server.settings import PREFIX, ServerSettings, check_names

    check_names(os.environ)
    given: dict[str, object] = {"host": host, "port": port, "workers": workers, "bundle": bundle}
    given["evaluations"] = evaluations
    try:
        settings = ServerSettings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(step) for step in first["loc"]).upper()
        secret = name.endswith(("_TOKEN", "_SECRET"))
        received = "what is not shown here" if secret else repr(first["input"])
        raise InvalidRequest(f"{name}: {first['msg']}, received {received}") from None
    try:
        run(settings, _announce)
    except KeyboardInterrupt:  # uvicorn hands it on after a graceful end
        typer.echo("Stopped.")


def _announce(url: str) -> None:
    typer.echo(f"Rekognize is at {url} (its API: {url}/docs). Ctrl-C ends it.")
