"""``rekognize feedback``: what people said of answers, to review and to hand on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rekognize.commands.db import DatabaseOption, opened
from rekognize.commands.who import who_asks
from rekognize.errors import Conflict, InvalidRequest, UnknownRecord

if TYPE_CHECKING:
    from rekognize.feedback.chosen import Chosen
    from rekognize.feedback.take import State

app = typer.Typer(help="Review what people said of answers, and hand it on.", no_args_is_help=True)

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of feedback.")]
StateOption = Annotated[
    str, typer.Option("--state", help="pending, accepted, rejected or all.", show_default=False)
]
LabelOption = Annotated[
    str | None, typer.Option("--label", help="The label that holds.", show_default=False)
]
AnswerOption = Annotated[
    str | None,
    typer.Option("--answer", help="What the model answered.", show_default=False),
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="name@version that answered.", show_default=False)
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Given at this date or later.", show_default=False)
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Given before this date.", show_default=False)
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", help="Who decides; without it whoever is logged in.", show_default=False),
]


@app.callback()
def group() -> None:
    """Review what people said of answers, and hand it on."""


@app.command("list")
def list_feedback(
    state: StateOption = "pending",
    label: LabelOption = None,
    answer: AnswerOption = None,
    model: ModelOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="List so many.")] = 50,
    database: DatabaseOption = None,
) -> None:
    """List feedback, the most useful to review first; in a pipe with tabs between the columns.

    What waits for review, or what is in the state named; `--state all` lists everything.

    The columns: id, state, label, answer, confidence, alphabet, date, how many look like it.
    """
    from rekognize.feedback.queue import review_page

    chosen = _chosen(state, label, answer, model, since, until)
    with opened(database) as kept:
        cursor: str | None = None
        while True:
            page = review_page(kept, chosen, cursor, min(most, 500))
            for queued in page.records:
                row = queued.row
                columns = (row.id, row.state, row.label, row.answer or "-", f"{row.confidence:.3f}")
                date = f"{row.created:%Y-%m-%d %H:%M}"
                typer.echo("\t".join((*columns, row.alphabet, date, str(queued.alike))))
            most -= len(page.records)
            cursor = page.following
            if cursor is None or most <= 0:
                return


@app.command()
def show(
    feedback: Annotated[str, typer.Argument(metavar="ID", help="Id of feedback.")],
    picture: Annotated[
        Path | None, typer.Option(help="Write the drawing as a PNG here.", show_default=False)
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Print one record as JSON; drawing and glyph are base64."""
    import orjson

    from rekognize.bundle.bundle import write_whole
    from rekognize.feedback.drawing import picture_of
    from rekognize.feedback.records import Record
    from rekognize.feedback.review import find

    with opened(database) as kept:
        record = Record.model_validate(find(kept, feedback))
    typer.echo(orjson.dumps(record.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode())
    if picture is not None:
        write_whole(picture, picture_of(record.drawing, record.media_type))


@app.command()
def accept(ids: Ids, by: ByOption = None, database: DatabaseOption = None) -> None:
    """Accept feedback: it may be trained on."""
    from rekognize.feedback.take import State

    _decide(database, ids, by, State.ACCEPTED)


@app.command()
def reject(ids: Ids, by: ByOption = None, database: DatabaseOption = None) -> None:
    """Reject feedback: it is kept, and never trained on."""
    from rekognize.feedback.take import State

    _decide(database, ids, by, State.REJECTED)


@app.command()
def relabel(
    label: Annotated[str, typer.Argument(help="The right label, or not-a-character.")],
    ids: Ids,
    by: ByOption = None,
    database: DatabaseOption = None,
) -> None:
    """Give feedback another label and accept it; what the visitor said stays on record."""
    from rekognize.feedback.take import State

    _decide(database, ids, by, State.ACCEPTED, label)


@app.command()
def delete(ids: Ids, database: DatabaseOption = None) -> None:
    """Delete feedback, drawings and all, also where it still waits for a sink."""
    from rekognize.feedback.review import erase

    with opened(database) as kept:
        _tell("deleted", erase(kept, ids), len(set(ids)))


@app.command("export")
def export_feedback(
    target: Annotated[
        Path, typer.Argument(help="New .csv, .jsonl or .parquet file, or a folder; - is stdout.")
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="csv, jsonl, parquet or folder; without it by the name.",
            show_default=False,
        ),
    ] = None,
    state: StateOption = "accepted",
    label: LabelOption = None,
    answer: AnswerOption = None,
    model: ModelOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    database: DatabaseOption = None,
) -> None:
    """Export feedback whole; `--state all` takes what is not accepted too.

    A folder holds pictures by class, as `folder:PATH` of a training recipe reads them, and
    everything else in feedback.jsonl.
    """
    from rekognize.feedback.export import LINES, Form, write_folder, write_parquet
    from rekognize.feedback.imports import form_of
    from rekognize.feedback.records import read_records

    chosen = _chosen(state, label, answer, model, since, until)
    if form is not None and form not in list(Form):
        raise InvalidRequest(f"a format is one of {', '.join(Form)}; received {form!r}")
    to_pipe = str(target) == "-"
    is_folder = not target.suffix and not to_pipe
    how = Form(form) if form else Form.JSONL if to_pipe else None
    how = how or (Form.FOLDER if is_folder else form_of(target))
    if to_pipe and how not in LINES:
        raise InvalidRequest(f"csv and jsonl go to standard output, received {how}")
    with opened(database) as kept:
        records = read_records(kept, chosen)
        if to_pipe:
            sys.stdout.buffer.writelines(LINES[how](records))
            return
        if how == Form.FOLDER:
            pictures, without = write_folder(records, target)
            typer.echo(
                f"{pictures.total()} pictures of {len(pictures)} classes in {target}; "
                f"{without} records without one are in its feedback.jsonl"
            )
            return
        with _new_file(target) as part:
            if how == Form.PARQUET:
                count = write_parquet(records, part)
            else:
                with part.open("wb") as stream:
                    count = sum(stream.write(line) > 0 for line in LINES[how](records))
                    count -= how == Form.CSV
        typer.echo(f"{count} records in {target}")


