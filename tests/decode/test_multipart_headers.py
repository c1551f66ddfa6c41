"""Headers of a part: names, values, parameters, and what is neither."""

from __future__ import annotations

from harness.decode.multipart_headers import header_parts


def test_every_name_and_parameter_is_a_part() -> None:
    head = b"Content-Disposition: form-data; name=\"a;b\";\r\n filename*=utf-8''%41; odd\r\nno header"

    assert header_parts(head, "h") == [
        ("h.{content-disposition}", b"Content-Disposition"),
        ("h.content-disposition", b"form-data"),
        ("h.content-disposition.{name}", b"name"),
        ("h.content-disposition.name", b"a;b"),
        ("h.content-disposition.{filename*}", b"filename*"),
        ("h.content-disposition.filename*", b"utf-8''%41"),
        ("h.content-disposition.rest", b"odd"),
        ("h.line[1]", b"no header"),
    ]


def test_a_path_with_backslashes_is_kept_as_it_is() -> None:
    assert ("h.x.f", b"C:\\d\\e") in header_parts(b'X: y; f="C:\\d\\e"', "h")
