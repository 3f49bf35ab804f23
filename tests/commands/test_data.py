import gzip
import hashlib
import json
import struct
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from typer.testing import CliRunner

from rekognize.commands.data import app
from rekognize.datasets import fetch as fetching
from rekognize.errors import DownloadFailed, InvalidData
from tests.evaluation.data import write_mnist_train

RANDOM = np.random.default_rng(3)
IMAGES = RANDOM.integers(0, 256, (6, 28, 28), dtype=np.uint8)


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write_idx(path, array):
    path.parent.mkdir(parents=True, exist_ok=True)
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(head + array.tobytes()))


def write_pair(folder, stem, images, labels):
    write_idx(folder / f"{stem}-images-idx3-ubyte.gz", images)
    write_idx(folder / f"{stem}-labels-idx1-ubyte.gz", np.array(labels, np.uint8))


@pytest.fixture
def data(tmp_path):
    """MNIST's training part shares its last image with the ByClass test, stored transposed."""
    root = tmp_path / "data"
    write_pair(root / "mnist", "train", IMAGES[:3], [1, 1, 7])
    byclass = IMAGES[2:4].transpose(0, 2, 1)
    write_pair(root / "emnist", "emnist-byclass-test", byclass, [7, 36])
    return root


def test_check_as_json(data, tmp_path):
    report = json.loads(run("check", "--data", data, "--json", "--cache", tmp_path / "c").stdout)
    assert report["roots"] == [str(data)]
    held = {entry["name"]: entry for entry in report["sets"]}
    assert set(held) == {"mnist/train", "emnist/byclass-test"}
    assert held["mnist/train"]["classes"] == {"1": 2, "7": 1}
    assert held["mnist/train"]["use"] == "train"
    assert "mnist/test" in report["missing"]
    (twins,) = report["twins"]
    assert (twins["train"], twins["test"]) == ("mnist/train", "emnist/byclass-test")
    assert (twins["dropped"], twins["shared"], twins["pairs"]) == (1, 1, 1)
    assert list((tmp_path / "c").glob("twins-*.npz"))


def test_check_for_people(data):
    text = run("check", "--data", data).stdout
    assert "mnist/train (train): 3." in text
    assert "1:2 7:1" in text
    assert "mnist/train loses 1 of 3 to emnist/byclass-test (twins); 1 of its 2 (50.0%)" in text


def test_check_of_nothing_and_of_damage(data, tmp_path):
    (tmp_path / "none").mkdir()
    assert "not there: mnist/train" in run("check", "--data", tmp_path / "none").stdout
    (data / "mnist" / "train-labels-idx1-ubyte.gz").write_bytes(b"damaged")
    with pytest.raises(InvalidData):
        run("check", "--data", data)


def test_fetch_from_a_mirror(tmp_path, monkeypatch):
    mirror = tmp_path / "mirror"
    write_pair(mirror, "train", IMAGES[:3], [1, 1, 7])
    write_pair(mirror, "t10k", IMAGES[3:], [2, 3, 4])
    files = tuple(
        fetching.RemoteFile(
            path.name, hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        )
        for path in sorted(mirror.iterdir())
    )
    official = fetching.SOURCES["mnist"]
    small = fetching.Source("mnist", official.base_url, files, unpack=False, result=official.result)
    monkeypatch.setattr(fetching, "SOURCES", {"mnist": small})

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=mirror)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        result = run("fetch", "mnist", "--data", tmp_path / "data", "--base-url", address)
        with pytest.raises(DownloadFailed, match="404"):
            run("fetch", "mnist", "--data", tmp_path / "other", "--base-url", f"{address}/no")
        server.shutdown()
        thread.join()
    assert result.stdout.strip() == f"mnist is in {tmp_path / 'data' / 'mnist'}"
    report = json.loads(run("check", "--data", tmp_path / "data", "--json").stdout)
    assert [entry["name"] for entry in report["sets"]] == ["mnist/train", "mnist/test"]


def test_a_data_set_that_cannot_be_fetched():
    assert run("fetch", "unipen").exit_code == 2


def test_noise_names_what_is_labelled_wrong(rekognize, bundle, tmp_path):
    write_mnist_train(tmp_path, "0123467", "0127467")
    out = tmp_path / "out"
    arguments = ("data", "noise", bundle, bundle, "--out", out, "--data", tmp_path)
    ended = rekognize(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("mnist/train: 1 of 7 ")
    assert sorted(path.name for path in out.iterdir()) == [
        "mnist-train-suspects.csv",
        "mnist-train.png",
    ]
    assert rekognize(*arguments, "--set", "no/such").code == 2
    (tmp_path / "none").mkdir()
    nothing = rekognize("data", "noise", bundle, "--out", out, "--data", tmp_path / "none")
    assert nothing.code == 4
