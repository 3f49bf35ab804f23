"""Making the base set: the sources of a recipe that are there, thinned out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.base_set import BaseSet
from rekognize.datasets.typefaces import FOLDER
from rekognize.errors import MissingData
from rekognize.training.pool import NOBODYS, Pool, files_of, read_pool
from rekognize.training.recipe import Data, Recipe

REHEARSED: Final = 150_000
"""Training glyphs that are kept; what was held out for validation is kept whole."""

_REGULAR: Final = NOBODYS - {"scribbles"}
"""Sources of characters that nobody wrote."""

_LESS: Final = 0.15
"""Share of those: more of them would cost what people write."""


def make_base_set(
    recipe: Recipe, root: Path, cache: Path | None, rehearsed: int = REHEARSED
) -> BaseSet:
    """The base set of a recipe, from the data under a folder.

    Sources are drawn as the recipe draws them, but for characters that nobody wrote, of which less
    is taken. Validation is what the recipe's own split kept from training, so no model of that
    recipe has seen it. Test sets are no sources, and their twins are left out as in training.

    Raises:
        MissingData: none of the sources is there.
    """
    shares = sources_there(recipe, root)
    if not shares:
        raise MissingData(
            f"the base set needs some of {', '.join(recipe.data.sources)} in a data folder, "
            f"received none in {root}"
        )
    data = Data(sources=shares, validation=recipe.data.validation)
    pool = read_pool(data, root, cache, recipe.split_seed)
    rng = np.random.default_rng(recipe.seed)
    weights = np.bincount(pool.source[~pool.validation], minlength=len(pool.names)) * np.array(
        [share * (_LESS if name in _REGULAR else 1.0) for name, share in shares.items()]
    )
    kept = [np.flatnonzero(pool.validation)]
    for number, weight in enumerate(weights / weights.sum()):
        rows = np.flatnonzero(~pool.validation & (pool.source == number))
        kept.append(rng.permutation(rows)[: math.ceil(rehearsed * weight)])
    return _base_set(pool, np.sort(np.concatenate(kept)))


def sources_there(recipe: Recipe, root: Path) -> dict[str, float]:
    """A recipe's sources whose data are under a folder, with their shares."""
    return {
        name: share for name, share in recipe.data.sources.items() if _is_there(name, recipe, root)
    }


def make_drawn_base_set(cache: Path | None = None) -> BaseSet:
    """What there is to rehearse where no training data are: our own outlines, and scribbles.

    Too regular to judge by: a model that reads them may have forgotten how people write. Its
    glyphs, the same ones every time, are kept in the cache.
    """
    data = Data(sources={"outlines": 1.0, "scribbles": 1.0}, validation=0.0)
    pool = read_pool(data, Path(), cache, seed=0)
    return _base_set(pool, np.arange(len(pool.glyphs)))


def _base_set(pool: Pool, rows: NDArray[np.intp]) -> BaseSet:
    return BaseSet(
        pool.glyphs[rows],
        pool.targets[rows],
        pool.source[rows],
        pool.validation[rows],
        pool.names,
        pool.log_prior,
    )


def _is_there(name: str, recipe: Recipe, root: Path) -> bool:
    """Whether all the files of a source are."""
    kind, _, argument = name.partition(":")
    if kind == "folder":
        return Path(argument).is_dir()
    if kind == "unipen-files":
        return Path(argument).exists()
    if name in NOBODYS:  # On their own they would be a base set of nobody's writing.
        others = recipe.data.sources.keys() - NOBODYS
        made = name != "typefaces" or FOLDER.is_dir()
        return made and any(_is_there(other, recipe, root) for other in others)
    files = files_of(name, root)
    return bool(files) and all(files)
