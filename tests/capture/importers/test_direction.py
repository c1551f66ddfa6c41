"""Whose address is the phone's."""

# ruff: noqa: FBT001 (drawn and parametrised values)

from __future__ import annotations

import pytest

from harness.capture.importers.direction import Phones, is_group, is_private

PUBLIC, OTHER = "203.0.113.1", "198.51.100.1"


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("172.32.0.1", False),
        ("192.168.1.1", True),
        ("100.64.0.1", True),
        ("169.254.1.1", True),
        ("127.0.0.1", True),
        (PUBLIC, False),
        ("fd00::1", True),
        ("fe80::1", True),
        ("2001:db8::1", False),
    ],
)
def test_networks_of_phones_are_known(address: str, private: bool) -> None:
    assert is_private(address) is private


@pytest.mark.parametrize(
    ("source", "target", "sends"),
    [
        ("10.0.0.2", PUBLIC, True),
        (PUBLIC, "10.0.0.2", False),
        ("fd00::2", "2001:db8::1", True),
        ("10.0.0.2", "10.0.0.1", None),
        (PUBLIC, OTHER, None),
        ("10.0.0.2", "224.0.0.251", True),
        (PUBLIC, "255.255.255.255", True),
        ("fe80::2", "ff02::fb", True),
        ("0.0.0.0", "255.255.255.255", True),  # noqa: S104 (an address in a packet)
    ],
)
def test_a_private_address_is_the_phones(source: str, target: str, sends: bool | None) -> None:
    assert Phones().sends(source, target) is sends


def test_who_opened_a_connection_is_known_from_then_on() -> None:
    phones = Phones()
    phones.learn(OTHER)

    assert (phones.sends(OTHER, PUBLIC), phones.sends(PUBLIC, OTHER)) == (True, False)
    assert is_group("239.1.1.1")
