import os
import re
import signal
import subprocess
import sys
from importlib.metadata import version

import pytest
from benchmarks.drawings import ink_of, png_of

from rekognize.commands.recognize import BATCH
from rekognize.errors import ExitCode

PROGRAM = [sys.executable, "-m", "rekognize"]


def test_version(rekognize):
    assert rekognize("--version").out == f"rekognize {version('rekognize')}\n"


def test_help_names_every_command_and_exit_code(rekognize):
    ended = rekognize("--help")
    assert ended.code == 0
    for command in ("recognize", "serve", "train", "evaluate", "data", "model"):
        assert command in ended.out
    told = {int(code) for code in re.findall(r"(?:: |; )(\d+) ", " ".join(ended.out.split()))}
    assert told == {int(code) for code in ExitCode}


def test_an_unknown_command(rekognize):
    ended = rekognize("recognise")
    assert ended.code == 2
    assert "recognize" in ended.err  # what was probably meant


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(bundle, tmp_path):
    for number in range(200):
        (tmp_path / f"{number}.png").write_bytes(png_of(ink_of("L", side=40.0), 3.0))
    with subprocess.Popen(
        [*PROGRAM, "recognize", "--bundle", bundle, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_interrupted_ends_with_130_and_no_traceback(bundle, tmp_path):
    (tmp_path / "l.png").write_bytes(png_of(ink_of("L", side=40.0), 3.0))
    with subprocess.Popen(
        # A batch is answered before the next, which waits for standard input.
        [*PROGRAM, "recognize", "--bundle", bundle, *[tmp_path / "l.png"] * BATCH, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests may ignore it, and a child would as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        for _ in range(BATCH):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == ExitCode.INTERRUPTED
        assert process.stderr.read() == b""


def test_completion_script_is_there(rekognize, monkeypatch):
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    ended = rekognize("--show-completion", "bash")
    assert ended.code == 0, ended.err
    assert "_REKOGNIZE_COMPLETE" in ended.out
