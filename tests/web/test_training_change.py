"""The page changes a glyph as training does."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

import torch

from rekognize.training.augment import change, draw
from rekognize.training.recipe import Augmentation
from tests.web.local.node import NODE

pytestmark = pytest.mark.train

SCRIPTS = Path(__file__).parents[2] / "src/rekognize/web/scripts"
ASK = f"""
import {{ readFileSync }} from "node:fs";
import {{ changed }} from "{(SCRIPTS / "training/change.js").as_uri()}";
const asked = JSON.parse(readFileSync(0, "utf8"));
const told = asked.map(({{ glyph, change }}) => [...changed(Float32Array.from(glyph), change)]);
process.stdout.write(JSON.stringify(told));
"""

STRENGTHS = [
    Augmentation(),
    Augmentation(rotation=90, zoom=0.5, shift=8, shear=1, elastic=4, stroke_width=1),
    Augmentation(rotation=0, zoom=0, shift=0, shear=0, elastic=2, stroke_width=0),
]


@pytest.mark.parametrize("strength", STRENGTHS)
def test_the_page_changes_glyphs_as_training_does(strength):
    count = 20
    rng = torch.Generator().manual_seed(7)
    glyphs = torch.rand((count, 1, 28, 28), generator=rng)
    changes = draw(count, strength, rng)
    asked = [
        {
            "glyph": glyphs[i].flatten().tolist(),
            "change": {
                "angle": float(changes.angle[i]),
                "zoom": changes.zoom[i].tolist(),
                "shear": float(changes.shear[i]),
                "shift": changes.shift[i].tolist(),
                "coarse": None if changes.coarse is None else changes.coarse[i].flatten().tolist(),
                "elastic": changes.elastic,
                "width": 0.0 if changes.width is None else float(changes.width[i]),
            },
        }
        for i in range(count)
    ]

    ended = subprocess.run(
        [NODE, "--input-type=module", "-e", ASK],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    told = np.array(json.loads(ended.stdout), np.float32).reshape(count, 1, 28, 28)
    wanted = change(glyphs, changes).numpy()
    assert np.abs(wanted - glyphs.numpy()).mean() > 0.05, "nothing was changed"
    np.testing.assert_allclose(told, wanted, atol=1e-4)
