import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.errors import InvalidBundle
from rekognize.explanation.protobuf import read_message, signed_numbers, write_bytes_field


@given(st.lists(st.tuples(st.integers(1, 2**28), st.binary(max_size=300))))
def test_what_is_written_is_read(fields):
    data = b"".join(write_bytes_field(number, content) for number, content in fields)
    expected = {}
    for number, content in fields:
        expected.setdefault(number, []).append(content)
    assert read_message(data) == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        fields = read_message(data)
    except InvalidBundle:
        return
    assert all(values for values in fields.values())


def test_numbers_of_every_width():
    # Field 1: varint 300. Field 2: eight bytes. Field 3: four bytes. Field 4: packed 1, 300, -1.
    data = bytes.fromhex("08ac02") + b"\x11" + bytes(8) + b"\x1d" + bytes(4)
    packed = bytes.fromhex("01ac02") + b"\xff" * 9 + b"\x01"
    fields = read_message(data + write_bytes_field(4, packed))
    assert fields == {1: [300], 2: [bytes(8)], 3: [bytes(4)], 4: [packed]}
    assert signed_numbers(fields[4]) == [1, 300, -1]
    assert signed_numbers([5, 2**64 - 2]) == [5, -2]


@pytest.mark.parametrize("data", [b"\x08", b"\x0a\x05ab", b"\x0b", b"\x08" + b"\xff" * 11])
def test_what_is_cut_off_or_foreign_is_refused(data):
    with pytest.raises(InvalidBundle, match="received"):
        read_message(data)
