"""Host names of other scripts are read as they are shown."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, punycode_text


def test_labels_are_shown_in_their_script() -> None:
    host = "bücher.日本語.test".encode("idna")

    assert punycode_text.matches(host)
    assert punycode_text.unpack(host, DEFAULT) == [("punycode", "bücher.日本語.test".encode())]


def test_a_label_that_is_none_raises() -> None:
    with pytest.raises(ValueError, match=r".+"):
        punycode_text.unpack(b"xn--99999999.test", DEFAULT)


def test_other_hosts_do_not_match() -> None:
    assert not punycode_text.matches(b"a--b.test")
