"""TLS: the server name is read, the rest a gap."""

from __future__ import annotations

import ssl

import pytest

from harness.decode import DEFAULT, tls_hello
from harness.decode.refusal import Refusal
from harness.model.message import GapReason


def hello(host: str) -> bytes:
    """A greeting of OpenSSL."""
    outgoing = ssl.MemoryBIO()
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2"])
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=host).do_handshake()
    return outgoing.read()


def test_the_server_name_of_openssl_is_read() -> None:
    data = hello("sa.api.intl.miui.com")

    assert tls_hello.matches(data)
    with pytest.raises(Refusal) as refused:
        tls_hello.unpack(data, DEFAULT)

    assert refused.value.reason is GapReason.TLS_OPAQUE
    assert ("tls:sni", b"sa.api.intl.miui.com") in refused.value.parts


def test_a_greeting_cut_anywhere_is_refused_and_nothing_else() -> None:
    data = hello("sa.api.intl.miui.com")
    for size in range(6, len(data), 7):
        with pytest.raises(Refusal):
            tls_hello.unpack(data[:size], DEFAULT)
