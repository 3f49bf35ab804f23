"""How good a model is: accuracy, precision, recall, F1, confusion, calibration, rejection."""

from rekognize.evaluation.benchmark import TABLE, Row, run_benchmark, run_table
from rekognize.evaluation.calibration import Calibration, measure_calibration
from rekognize.evaluation.evaluate import Evaluation, evaluate
from rekognize.evaluation.glyph_sets import GlyphSet, glyph_set
from rekognize.evaluation.metrics import Metrics, measure, wilson
from rekognize.evaluation.sets import SETS, EvaluationSet, find_set
from rekognize.evaluation.shelf import Shelf

__all__ = [
    "SETS",
    "TABLE",
    "Calibration",
    "Evaluation",
    "EvaluationSet",
    "GlyphSet",
    "Metrics",
    "Row",
    "Shelf",
    "evaluate",
    "find_set",
    "glyph_set",
    "measure",
    "measure_calibration",
    "run_benchmark",
    "run_table",
    "wilson",
]
