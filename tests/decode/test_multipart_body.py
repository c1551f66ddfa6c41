"""multipart: headers and content of each part."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, multipart_body
from harness.decode.refusal import Refusal

BODY = (
    b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n'
    b"--xyz\r\nContent-Type: text/plain\r\n\r\ntwo\r\n\r\n2\r\n--xyz--\r\n"
)


@pytest.mark.parametrize("body", [BODY, BODY.replace(b"\r\n", b"\n"), b"\r\n" + BODY])
def test_the_parts_come_back(body: bytes) -> None:
    found = dict(multipart_body.unpack(body, DEFAULT))

    assert multipart_body.matches(body)
    assert found["multipart:a"] == b"one"
    assert found["multipart:1"].replace(b"\r", b"") == b"two\n\n2"
    assert found["multipart-headers:a.content-disposition"] == b"form-data"
    assert found["multipart-headers:a.content-disposition.name"] == b"a"
    assert found["multipart:boundary"] == b"xyz"
    assert found["multipart:[]"] == b"2"


def test_a_body_cut_off_gives_what_was_read() -> None:
    with pytest.raises(Refusal) as refused:
        multipart_body.unpack(BODY[:-12], DEFAULT)

    assert ("multipart:a", b"one") in refused.value.parts


def test_a_signature_line_is_no_multipart() -> None:
    with pytest.raises(ValueError, match="boundary"):
        multipart_body.unpack(b"-- \nJohn: here\n", DEFAULT)
