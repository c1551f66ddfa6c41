from __future__ import annotations

import re

from harness.virtual.identifiers import TEST_TYPE_ALLOCATION_CODE, derive, luhn_digit
from harness.virtual.state import Document


def test_the_identifiers_follow_from_the_seed_alone(tmp_path):
    one, same = (derive(b"a" * 32, Document(tmp_path / "i.json")) for _ in range(2))
    other = derive(b"b" * 32, Document(tmp_path / "i.json"))

    assert one == same
    assert not {one.imei, one.serial, one.gaid, one.wifi_mac} & {
        other.imei,
        other.serial,
        other.gaid,
        other.wifi_mac,
    }


def test_they_have_their_real_forms_and_can_belong_to_no_real_phone(tmp_path):
    found = derive(b"a" * 32, Document(tmp_path / "i.json"))

    for imei in (found.imei, found.imei2):
        assert re.fullmatch(r"\d{15}", imei)
        assert imei.startswith(TEST_TYPE_ALLOCATION_CODE)
        assert luhn_digit(imei[:14]) == imei[14]
    assert found.wifi_mac.startswith("02:")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found.gaid)


def test_every_app_has_an_android_id_of_its_own(tmp_path):
    found = derive(b"a" * 32, Document(tmp_path / "i.json"))
    ids = {found.android_id("com.a"), found.android_id("com.b"), found.shell_android_id}

    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in ids)


def test_a_reset_advertising_id_is_taken_from_the_folder(tmp_path):
    document = Document(tmp_path / "i.json")
    document.data = {"gaid": "00000000-0000-0000-0000-000000000000"}

    assert derive(b"a" * 32, document).gaid.startswith("00000000")


def test_the_check_digit_is_luhn_s():
    assert luhn_digit("7992739871") == "3"
