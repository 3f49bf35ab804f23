"""A school class corrects the model: does it get better for them, and is a hostile class refused?

    python -m benchmarks.school --data ../shared/data

The pupils are the eight writers of UNIPEN's provider ``apb`` whom no shipped model has seen. Up to
twenty of their drawings of each character (three in five where there are fewer) are fed back with
their labels and accepted, then ``rekognize retrain --promote`` runs as a command does. What they
drew besides, and ByClass test, tell what came of it. They learn to write letters, and the page asks
for letters; ``--alphabet alphanumeric`` has them write digits as well. The second class flips 30 %
of its labels, and nobody reviews them. Ends with 1 when a figure misses what is promised. With
``--no-base`` retraining finds no data to rehearse, as on a machine that has none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import update

from rekognize.alphabets import ALPHABETS, BASE, DEFAULT
from rekognize.datasets.archives import read_unipen_archive
from rekognize.datasets.catalogue import load_samples
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.normalise import glyphs_of_images, glyphs_of_inks
from rekognize.evaluation.evaluate import evaluate
from rekognize.evaluation.glyph_sets import GlyphSet
from rekognize.evaluation.set_priors import named_prior
from rekognize.feedback.take import Given, State, record
from rekognize.recognizer import Recognizer
from rekognize.registry import CANDIDATE, CHAMPION, Registry
from rekognize.storage import open_database
from rekognize.storage.tables import FeedbackRow

PROVIDER: Final = "apb"
CORRECTIONS: Final = 20
FLIPPED: Final = 0.3


class School:
    """The drawings of a class: those that are corrected, and the further ones.

    Args:
        data: folder of the data.
        alphabet: whose characters it writes, and reads its drawings as.
        seed: chooses what is corrected; of a character the same in every alphabet.
    """

    def __init__(self, data: Path, alphabet: str, seed: int) -> None:
        self.alphabet = ALPHABETS[alphabet]
        samples = read_unipen_archive(data / "unipen-train.npz")
        rows = np.flatnonzero(held_out_mask(samples) & (samples.provider == PROVIDER))
        glyphs = glyphs_of_inks([samples.ink(int(row)) for row in rows])
        labels = samples.targets[rows].argmax(axis=1)
        rng = np.random.default_rng(seed)
        corrected = []
        for label in range(len(BASE)):
            drawn = rng.permutation(np.flatnonzero(labels == label))
            corrected += drawn[: min(CORRECTIONS, int(0.6 * len(drawn)))].tolist()
        written = np.isin(labels, np.flatnonzero(self.alphabet.member_mask))
        further = np.setdiff1d(np.flatnonzero(written), corrected)
        corrected = [row for row in corrected if written[row]]
        self.glyphs, self.labels = glyphs[corrected], labels[corrected]
        self.further = GlyphSet("further drawings", glyphs[further], samples.targets[rows][further])

    def flipped(self) -> NDArray[np.intp]:
        """The labels of a hostile visitor, who turns some into any other of the alphabet."""
        rng = np.random.default_rng(1)
        classes = np.flatnonzero(self.alphabet.member_mask)
        steps = rng.integers(1, len(classes), len(self.labels))
        moved = classes[(np.searchsorted(classes, self.labels) + steps) % len(classes)]
        flipped: NDArray[np.intp] = np.where(rng.random(len(moved)) < FLIPPED, moved, self.labels)
        return flipped


def give_feedback(
    url: str,
    champion: Recognizer,
    glyphs: NDArray[np.uint8],
    labels: NDArray[np.intp],
    alphabet: str = DEFAULT,
) -> None:
    """Feed drawings back with their labels, and accept them all."""
    given = [
        Given(
            key=f"pupil-{number}",
            label=BASE[label],
            alphabet=alphabet,
            answer=None,
            candidates=[(BASE[label], 1.0)],
            model=champion.bundle.card.identity,
            media_type="application/json",
            drawing=b"{}",
            glyph=glyph.tobytes(),
        )
        for number, (glyph, label) in enumerate(zip(glyphs, labels, strict=True))
    ]
    with closing(open_database(url)) as database:
        record(database, given)
        with database.writing() as session:
            session.execute(update(FeedbackRow).values(state=State.ACCEPTED))


def retrain(url: str, data: Path | None, cache: Path | None) -> tuple[int, float]:
    """How the command ended, and after how many seconds; None is a machine without any data."""
    command = [sys.executable, "-m", "rekognize", "retrain", "--promote", "--database", url]
    command += ["--cache", str(cache)] if cache else []
    with tempfile.TemporaryDirectory() as nothing:
        command += ["--data", nothing, "--no-base"] if data is None else ["--data", str(data)]
        environment = os.environ | {"COLUMNS": "160"}
        if data is None:
            environment |= {"XDG_DATA_HOME": nothing}
        started = time.monotonic()
        ended = subprocess.run(command, env=environment, check=False)
    return ended.returncode, time.monotonic() - started


def wrong(recognizer: Recognizer, school: School) -> float:
    """Share of a class's further drawings that is read wrong in its alphabet, even prior."""
    return 1 - evaluate(recognizer, school.further, school.alphabet).metrics.accuracy


def main() -> None:
    """Run both classes and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, help="folder that keeps prepared glyphs")
    parser.add_argument("--alphabet", default="letters", help="of one character a label")
    parser.add_argument("--seed", type=int, default=0, help="chooses what is corrected")
    parser.add_argument("--limit", type=int, help="so many images of ByClass test, not all")
    parser.add_argument("--no-base", action="store_true", help="rehearse no data sets")
    asked = parser.parse_args()
    school = School(asked.data, asked.alphabet, asked.seed)
    champion = Recognizer.load()
    byclass = load_samples("emnist/byclass-test", (asked.data,))
    limit = asked.limit or len(byclass.images)
    rows = np.arange(limit) * len(byclass.images) // limit
    glyphs = glyphs_of_images(byclass.images[rows], asked.cache)
    test = GlyphSet("ByClass test", glyphs, byclass.targets[rows])
    prior = named_prior("byclass", (asked.data,))

    def right_on_byclass(recognizer: Recognizer) -> float:
        return evaluate(recognizer, test, ALPHABETS[DEFAULT], prior).metrics.accuracy

    print(f"{len(school.labels)} corrections, {len(school.further)} further drawings")
    before, right_before = wrong(champion, school), right_on_byclass(champion)
    kept = []
    for name, labels in (("honest", school.labels), ("hostile", school.flipped())):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/kept.db"
            give_feedback(url, champion, school.glyphs, labels, asked.alphabet)
            rehearsed = None if asked.no_base else asked.data
            code, seconds = retrain(url, rehearsed, asked.cache)
            with closing(Registry(open_database(url))) as registry:
                promoted = registry.played_by(CHAMPION) is not None
                made = Recognizer(registry.bundle(CHAMPION if promoted else CANDIDATE))
        after = wrong(made, school)
        moved = 100 * (right_on_byclass(made) - right_before)
        print(
            f"{name} class: {'promoted' if promoted else 'refused'} after {seconds:.0f} s (exit "
            f"{code}); further drawings wrong {before:.2%} -> {after:.2%} "
            f"({(after - before) / before:+.1%}); ByClass test, own prior, {moved:+.2f} points"
        )
        if name == "honest":
            kept += [promoted, after <= 0.7 * before, abs(moved) < 0.2, seconds < 600]
        else:
            kept.append(not promoted)
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
