import pytest

from rekognize.errors import AddressInUse, MissingData
from rekognize.server.address import address_of
from rekognize.server.run import _listen, run
from rekognize.server.settings import ServerSettings


@pytest.mark.parametrize("host", ["a..b", "a" * 64])
def test_a_host_that_is_no_name_is_told(host):
    with pytest.raises(AddressInUse, match="received a"):
        _listen(host, 0)


@pytest.mark.parametrize("setting", ["bundle", "evaluations"])
def test_what_is_not_there_is_told_before_any_process_starts(setting, tmp_path):
    settings = ServerSettings(
        workers=2,
        port=0,
        database=f"sqlite:///{tmp_path}/feedback.sqlite",
        **{setting: tmp_path / "gone.onnx"},
    )
    with pytest.raises(MissingData, match=r"gone\.onnx"):
        run(settings, pytest.fail)


def test_an_address_of_ipv6_stands_in_brackets():
    assert address_of("::1", 80) == "http://[::1]:80"
    assert address_of("localhost", 80) == "http://localhost:80"
