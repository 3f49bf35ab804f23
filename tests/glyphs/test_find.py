import numpy as np
import pytest

from rekognize.glyphs.find import find_ink


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_nothing_beside_the_ink_is_found(share):
    source = np.random.default_rng(5)
    found_in = 0
    for _ in range(100):
        height, width = source.integers(2, 120, 2)
        contrast = (source.random((height, width)) < share).astype(np.uint8) * np.uint8(255)
        found = find_ink(contrast)
        if found is not None:
            found_in += 1
            assert not found.mask[contrast == 0].any()
    assert found_in > 50
