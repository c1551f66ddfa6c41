from __future__ import annotations

import ssl

from mitmproxy import certs, tls

from harness.capture.handshake import alpn_names, der, offered_versions


def hello(version=b"\x03\x03", extensions=b""):
    body = version + bytes(32) + b"\x00" + b"\x00\x02\x13\x01" + b"\x01\x00"
    return tls.ClientHello(body + len(extensions).to_bytes(2, "big") + extensions)


def versions(*numbers):
    listed = b"".join(number.to_bytes(2, "big") for number in numbers)
    body = bytes([len(listed)]) + listed
    return b"\x00\x2b" + len(body).to_bytes(2, "big") + body


def test_offered_versions_come_from_the_extension_without_grease():
    offered = offered_versions(hello(extensions=versions(0x7A7A, 0x0304, 0x0303, 0x7F1C)))
    assert offered == ("TLSv1.3", "TLSv1.2", "0x7f1c")


def test_without_the_extension_the_hello_names_the_only_version():
    assert offered_versions(hello(b"\x03\x01")) == ("TLSv1",)
    assert offered_versions(hello(b"\x03\x00")) == ("SSLv3",)


def test_a_cut_off_extension_is_read_as_far_as_it_goes():
    assert offered_versions(hello(extensions=b"\x00\x2b\x00\x04\x09\x03\x04\x03")) == ("TLSv1.3",)


def test_protocol_names_may_be_any_bytes():
    assert alpn_names([b"h2", b"\xff"]) == ("h2", "ÿ")


def test_a_certificate_is_kept_in_its_der_form(cloud):
    pem = cloud.ca.read_bytes()
    assert der(certs.Cert.from_pem(pem)) == ssl.PEM_cert_to_DER_cert(pem.decode())
