import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from rekognize.datasets.twins import find_copies, find_twins, fit

RANDOM = np.random.default_rng(62)


def scribble(random):
    picture = Image.new("L", (128, 128))
    points = random.integers(20, 108, (7, 2)).ravel().tolist()
    ImageDraw.Draw(picture).line(points, fill=255, width=14, joint="curve")
    return picture


def as_mnist(scan):
    """The ink's box to 20 pixels by area, at a corner of its own."""
    cut = scan.crop(scan.getbbox())
    scale = 20 / max(cut.size)
    small = cut.resize([max(1, round(s * scale)) for s in cut.size], Image.Resampling.BOX)
    picture = Image.new("L", (28, 28))
    picture.paste(small, (5, 3))
    return np.asarray(picture)


def as_emnist(scan):
    """Blurred, the box with a rim to 28 pixels by cubic interpolation."""
    blurred = scan.filter(ImageFilter.GaussianBlur(1.5))
    left, top, right, bottom = blurred.getbbox()
    half = max(right - left, bottom - top) / 2 + 8
    x, y = (left + right) / 2, (top + bottom) / 2
    box = (x - half, y - half, x + half, y + half)
    square = blurred.crop(tuple(map(round, box)))
    return np.asarray(square.resize((28, 28), Image.Resampling.BICUBIC))


@pytest.fixture(scope="module")
def scans():
    return [scribble(RANDOM) for _ in range(60)]


@pytest.fixture(scope="module")
def pools(scans):
    """Training holds scans 0..39, the test 20..59 under the other renderer."""
    train = np.stack([as_mnist(s) for s in scans[:40]])
    test = np.stack([as_emnist(s) for s in scans[20:]])
    return train, test


def test_twins_are_found_across_renderers(pools):
    train, test = pools
    twins = find_twins(train, test, np.zeros(40, np.int8), np.zeros(40, np.int8))
    np.testing.assert_array_equal(twins.train, np.arange(40) >= 20)
    np.testing.assert_array_equal(twins.test, np.arange(40) < 20)
    assert twins.pairs == 20


def test_only_one_group_is_compared(pools):
    train, test = pools
    train_groups, test_groups = np.full(40, 3), np.full(40, 4)
    test_groups[:5] = 3
    test_groups[5:8] = -1
    twins = find_twins(train, test, train_groups, test_groups)
    np.testing.assert_array_equal(twins.test, np.arange(40) < 8)
    np.testing.assert_array_equal(twins.train, (np.arange(40) >= 20) & (np.arange(40) < 28))


def test_look_alikes_are_dropped_but_are_no_pairs(pools):
    train, test = pools
    several = np.concatenate((train, train[20:21]))
    twins = find_twins(several, test, np.zeros(41, np.int8), np.zeros(40, np.int8))
    assert twins.train[20]
    assert twins.train[40]
    assert twins.pairs == 20


def test_copies():
    images = RANDOM.integers(0, 256, (6, 28, 28), dtype=np.uint8)
    twins = find_copies(images[:4], images[2:])
    assert twins.train.tolist() == [False, False, True, True]
    assert twins.test.tolist() == [True, True, False, False]
    assert twins.pairs == 2


def test_place_and_blank_paper_do_not_matter():
    image = np.zeros((28, 28), np.uint8)
    image[2:12, 4:9] = 200
    moved = np.roll(image, (9, 11), (0, 1))
    vectors = fit(np.stack((image, moved, np.zeros_like(image))))
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors[:2], axis=1), 1, rtol=1e-5)
    assert not vectors[2].any()


@pytest.mark.parametrize(("train", "test"), [(0, 5), (5, 0), (0, 0)])
def test_empty_sets(train, test):
    twins = find_twins(
        np.zeros((train, 28, 28), np.uint8),
        np.zeros((test, 28, 28), np.uint8),
        np.zeros(train, np.int8),
        np.zeros(test, np.int8),
    )
    assert (len(twins.train), len(twins.test), twins.pairs) == (train, test, 0)


def test_the_cache_answers_for_the_same_content_only(pools, tmp_path):
    train, test = pools
    groups = np.zeros(40, np.int8)
    first = find_twins(train, test, groups, groups, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    np.savez(kept, train=~first.train, test=first.test, pairs=7)
    assert find_twins(train, test, groups, groups, cache=tmp_path).pairs == 7
    assert find_twins(train, test[::-1], groups, groups, cache=tmp_path).pairs == 20
    kept.write_bytes(b"damaged")
    again = find_twins(train, test, groups, groups, cache=tmp_path)
    np.testing.assert_array_equal(again.train, first.train)
    assert not list(tmp_path.glob("*.part"))
