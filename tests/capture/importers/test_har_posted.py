"""The body of a request: text, base64, or parameters."""

from __future__ import annotations

import pytest

from harness.capture.importers import har_file
from tests.capture.importers.reading import archive, read, request, sent


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ({"text": "AAE=", "encoding": "base64"}, b"\x00\x01"),
        ({"params": [{"name": "a", "value": "b c"}]}, b"a=b+c"),
        ({"text": "a=b", "params": [{"name": "a", "value": "b"}]}, b"a=b"),
        ({}, b""),
        (
            {
                "mimeType": "multipart/form-data; boundary=x",
                "params": [{"name": "a", "value": "b", "fileName": "f"}],
            },
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\nb\r\n--x--\r\n',
        ),
    ],
)
def test_a_body_is_text_base64_or_parameters(data: dict[str, object], body: bytes) -> None:
    assert sent(read(har_file.read, archive(request(postData=data)))[0])[0].body == body
