"""Marks of a chart's axis say what they stand for."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.web.local.node import NODE

AXIS = Path(__file__).parents[2] / "src/rekognize/web/scripts/charts/axis.js"
ASK = f"""
import {{ readFileSync }} from "node:fs";
import {{ axisOf }} from "{AXIS.as_uri()}";
const plain = new Intl.NumberFormat("en", {{ maximumSignificantDigits: 3, useGrouping: false }});
const told = JSON.parse(readFileSync(0, "utf8")).map(({{ values, options }}) => {{
  const {{ from, to, write }} = axisOf(values, "", (value) => plain.format(value), options);
  const marks = [0, 1, 2, 3, 4].map((i) => write(from + (i / 4) * (to - from)));
  return {{ from, to, marks: marks.map(Number) }};
}});
process.stdout.write(JSON.stringify(told));
"""


def axes_of(asked):
    """The axes of some values, each with its options."""
    ended = subprocess.run(
        [NODE, "--input-type=module", "-e", ASK],
        input=json.dumps([{"values": values, "options": options} for values, options in asked]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


def spread(seed):
    """Values that lie close together or far apart, small and large."""
    rng = np.random.default_rng(seed)
    middle = 10.0 ** rng.uniform(-4, 4)
    return (middle * (1 + 10.0 ** rng.uniform(-5, 1) * rng.random(5))).tolist()


@pytest.mark.parametrize("options", [{}, {"from": 0}])
def test_marks_are_even_and_hold_the_values(options):
    asked = [(spread(seed), options) for seed in range(200)]
    asked += [([4.26, 4.31], options), ([0.5], options), ([0.9, 0.9], options)]
    for (values, _), axis in zip(asked, axes_of(asked), strict=True):
        steps = np.diff(axis["marks"])
        assert steps.min() > 0
        assert np.ptp(steps) < 1e-6 * steps.mean(), (values, axis)
        assert np.allclose([axis["from"], axis["to"]], np.array(axis["marks"])[[0, -1]])
        assert axis["from"] <= min(values)
        assert axis["to"] >= max(values) * (1 - 1e-12)


def test_epochs_are_whole():
    asked = [([count], {"from": 0, "whole": True}) for count in range(1, 200)]
    for axis in axes_of(asked):
        assert all(mark == int(mark) for mark in axis["marks"])
