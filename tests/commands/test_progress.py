import io
import sys

from rekognize.commands.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_no_bar_without_a_terminal(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(progress(range(5), "Reading")) == [0, 1, 2, 3, 4]
    assert stream.getvalue() == ""


def test_a_bar_on_a_terminal_unless_the_answers_scroll_there(monkeypatch):
    bar = Terminal()
    monkeypatch.setattr(sys, "stderr", bar)
    assert list(progress(range(3), "Reading", Terminal())) == [0, 1, 2]
    assert list(progress([7], "Reading")) == [7]
    assert bar.getvalue() == ""
    assert list(progress(range(3), "Reading", io.StringIO())) == [0, 1, 2]
    assert "Reading" in bar.getvalue()
