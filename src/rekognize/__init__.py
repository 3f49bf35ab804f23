"""Reads handwritten characters, says how sure it is, and refuses what is no character.

>>> from rekognize import Recognizer
>>> recognizer = Recognizer.load()
>>> recognizer.recognize("seven.png", alphabet="digits").label
'7'

Names are loaded when first used (PEP 562), so that ``import rekognize`` alone costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rekognize.errors import RekognizeError
    from rekognize.explanation import Explainer, Explanation
    from rekognize.ink import Ink, WritingArea
    from rekognize.recognizer import Candidate, Recognition, Recognizer

    __version__: str

__all__ = [
    "Candidate",
    "Explainer",
    "Explanation",
    "Ink",
    "Recognition",
    "Recognizer",
    "RekognizeError",
    "WritingArea",
    "__version__",
]

_HOMES = {
    "Candidate": "rekognize.recognizer",
    "Explainer": "rekognize.explanation",
    "Explanation": "rekognize.explanation",
    "Ink": "rekognize.ink",
    "Recognition": "rekognize.recognizer",
    "Recognizer": "rekognize.recognizer",
    "RekognizeError": "rekognize.errors",
    "WritingArea": "rekognize.ink",
}


def __getattr__(name: str) -> object:
    value: object
    if name == "__version__":
        from importlib.metadata import version

        value = version("rekognize")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
