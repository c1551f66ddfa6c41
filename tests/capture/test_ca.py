from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.capture.ca import subject_hash_old, subject_of, trust_store_name
from harness.model.errors import SetupError

OPENSSL = shutil.which("openssl")
SUBJECTS = ("/CN=mitmproxy/O=mitmproxy", "/C=DE/ST=Bayern/O=Prüfstelle/CN=Überwachung", "/CN=" + "x" * 60)


@pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_hash_is_the_one_openssl_prints(tmp_path, subject):
    key, pem = tmp_path / "key.pem", tmp_path / "ca.pem"
    make = [
        OPENSSL,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-utf8",
    ]
    subprocess.run(
        [*make, "-keyout", key, "-out", pem, "-days", "2", "-subj", subject], check=True, capture_output=True
    )
    printed = subprocess.run(
        [OPENSSL, "x509", "-in", pem, "-noout", "-subject_hash_old"], check=True, capture_output=True
    )
    assert trust_store_name(pem) == printed.stdout.decode().strip() + ".0"


@pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")
def test_the_recorders_own_certificate_hashes_like_openssl_says(recorder):
    printed = subprocess.run(
        [OPENSSL, "x509", "-in", recorder.ca, "-noout", "-subject_hash_old"], check=True, capture_output=True
    )
    assert trust_store_name(recorder.ca) == printed.stdout.decode().strip() + ".0"


@pytest.mark.parametrize(
    "junk", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x03\x30\x01\xa0", bytes(300)], ids=range(5)
)
def test_what_is_no_certificate_is_refused(junk):
    with pytest.raises(SetupError):
        subject_of(junk)


def test_a_certificate_without_version_has_its_subject_one_field_earlier():
    name = bytes.fromhex("3003310130")
    fields = bytes.fromhex("020101") + bytes.fromhex("3000") * 3 + name
    inner = b"\x30" + bytes([len(fields)]) + fields
    certificate = b"\x30" + bytes([len(inner)]) + inner
    assert subject_of(certificate) == name
    assert len(subject_hash_old(certificate)) == 8


def test_a_file_that_is_no_pem_is_refused(tmp_path, cloud):
    (tmp_path / "x").write_text("no certificate")
    for path in (tmp_path / "x", tmp_path / "none"):
        with pytest.raises(SetupError, match="wanted a certificate"):
            trust_store_name(path)
    assert subject_of(ssl.PEM_cert_to_DER_cert(cloud.ca.read_text()))


@pytest.mark.slow
def test_recorders_that_start_together_share_one_certificate(start, tmp_path):
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda _: start(confdir=tmp_path / "conf")[0], range(3)))
    for recorder in made:
        context = ssl.create_default_context(cafile=recorder.ca)
        with socket.create_connection(("127.0.0.1", recorder.port), timeout=10) as raw:
            raw.sendall(b"CONNECT a.claims.test:443 HTTP/1.1\r\n\r\n")
            raw.recv(1000)
            with context.wrap_socket(raw, server_hostname="a.claims.test") as secure:
                assert secure.version() == "TLSv1.3"
        recorder.stop()
