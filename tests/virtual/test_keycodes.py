from __future__ import annotations

import pytest

from harness.virtual.keycodes import CODES, name_of


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("66", "enter"),
        ("KEYCODE_HOME", "home"),
        ("back", "back"),
        ("delete", "del"),
        ("recent", "app_switch"),
    ],
)
def test_a_key_is_known_by_code_and_by_name(given, name):
    assert name_of(given) == name


@pytest.mark.parametrize("given", ["9999", "KEYCODE_NONE", ""])
def test_a_key_that_no_phone_has_is_refused(given):
    with pytest.raises(ValueError, match="no key"):
        name_of(given)


def test_no_two_codes_share_a_name():
    assert len(set(CODES.values())) == len(CODES)
