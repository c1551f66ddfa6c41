from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from harness.virtual import firmware
from harness.virtual.apps.discovery import packages
from harness.virtual.assembly import TRUST_STORE, assemble, make_phone, subject_hash_old

sys.path.insert(0, str(Path(__file__).parent))
from bench import certificate

sys.path.pop(0)

FIRMWARE = firmware.load("as-updated-2020-05", installed=packages())


def test_the_same_folder_is_the_same_phone(tmp_path):
    first = assemble(tmp_path / "a", FIRMWARE)
    first.settings.put("global", "x", "1")
    again = assemble(tmp_path / "a", FIRMWARE)

    assert again.identifiers == first.identifiers
    assert again.settings.get("global", "x") == "1"
    assert again.settings.get("secure", "android_id") == first.identifiers.shell_android_id


def test_a_virtual_phone_says_so(tmp_path):
    properties = assemble(tmp_path / "a", FIRMWARE, time_scale=600).properties

    assert properties.get("ro.claims.virtual") == "1"
    assert properties.get("ro.claims.virtual.time_scale") == "600"


def test_the_cloud_s_ca_takes_the_place_of_the_one_before(tmp_path):
    for _ in range(2):
        (tmp_path / "ca.pem").write_bytes(certificate())
        device = assemble(tmp_path / "a", FIRMWARE, cloud_ca=tmp_path / "ca.pem")

    store = device.files.host(TRUST_STORE)
    assert [path.read_bytes() for path in store.iterdir()] == [(tmp_path / "ca.pem").read_bytes()]


def test_the_name_in_the_trust_store_is_openssl_s(tmp_path):
    pem = certificate()
    (tmp_path / "ca.pem").write_bytes(pem)
    try:
        said = subprocess.run(
            ["openssl", "x509", "-subject_hash_old", "-noout", "-in", str(tmp_path / "ca.pem")],
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        pytest.skip("no openssl here")

    assert said.stdout.strip() == subject_hash_old(x509.load_pem_x509_certificate(pem))


def test_the_facade_is_the_device_s_phone(tmp_path):
    device = assemble(tmp_path / "a", FIRMWARE)
    phone = make_phone(device, zone={"hosts": {}})

    assert device.phone is phone
    assert phone.store("com.mi.globalbrowser").is_dir()