@app.command("import")
def import_feedback(
    source: Annotated[
        Path, typer.Argument(help="Exported .csv, .jsonl or .parquet file, or folder.")
    ],
    database: DatabaseOption = None,
) -> None:
    """Import what was exported; records that are there already stay as they are."""
    from rekognize.feedback.imports import read_exported
    from rekognize.feedback.records import write_records

    records = read_exported(source)
    with opened(database, new=True) as kept:
        new, known = write_records(kept, records)
    typer.echo(f"{new} records are new, {known} were there before")


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its name once it is whole."""
    if target.exists():
        raise Conflict(f"an export goes to a new file, received {target}, which is there")
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _decide(
    database: str | None, ids: list[str], by: str | None, state: State, label: str | None = None
) -> None:
    from rekognize.feedback.review import Decision, decide

    with opened(database) as kept:
        changed = decide(kept, ids, Decision((by or who_asks())[:100], state, label))
        what = state if label is None else f"labelled {label} and {state}"
        _tell(what, changed, len(set(ids)))


def _tell(what: str, changed: int, asked: int) -> None:
    typer.echo(f"{changed} {what}")
    if changed < asked:
        raise UnknownRecord(f"ids of feedback are needed, received {asked - changed} that are none")


def _chosen(
    state: str,
    label: str | None,
    answer: str | None,
    model: str | None,
    since: str | None,
    until: str | None,
) -> Chosen:
    from rekognize.feedback.chosen import Chosen
    from rekognize.feedback.take import State

    if state not in (*State, "all"):
        raise InvalidRequest(f"a state is one of {', '.join(State)} or all; received {state!r}")
    only = None if state == "all" else State(state)
    return Chosen(only, label, answer, model, _date(since), _date(until))


def _date(text: str | None) -> datetime | None:
    from rekognize.feedback.moments import moment_of

    try:
        return None if text is None else moment_of(text)
    except ValueError:
        raise InvalidRequest(f"a date is such as 2026-11-24, received {text!r}") from None
