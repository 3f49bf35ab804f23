"""A model's card as a page: what it is, what it learnt from, how good it is, what it does badly.

After Mitchell et al., "Model Cards for Model Reporting" (2019). Every figure comes from the
bundle's card or from the file that ``rekognize evaluate --json`` wrote; none is typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from rekognize.bundle import Card
from rekognize.errors import InvalidData, MissingData
from rekognize.evaluation.calibration import Bin, Calibration
from rekognize.evaluation.metrics import Metrics
from rekognize.evaluation.rejection import SPARED
from rekognize.evaluation.table import SCHEMA

Values = Mapping[str, Any]

_MISTAKES: Final = 3
"""Commonest mistakes told of each set."""


def read_figures(path: Path, card: Card) -> Values:
    """A model's entry in a file that ``rekognize evaluate --json`` wrote.

    Raises:
        MissingData: there is no such file.
        InvalidData: it is another kind of file, or holds other models alone.
    """
    try:
        document = json.loads(path.read_bytes())
        schema, models = document["schema"], document["models"]
        entries = {entry["model"]: entry for entry in models}
    except OSError as error:
        raise MissingData(f"figures are a JSON file, received {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise InvalidData(
            f"figures are what rekognize evaluate --json writes, received {path}"
        ) from None
    if schema != SCHEMA or card.identity not in entries:
        raise InvalidData(
            f"figures of {card.identity} in form {SCHEMA} are needed, "
            f"received form {schema} of {', '.join(entries)} in {path}"
        )
    entry: Values = entries[card.identity]
    return entry


def metrics_of(values: Values) -> tuple[Metrics, Calibration]:
    """What :func:`rekognize.evaluation.report.document` told of a set, for drawing it."""
    confusion = np.array(values["confusion"], np.int64)
    top = {int(k): share for k, share in values["top"].items()}
    calibration = dict(values["calibration"])
    calibration["bins"] = tuple(Bin(**each) for each in calibration["bins"])
    return Metrics(tuple(values["labels"]), confusion, top), Calibration(**calibration)


def drawn_sets(figures: Values) -> list[tuple[str, Values]]:
    """The sets that are drawn, each with a name for its picture: one line a data set."""
    first: dict[str, Values] = {}
    for each in figures["sets"]:
        first.setdefault(Path(each["set"]).stem, each)
    return list(first.items())


def model_card(card: Card, figures: Values, pictures: Mapping[str, str]) -> str:
    """The page as Markdown.

    Args:
        card: the bundle's.
        figures: its entry, see :func:`read_figures`.
        pictures: title -> path of each picture, relative to the page.
    """
    parts = [
        _head(card),
        _training_data(card),
        _sets(figures["sets"]),
        _sweeps(figures["sweeps"]),
        _things(figures["things"], card),
        _weaknesses(figures, pictures),
        _classes(figures["sets"]),
        _calibration(card),
        _making(card),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(card: Card) -> str:
    origin = f", begun from the weights of `{card.parent}`" if card.parent else ""
    if card.joined:
        origin += f", averaged with those of {', '.join(f'`{each}`' for each in card.joined)}"
    return (
        f"# {card.name}\n\n"
        f"`{card.identity}`, made {card.created}: {card.parameters:,} parameters, "
        f"{len(card.classes)} classes, glyphs of version {card.glyph_version}{origin}. "
        f"SHA-256 `{card.sha256}`.\n\n"
        "Reads single handwritten characters, 0-9 A-Z a-z. It is no judge of who wrote them, and "
        "nothing that hangs on an answer should hang on it alone: confidences say how often it is "
        "right, and what looks like no character is to be refused.\n\n"
        "<!-- Written by `rekognize model card`: change the bundle or the figures instead. -->"
    )


def _training_data(card: Card) -> str:
    rows = [
        (
            source,
            f"{count:,}",
            "; ".join(
                f"{left:,} {why}" for why, left in card.training.dropped.get(source, {}).items()
            ),
        )
        for source, count in card.training.images.items()
    ]
    files = [(f"`{file}`", f"`{digest[:16]}`") for file, digest in card.training.files.items()]
    return "\n\n".join(
        (
            "## What it learnt from",
            _table(("source", "images", "left out"), rows),
            card.training.licences,
            _table(("file", "SHA-256 begins"), files),
        )
    )


def _sets(sets: Sequence[Values]) -> str:
    if not sets:
        return ""
    rows = []
    for each in sets:
        low, high = each["interval_95"]
        rows.append(
            (
                each["title"],
                each["alphabet"],
                each["prior"],
                f"{each['accuracy']:.2%} ({low:.2%} to {high:.2%})",
                *(_share(each["folds"].get(n)) for n in ("ignoring case", "same pictures merged")),
                _share(each["top"].get("3")),
                f"{each['macro']['f1']:.2%}",
                f"{each['weighted']['f1']:.2%}",
                _share(each["calibration"]["ece"]),
                f"{each['risk_coverage']['area']:.4f}",
                f"{each['count']:,}",
            )
        )
    titles = (
        *("set", "asked for", "prior", "right (95 %)", "ignoring case", "same pictures merged"),
        *("top 3", "macro F1", "weighted F1", "calibration error", "risk-coverage area", "n"),
    )
    return "## How good it is\n\n" + _table(titles, rows)


def _sweeps(sweeps: Sequence[Values]) -> str:
    rows = [
        (
            each["title"],
            ", ".join(f"{name}: {share:.1%}" for name, share in each["conditions"].items()),
            f"{each['loss']:.2f}",
            f"{each['count']:,}",
        )
        for each in sweeps
    ]
    if not rows:
        return ""
    return (
        "## As drawings get harder to read\n\nThe same samples under each condition; lost is the "
        "best condition less the worst, in points.\n\n"
        + _table(("what changes", "right", "lost", "n"), rows)
    )


def _things(things: Sequence[Values], card: Card) -> str:
    rows = [
        (
            each["title"],
            f"{each['auroc']:.4f}",
            f"{each['refused']:.1%}",
            f"{each['refused_by_card']:.1%}",
            f"{each['count']:,}",
        )
        for each in things
    ]
    if not rows:
        return ""
    share = things[0]["characters_refused_by_card"]
    return (
        "## What is no character\n\nTold from characters of UNIPEN's held-out writers. Its own "
        f"threshold, {card.calibration.character_threshold:.4f}, refuses {share:.1%} of those.\n\n"
        + _table(
            ("thing", "AUROC", f"refused at {SPARED:.0%} of characters", "by its own", "n"), rows
        )
    )


def _weaknesses(figures: Values, pictures: Mapping[str, str]) -> str:
    lines = []
    for each in figures["sets"]:
        metrics, _ = metrics_of(each)
        told = [
            f"{true} read as {answer or 'nothing'} ({times:,})"
            for true, answer, times in metrics.confusions(_MISTAKES)
        ]
        if told:
            lines.append(f"- {each['title']}: {', '.join(told)} of {metrics.count:,}")
    worst = sorted(figures["sweeps"], key=lambda each: -each["loss"])[:_MISTAKES]
    lines += [f"- {each['title']}: up to {each['loss']:.1f} points lost" for each in worst]
    shown = [f"![{title}]({path})\n\n{title}." for title, path in pictures.items()]
    return "\n\n".join(("## What it does badly", "\n".join(lines), *shown))


def _classes(sets: Sequence[Values]) -> str:
    by_set = [{each["label"]: each for each in values["classes"]} for values in sets]
    labels = dict.fromkeys(label for values in by_set for label in values)
    rows = [
        (
            label,
            *(
                f"{values[label]['f1']:.1%}" if label in values and values[label]["support"] else ""
                for values in by_set
            ),
        )
        for label in labels
    ]
    if not rows:
        return ""
    titles = ("class", *(each["title"] for each in sets))
    return "## F1 of each class in each set\n\n" + _table(titles, rows)


def _calibration(card: Card) -> str:
    rows = [(name, f"{value:.3f}") for name, value in card.calibration.temperature.items()]
    return f"## How its confidences were fitted\n\nOn the {card.calibration.data}.\n\n" + _table(
        ("alphabet", "temperature"), rows
    )


def _making(card: Card) -> str:
    rows = [*card.environment.items()]
    recipe = json.dumps(card.recipe, indent=2)
    return "\n\n".join(
        (
            "## How it was made",
            _table(("of the training run", ""), rows) if rows else "Nothing is noted of the run.",
            f"<details><summary>The whole recipe</summary>\n\n```json\n{recipe}\n```\n\n</details>",
        )
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2%}"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def lines() -> Iterator[str]:
        yield f"| {' | '.join(titles)} |"
        yield f"|{'---|' * len(titles)}"
        for row in rows:
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"

    return "\n".join(lines())
