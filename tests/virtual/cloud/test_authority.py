from __future__ import annotations

import subprocess

import pytest

from harness.virtual.cloud.authority import Authority


def test_openssl_verifies_a_certificate_strictly(tmp_path):
    authority = Authority(tmp_path)
    authority.context("sa.api.intl.miui.com")

    told = subprocess.run(
        [
            *("openssl", "verify", "-x509_strict", "-purpose", "sslserver"),
            *("-verify_hostname", "sa.api.intl.miui.com", "-CAfile", "ca.pem", "leaf.pem"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr


def test_a_name_gets_one_context(tmp_path):
    authority = Authority(tmp_path)

    assert authority.context("A.test") is authority.context("a.test")


def test_a_name_that_no_certificate_can_hold_is_refused(tmp_path):
    with pytest.raises(ValueError):
        Authority(tmp_path).context("b\xfccher.test")
