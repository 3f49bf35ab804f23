"""Time, energy and carbon of a run, by hand."""

import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install 'rekognize[train]'")

from rekognize.training.curves import Epoch
from rekognize.training.footprint import footprint

HALF_AN_HOUR = Epoch(1, 1.0, 0.5, 0.9, 0.01, 1000.0, 1800.0)


def test_two_threads_for_an_hour():
    told = footprint([HALF_AN_HOUR] * 2, threads=2, gpu=False)

    assert told["time"] == "1.00 h in 2 epochs"
    assert told["energy"] == "about 0.016 kWh, if 16 W were used"
    assert told["carbon"] == "about 7.6 g CO2, at 475 g/kWh"


def test_a_gpu_outweighs_its_processor():
    assert "if 716 W" in footprint([HALF_AN_HOUR], threads=2, gpu=True)["energy"]


def test_a_run_whose_epochs_were_not_kept_tells_nothing():
    assert footprint([], threads=2, gpu=False) == {}
