import io
import random
import sys
from dataclasses import dataclass

import pytest
from benchmarks.drawings import ink_of, png_of

from rekognize.commands import main
from tests.template_model import write_template_bundle


@dataclass
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def rekognize(monkeypatch, capsys):
    """Runs a command as the installed program does, in this process."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["rekognize", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ended(ended.value.code or 0, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def bundle(tmp_path_factory):
    """The path of the template model."""
    return write_template_bundle(tmp_path_factory.mktemp("bundle") / "templates.onnx").path


@pytest.fixture
def folder(tmp_path):
    """A folder with the pictures of a 7 and, one below, of an A."""
    source = random.Random(2)
    (tmp_path / "below").mkdir()
    (tmp_path / "seven.png").write_bytes(png_of(ink_of("7", source), 12.0))
    (tmp_path / "below" / "a.png").write_bytes(png_of(ink_of("A", source), 12.0))
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path
