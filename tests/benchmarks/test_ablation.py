"""The benchmark that leaves out one source of training after the other."""

import numpy as np
import pytest

pytest.importorskip("torch")

from benchmarks.ablation import SHARE, lines, recipe_of, without

from rekognize.training.pool import Pool
from rekognize.training.recipe import Recipe


@pytest.fixture
def pool():
    """800 glyphs of MNIST, 400 of UNIPEN and 400 of neither, each glyph of its source's tone."""
    source = np.repeat([0, 1, 2], [800, 400, 400])
    return Pool(
        glyphs=np.broadcast_to(source[:, None, None], (1600, 28, 28)).astype(np.uint8),
        targets=np.eye(62, dtype=np.bool_)[source],
        source=source,
        validation=np.arange(1600) % 4 == 0,
        names=("mnist", "unipen", "scribbles"),
        log_prior=np.repeat(np.arange(3, dtype=np.float32)[:, None], 62, axis=1),
        dropped={"mnist": {"twins": 7}, "unipen": {}},
    )


def test_a_source_is_gone_and_the_others_stay_who_they_are(pool):
    rest = without(pool, "unipen")

    assert rest.names == ("mnist", "scribbles")
    assert rest.counts() == {"mnist": 600, "scribbles": 300}
    np.testing.assert_array_equal(rest.glyphs[:, 0, 0], np.array([0, 2])[rest.source])
    np.testing.assert_array_equal(rest.targets.argmax(axis=1), rest.glyphs[:, 0, 0])
    np.testing.assert_array_equal(rest.log_prior[:, 0], [0, 2])
    assert rest.dropped == {"mnist": {"twins": 7}}


def test_a_smaller_pool_is_seen_for_more_epochs(pool):
    shares = Recipe.read("tiny").data.sources
    counts = pool.counts()
    drawn = SHARE * sum(counts[name] * shares[name] for name in pool.names)

    whole = recipe_of(pool, 1, round(4 * drawn))
    rest = recipe_of(without(pool, "mnist"), 2, round(4 * drawn))

    assert whole.optimisation.epochs == 4
    assert whole.distillation is None
    assert whole.data.sources["unipen"] == SHARE * shares["unipen"]
    assert rest.seed == 2
    left = drawn - SHARE * counts["mnist"] * shares["mnist"]
    assert rest.optimisation.epochs == round(4 * drawn / left)
    assert rest.optimisation.epochs > 4


def test_the_table_tells_mean_changes_and_how_far_apart_seeds_are():
    whole = [{"digits": 90.0, "letters": 70.0}, {"digits": 92.0, "letters": 70.5}]
    without_mnist = [{"digits": 80.0, "letters": 71.0}, {"digits": 83.0, "letters": 71.5}]
    table = list(lines(whole, {"mnist": without_mnist}))
    assert table == [
        "| left out | digits | letters |",
        "|---|---|---|",
        "| nothing | 91.00 (2.00) | 70.25 (0.50) |",
        "| mnist | -9.50 (1.00) | +1.00 (0.00) |",
    ]
    assert list(lines(whole[:1], {"mnist": without_mnist[:1]}))[-1] == "| mnist | -10.00 | +1.00 |"
