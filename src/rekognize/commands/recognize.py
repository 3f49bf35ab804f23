"""``rekognize recognize``: read characters in pictures and stroke files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rekognize.alphabets import ALPHABETS, DEFAULT, Prior, get_alphabet
from rekognize.commands.output import Format, writer_of
from rekognize.errors import ExitCode, MissingData, RekognizeError

if TYPE_CHECKING:
    from rekognize.commands.inputs import Input
    from rekognize.recognizer import Drawing, Recognition, Recognizer

BATCH = 64
"""Drawings read with one call of the network."""


def recognize(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Pictures (PNG, JPEG, WebP, GIF, BMP, TIFF), folders of them, JSON files of pen "
            "strokes, or - for standard input.",
            show_default=False,
        ),
    ],
    alphabet: Annotated[
        str,
        typer.Option(
            "--alphabet",
            "-a",
            help=f"Which characters to expect: {', '.join(ALPHABETS)}.",
            autocompletion=lambda: list(ALPHABETS),
        ),
    ] = DEFAULT,
    top: Annotated[
        int, typer.Option("--top", "-n", min=1, max=62, help="How many candidates to give.")
    ] = 3,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="text for people, the others for programs.")
    ] = Format.TEXT,
    bundle: Annotated[
        Path | None,
        typer.Option(
            help="Model to use: a file, or tiny, which is small and came along too.",
            show_default=False,
        ),
    ] = None,
    prior: Annotated[
        str,
        typer.Option(
            help="How often each character is expected: uniform, all equally; english, as in "
            'English text; or a file, JSON {"e": 12.7, ...} or CSV label,count.',
        ),
    ] = "uniform",
) -> None:
    """Read the handwritten character in each picture.

    Files that cannot be read are named on stderr, the others are still answered, and the command
    ends with exit code 3.

    Example: rekognize recognize --alphabet digits scans/ seven.png
    """
    from rekognize.commands.inputs import find_inputs
    from rekognize.priors import find_prior
    from rekognize.recognizer import Recognizer

    weights = find_prior(prior)
    get_alphabet(alphabet).prior(weights)
    inputs = list(find_inputs(files))
    if not inputs:
        raise MissingData(f"pictures are needed, received folders without any: {' '.join(files)}")
    recognizer = Recognizer.load(bundle)
    writer = writer_of(form, [each.name for each in inputs])
    failed = False
    for each, answer in _answers(recognizer, inputs, alphabet, top, weights):
        if isinstance(answer, RekognizeError):
            failed = True
            print(f"rekognize: error: {each.name}: {answer.message}", file=sys.stderr)
        else:
            writer.write(each.name, answer)
    if failed:
        raise typer.Exit(ExitCode.BAD_INPUT)


def _answers(
    recognizer: Recognizer, inputs: Sequence[Input], alphabet: str, top: int, prior: Prior | None
) -> Iterator[tuple[Input, Recognition | RekognizeError]]:
    from rekognize.commands.progress import progress

    for start in progress(range(0, len(inputs), BATCH), "Reading", sys.stdout):
        chunk = inputs[start : start + BATCH]
        drawings: list[Drawing | RekognizeError] = []
        for each in chunk:
            try:
                drawings.append(each.read())
            except RekognizeError as error:
                drawings.append(error)
        readable = [d for d in drawings if not isinstance(d, RekognizeError)]
        answers = iter(_answers_of(recognizer, readable, alphabet, top, prior))
        for each, drawing in zip(chunk, drawings, strict=True):
            yield each, drawing if isinstance(drawing, RekognizeError) else next(answers)


def _answers_of(
    recognizer: Recognizer,
    drawings: Sequence[Drawing],
    alphabet: str,
    top: int,
    prior: Prior | None,
) -> list[Recognition | RekognizeError]:
    """One call for all; where one of them is bad, one call each, to learn which."""
    try:
        return [*recognizer.recognize_batch(drawings, alphabet=alphabet, top=top, prior=prior)]
    except RekognizeError as error:
        if len(drawings) == 1:
            return [error]
    return [
        answer
        for drawing in drawings
        for answer in _answers_of(recognizer, [drawing], alphabet, top, prior)
    ]
