import numpy as np
import pytest

from rekognize.datasets.samples import Samples
from rekognize.datasets.split import keys_held_out, validation_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.errors import InvalidRequest

RANDOM = np.random.default_rng(5)
SIZE = 3000
TARGETS = np.eye(62, dtype=np.bool_)[RANDOM.integers(0, 62, SIZE)]


def samples(writer):
    images = RANDOM.integers(0, 256, (SIZE, 28, 28), dtype=np.uint8)
    return Samples("x", images, TARGETS, np.array(writer), np.full(SIZE, "s"))


@pytest.fixture(params=["writers", "nobody"])
def data(request):
    known = request.param == "writers"
    return samples([f"w{i % 600}" if known else "" for i in range(SIZE)])


def test_the_share_is_about_what_was_asked(data):
    assert 0.15 < validation_mask(data, 0.2).mean() < 0.25
    assert not validation_mask(data, 0.0).any()
    assert validation_mask(data, 1.0).all()


def test_no_writer_is_on_both_sides():
    data = samples([f"w{i % 600}" for i in range(SIZE)])
    held_out = validation_mask(data, 0.3)
    assert not set(data.writer[held_out]) & set(data.writer[~held_out])


def test_order_and_company_do_not_matter(data):
    whole = validation_mask(data, 0.3, seed=4)
    order = RANDOM.permutation(SIZE)[: SIZE // 2]
    np.testing.assert_array_equal(validation_mask(data.select(order), 0.3, seed=4), whole[order])


def test_a_larger_share_holds_the_smaller(data):
    small, large = validation_mask(data, 0.1), validation_mask(data, 0.4)
    assert not (small & ~large).any()


def test_another_seed_holds_out_others(data):
    assert (validation_mask(data, 0.3, seed=1) != validation_mask(data, 0.3, seed=2)).any()


def test_who_is_held_out_never_changes():
    """Models that are shipped have learnt the others."""
    names = [f"provider/{number}" for number in range(20)]
    held_out = keys_held_out(0.3, 1, (name.encode() for name in names))
    assert [name for name, out in zip(names, held_out, strict=True) if out] == [
        "provider/4",
        "provider/15",
        "provider/16",
    ]


def test_strokes_of_nobody():
    points = RANDOM.normal(size=(100, 2)).astype(np.float32)
    starts = np.arange(51)
    data = StrokeSamples(
        "x", points, starts * 2, starts, TARGETS[:50], np.full(50, ""), np.ones(50, np.float32)
    )
    assert 0 < validation_mask(data, 0.5).sum() < 50


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_no_share(data, share):
    with pytest.raises(InvalidRequest):
        validation_mask(data, share)
