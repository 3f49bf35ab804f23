import pytest

from rekognize.errors import AddressInUse
from rekognize.server.run import _listen


@pytest.mark.parametrize("host", ["a..b", "a" * 64])
def test_a_host_that_is_no_name_is_told(host):
    with pytest.raises(AddressInUse, match="received a"):
        _listen(host, 0)
