"""Each example runs as its first line says, with the model that came along."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from benchmarks.drawings import document_of, ink_of, png_of
from benchmarks.server import serving

from rekognize.bundle import SHIPPED

EXAMPLES = Path(__file__).parent.parent / "examples"

pytestmark = pytest.mark.skipif(
    not (SHIPPED / "standard.onnx").is_file(), reason="no model has been shipped yet"
)


def run(name, *arguments):
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments], capture_output=True, text=True, check=False
    )


def test_recognize_file(tmp_path):
    (tmp_path / "seven.png").write_bytes(png_of(ink_of("7"), 14.0))
    ended = run("recognize_file.py", tmp_path / "seven.png", "digits")
    assert ended.stdout.startswith("7  "), ended.stderr
    gone = run("recognize_file.py", tmp_path / "gone.png")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "gone.png" in gone.stderr


def test_recognize_strokes():
    ended = run("recognize_strokes.py")
    first, second = ended.stdout.splitlines()
    assert first.startswith("alphanumeric: T"), ended.stderr
    assert second.startswith("digits: ")


def test_call_api():
    body = orjson.dumps(document_of(ink_of("7")))
    with serving("/api/v1/recognize", body, "application/json") as server:
        ended = run("call_api.py", f"http://127.0.0.1:{server.port}")
    assert ended.stdout.startswith("7 "), ended.stderr
