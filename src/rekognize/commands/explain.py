"""``rekognize explain``: how one drawing was read, as pictures and numbers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rekognize.alphabets import ALPHABETS, DEFAULT, get_alphabet
from rekognize.errors import InvalidRequest, RekognizeError

if TYPE_CHECKING:
    from rekognize.explanation import Explanation, Nearest, Why


def explain(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A picture (PNG, JPEG, WebP, GIF, BMP, TIFF), a JSON file of pen strokes, "
            "or - for standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Folder to make; one that is there must be empty."),
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
            help="How often each character is expected, as rekognize recognize takes it: uniform, "
            "english, or a file.",
        ),
    ] = "uniform",
) -> None:
    """Show how the handwritten character in a picture is read.

    The folder gets a PNG of each step to the glyph, of each layer's maps, of the ink that decided
    for the answer and for the second-best, of the drawings in the gallery that are most like it,
    and explanation.json with all numbers. It is written whole or not at all.

    Example: rekognize explain seven.png --out seven/ --alphabet digits
    """
    from rekognize.commands.inputs import STDIN, Input
    from rekognize.explanation import Explainer
    from rekognize.priors import find_prior

    get_alphabet(alphabet)
    weights = find_prior(prior)
    _check_new(out)
    drawing = (Input("<stdin>", None) if file == STDIN else Input(file, Path(file))).read()
    explainer = Explainer.load(bundle)
    explanation = explainer.explain(drawing, alphabet, weights)
    why = explainer.why(explanation)
    _write(out, explanation, why, explainer.nearest(explanation))
    typer.echo(_sentence(explanation, why))


def _check_new(out: Path) -> None:
    """Refuse a folder that holds something.

    Raises:
        InvalidRequest: it does, or is no folder.
    """
    try:
        if not out.exists() or not any(out.iterdir()):
            return
    except OSError as error:
        raise InvalidRequest(
            f"--out is a folder to make, received {out}: {error.strerror}"
        ) from None
    raise InvalidRequest(f"--out is a folder to make or an empty one, received {out} with files")


def _write(out: Path, explanation: Explanation, why: Why | None, nearest: Nearest | None) -> None:
    """Fill a folder aside and rename it into place.

    Raises:
        RekognizeError: the folder cannot be written.
    """
    import orjson

    from rekognize.explanation.document import document
    from rekognize.explanation.pictures import pictures

    names = {layer.name for layer in explanation.layers}
    numbers = orjson.dumps(
        document(explanation, layers=names, why=why, nearest=nearest),
        option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2,
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as aside:
            folder = Path(aside) / "whole"
            folder.mkdir()
            (folder / "explanation.json").write_bytes(numbers + b"\n")
            for name, picture in pictures(explanation, why, nearest):
                picture.save(folder / f"{name}.png", "PNG")
            if out.exists() and sys.platform == "win32":  # only there replace() would refuse
                out.rmdir()
            folder.replace(out)
    except OSError as error:
        raise RekognizeError(f"cannot write the folder {out}: {error.strerror}") from None


def _sentence(explanation: Explanation, why: Why | None) -> str:
    """What it was read as and what decided, in a line."""
    from rekognize.commands.output import remark

    candidates = explanation.recognition.candidates
    if not candidates:
        return "no ink"
    best, second = candidates[:2]
    text = f"{best.label} ({best.confidence:.1%}) rather than {second.label}"
    if note := remark(explanation.recognition):
        text += f"; {note}"
    if why is not None and why.erasure is not None:
        spot = why.erasure
        text += (
            f"; without the ink within {spot.radius:g} pixels of column {spot.column:g}, "
            f"row {spot.row:g} of the glyph it would be {spot.label} ({spot.confidence:.1%})"
        )
    return text
