"""What was found of label noise: counts in words, every suspect in a file, the worst on a sheet."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.alphabets import BASE
from rekognize.datasets.catalogue import load
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.samples import Samples
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidRequest
from rekognize.evaluation.contact_sheet import contact_sheet
from rekognize.evaluation.glyph_sets import GlyphSet, glyph_set
from rekognize.evaluation.noise import SUSPECT, Disagreement, disagreement
from rekognize.recognizer import Recognizer

_SHOWN: Final = 12
"""Labels named for each source."""


def judge_labels(
    name: str,
    roots: Sequence[Path],
    recognizers: Sequence[Recognizer],
    out: Path,
    most: int,
    cache: Path | None,
) -> Iterator[str]:
    """Judge one training set's labels; write its suspects and its contact sheet.

    ``NAME-suspects.csv`` holds every suspect by its index in the set, ``NAME.png`` the worst.
    UNIPEN's held-out writers are no training samples and are left out.

    Args:
        name: of the set in the catalogue.
        roots: data folders.
        recognizers: with the models.
        out: folder to write to.
        most: samples on the sheet.
        cache: folder that keeps glyphs.

    Returns:
        What was found, line by line.

    Raises:
        MissingData: the set is not there.
        InvalidRequest: it is none of characters with labels.
    """
    samples = load(name, roots)
    if not isinstance(samples, Samples | StrokeSamples):
        raise InvalidRequest(f"a training set of characters is needed, received {name!r}")
    learnt = np.ones(len(samples), np.bool_)
    if isinstance(samples, StrokeSamples):
        learnt = ~held_out_mask(samples)
        samples = samples.select(learnt)
    glyphs = glyph_set(samples, cache)
    found = disagreement(samples, glyphs, recognizers)
    out.mkdir(parents=True, exist_ok=True)
    stem = name.replace("/", "-")
    _write_suspects(out / f"{stem}-suspects.csv", found, np.flatnonzero(learnt))
    _write_sheet(out / f"{stem}.png", found, glyphs, most)
    return _lines(name, found, glyphs)


def _lines(name: str, found: Disagreement, glyphs: GlyphSet) -> Iterator[str]:
    alone = int((found.judges == 0).sum())
    yield (
        f"{name}: {int(found.suspects.sum()):,} of {len(glyphs):,} have less than {SUSPECT:.0%} "
        f"for their own label, {int((~glyphs.has_ink).sum()):,} of them as no ink is found"
    )
    if alone:
        yield f"  {alone:,} were judged only by models that trained on them: too mildly"
    by_source: dict[str, list[tuple[str, int, int]]] = {}
    for source, label, samples, suspects in found.counts():
        by_source.setdefault(source, []).append((label, samples, suspects))
    for source, labels in by_source.items():
        totals = Counter({label: suspects for label, _, suspects in labels})
        sizes = {label: samples for label, samples, _ in labels}
        shown = ", ".join(f"{n:,} of {sizes[k]:,} {k}" for k, n in totals.most_common(_SHOWN))
        more = f", and {len(totals) - _SHOWN} more labels" if len(totals) > _SHOWN else ""
        yield f"  {source}: {totals.total():,} ({shown}{more})"


def _write_suspects(path: Path, found: Disagreement, place: NDArray[np.intp]) -> None:
    """Every suspect, by its place in the set."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("index", "source", "label", "answer", "own_label", "unseen_by"))
        for index in found.ranking[: int(found.suspects.sum())].tolist():
            rows.writerow(
                (
                    place[index],
                    found.source[index],
                    found.label[index],
                    BASE[int(found.answer[index])],
                    f"{found.own[index]:.6f}",
                    int(found.judges[index]),
                )
            )


def _write_sheet(path: Path, found: Disagreement, glyphs: GlyphSet, most: int) -> None:
    worst = [i for i in found.ranking.tolist() if glyphs.pixels[i].any()][:most]
    captions = [f"{found.label[i]} > {BASE[int(found.answer[i])]}" for i in worst]
    contact_sheet(glyphs.pixels[worst], captions, columns=16).save(path, optimize=True)
