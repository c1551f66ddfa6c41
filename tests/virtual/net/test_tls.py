from __future__ import annotations

import ssl

import pytest

from harness.virtual.cloud.authority import Authority
from harness.virtual.net import tls


@pytest.fixture
def store(tmp_path):
    (tmp_path / "authority").mkdir()
    authority = Authority(tmp_path / "authority")
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "aaaaaaaa.0").write_bytes(authority.path.read_bytes())
    (folder / "bbbbbbbb.0").write_bytes(b"\xff not a certificate")
    return folder


@pytest.mark.parametrize(
    ("sdk", "latest"), [(28, ssl.TLSVersion.TLSv1_2), (29, ssl.TLSVersion.MAXIMUM_SUPPORTED)]
)
def test_android_10_was_the_first_to_offer_tls_1_3(store, sdk, latest):
    made = tls.context(store, sdk=sdk)

    assert made.maximum_version == latest
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2
    assert made.verify_mode == ssl.CERT_REQUIRED
    assert made.check_hostname


def test_a_file_that_is_no_certificate_is_left_out(store):
    assert len(tls.context(store, sdk=28).get_ca_certs()) == 1


def test_an_empty_store_trusts_nobody(tmp_path):
    assert tls.context(tmp_path, sdk=28).get_ca_certs() == []


def test_a_pinned_app_keeps_only_its_own_authority(store):
    assert len(tls.context(store, sdk=28, pin="chain").get_ca_certs()) == 1
