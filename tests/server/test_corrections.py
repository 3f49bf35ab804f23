import asyncio
from contextlib import closing
from threading import Barrier, BrokenBarrierError

import numpy as np
import orjson
import pytest

from rekognize.server import ServerSettings, corrections
from rekognize.server.corrections import Corrections
from rekognize.server.opened import LazyDatabase
from rekognize.server.recent import Answered


@pytest.fixture
def taking(tmp_path):
    settings = ServerSettings(database=f"sqlite:///{tmp_path / 'a.db'}", threads=1)
    with (
        closing(LazyDatabase(settings)) as database,
        closing(Corrections(settings, database)) as made,
    ):
        yield made


def picture(name):
    told = {
        "alphabet": "digits",
        "label": "7",
        "candidates": [{"label": "7", "confidence": 0.9}],
        "model": "standard@1",
        "glyph": "AAAA" * 261 + "AA==",
    }
    return Answered(name, b"a picture", is_strokes=False, answer=orjson.dumps(told))


def test_no_more_pictures_are_packed_at_once_than_the_settings_say(taking, monkeypatch):
    both = Barrier(2)
    met = []

    def decode(*_):
        try:
            both.wait(0.2)
            met.append(True)
        except BrokenBarrierError:
            both.reset()
        return np.full((9, 9), 255, np.uint8)

    monkeypatch.setattr(corrections, "decode_image", decode)

    async def take_two():
        return await asyncio.gather(*(taking.take(picture(n), "7", f"key-{n}") for n in "ab"))

    assert [receipt.is_new for receipt in asyncio.run(take_two())] == [True, True]
    assert not met
