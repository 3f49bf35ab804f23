import gzip
import struct

import numpy as np
import pytest

from rekognize.datasets.catalogue import (
    CATALOGUE,
    default_roots,
    download_root,
    find,
    load,
    load_samples,
)
from rekognize.datasets.fetch import SOURCES
from rekognize.errors import InvalidRequest, MissingData


def write_idx(path, array, zipped):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    data += array.tobytes()
    target = path.with_name(path.name + ".gz") if zipped else path
    target.write_bytes(gzip.compress(data) if zipped else data)


@pytest.mark.parametrize("zipped", [False, True])
def test_the_first_folder_that_has_the_whole_set(tmp_path, zipped):
    roots = [tmp_path / "a", tmp_path / "b"]
    images, labels = CATALOGUE["mnist/test"].files
    write_idx(roots[0] / images, np.zeros((1, 28, 28), np.uint8), zipped)
    assert find("mnist/test", roots) is None
    write_idx(roots[1] / images, np.zeros((2, 28, 28), np.uint8), zipped)
    write_idx(roots[1] / labels, np.zeros(2, np.uint8), zipped)
    assert find("mnist/test", roots) == roots[1]
    assert len(load_samples("mnist/test", roots)) == 2


def test_a_set_that_is_nowhere_or_of_another_kind(tmp_path):
    with pytest.raises(MissingData, match=r"unipen-train\.npz"):
        load("unipen/train", [tmp_path])
    with pytest.raises(InvalidRequest, match="the data sets are mnist/train"):
        load("cifar", [tmp_path])
    np.savez(tmp_path / "quickdraw-train.npz", images=np.zeros((1, 28, 28), np.uint8), label=["x"])
    with pytest.raises(InvalidRequest, match="Drawings"):
        load_samples("quickdraw/train", [tmp_path])


@pytest.mark.parametrize("name", ["mnist", "emnist"])
def test_what_is_fetched_is_what_the_catalogue_finds(tmp_path, name):
    (tmp_path / name).mkdir()
    for file in SOURCES[name].result:
        (tmp_path / name / file).touch()
    found = {entry for entry in CATALOGUE if find(entry, [tmp_path])}
    expected = {e for e in CATALOGUE if e.startswith(f"{name}/") and e != "emnist/nist-train"}
    assert found == expected


def test_data_folders(tmp_path, monkeypatch):
    assert default_roots(tmp_path) == (tmp_path,)
    assert download_root(tmp_path) == tmp_path
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    monkeypatch.chdir(checkout)
    assert default_roots() == (download_root(),)
    (tmp_path / "shared" / "data").mkdir(parents=True)
    assert [root.resolve() for root in default_roots()] == [
        tmp_path / "shared" / "data",
        download_root(),
    ]
