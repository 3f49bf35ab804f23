import asyncio
import os
import sys

import pytest

from rekognize.server.lesson import Lesson


@pytest.mark.skipif(os.name == "nt", reason="a shell script takes the place of Python")
def test_a_lesson_that_dies_in_the_middle_of_a_line_is_told(tmp_path, monkeypatch):
    program = tmp_path / "dies"
    program.write_text("""#!/bin/sh\necho '{"state": "preparing"}'\nprintf '{"state": "lear'\n""")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    async def watch():
        lesson = Lesson(100, 1)
        try:
            return await lesson.begun(), [line async for line in lesson.news()]
        finally:
            lesson.end()

    first, news = asyncio.run(watch())
    assert b"preparing" in first
    assert [b"ended without a word" in line for line in news] == [True]
