from pathlib import Path

import pytest
from pydantic import ValidationError

from rekognize.errors import InvalidRequest
from rekognize.server import ServerSettings
from rekognize.server.settings import check_names


def test_the_environment_is_read_when_the_settings_are_made(monkeypatch):
    monkeypatch.setenv("REKOGNIZE_PORT", "9001")
    monkeypatch.setenv("REKOGNIZE_BUNDLE", "/models/mine.onnx")
    settings = ServerSettings(host="0.0.0.0")  # noqa: S104
    assert (settings.host, settings.port) == ("0.0.0.0", 9001)  # noqa: S104
    assert settings.bundle == Path("/models/mine.onnx")
    assert ServerSettings(port=1).port == 1


@pytest.mark.parametrize(
    "values",
    [{"port": -1}, {"port": 65536}, {"workers": 0}, {"threads": 0}, {"queue": 0}, {"host": ""},
     {"body_seconds": 0}, {"prot": 80}],
)  # fmt: skip
def test_values_out_of_range_and_unknown_names(values):
    with pytest.raises(ValidationError):
        ServerSettings(**values)


def test_names_that_are_known_are_no_mistake():
    check_names(
        ["PATH", "REKOGNIZE_PORT", "rekognize_host", "REKOGNIZE_DATA", "REKOGNIZE_DATA_URL"]
    )
    with pytest.raises(InvalidRequest, match=r"REKOGNIZE_WORKERS is near; received REKOGNIZE_WORK"):
        check_names(["REKOGNIZE_WORKER"])


def test_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        ServerSettings().port = 1


def test_limits_follow_the_settings():
    limits = ServerSettings(image_bytes=7, image_pixels=9).image_limits
    assert (limits.bytes, limits.pixels, limits.single_frame) == (7, 9, True)
