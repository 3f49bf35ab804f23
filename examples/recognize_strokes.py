"""Read pen strokes, as a tablet gives them: ``python examples/recognize_strokes.py``."""

from rekognize import Ink, Recognizer, WritingArea

# Two strokes of a capital T on a sheet of 280 x 280: x to the right, y down.
bar = [(60, 60), (140, 58), (220, 60)]
stem = [(140, 60), (141, 140), (140, 230)]

ink = Ink([bar, stem], area=WritingArea(280, 280))
recognizer = Recognizer.load()

for alphabet in ("alphanumeric", "digits"):
    answer = recognizer.recognize(ink, alphabet=alphabet)
    best = answer.candidates[0]
    print(f"{alphabet}: {best.label} {best.confidence:.1%}, outside {answer.outside:.1%}")
