import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekognize.errors import InvalidRequest
from rekognize.server.multipart import file_of_form


def form(*parts, boundary=b"b", end=b"--"):
    body = b"".join(
        b"--%s\r\nContent-Disposition: form-data; name=%s; filename=x\r\n\r\n%s\r\n"
        % (boundary, name, content)
        for name, content in parts
    )
    return body + b"--" + boundary + end + b"\r\n"


@given(st.binary(max_size=500).filter(lambda data: b"\r\n--b" not in data))
def test_contents_come_back_as_they_were(content):
    assert file_of_form(form((b'"file"', content)), b"b") == content


def test_name_without_quotes_and_headers_in_any_case():
    body = b"--b\r\nX-Other: 1\r\nCONTENT-disposition: form-data; name=file\r\n\r\nhi\r\n--b--\r\n"
    assert file_of_form(body, b"b") == b"hi"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        form((b'"file"', b"hi"), end=b""),
        form((b'"file"', b"hi"))[:-20],
        form(),
        form((b'"File"', b"hi")),
        form((b'"file"', b"hi"), (b'"file"', b"hi")),
        b"--b\r\n\r\nhi\r\n--b--\r\n",
        form((b'"file"', b"hi"), boundary=b"other"),
    ],
)
def test_other_forms_are_refused(body):
    with pytest.raises(InvalidRequest, match="received"):
        file_of_form(body, b"b")


def test_a_form_of_very_many_parts_is_not_read_to_its_end():
    body = b"--b\r\n\r\n\r\n" * 100_000 + b"--b--\r\n"
    tracemalloc.start()
    try:
        with pytest.raises(InvalidRequest, match="one field 'file'"):
            file_of_form(body, b"b")
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=70))
def test_rubbish_is_refused(body, boundary):
    try:
        file_of_form(body, boundary)
    except InvalidRequest as error:
        refused = error.message
        assert "received" in refused
