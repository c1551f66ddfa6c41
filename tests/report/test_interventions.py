from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from harness.report.interventions import interventions_in_words
from harness.report.words import Words
from tests.report.record import ARM, KEY, WORDS

DER = b"0\x82 certificate"
DIGEST = hashlib.sha256(DER).hexdigest()
PEM = f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(DER).decode()}\n-----END CERTIFICATE-----\n"
SUSPENDED = replace(KEY, conditions=(*KEY.conditions, ("suspended", "com.xiaomi.xmsf"))).id
LINES = (
    "ipv6: False",
    "usb-network: ",
    f"ca-certificate c8750f0d.0: {PEM}",
    "proxy: 127.0.0.1:41809",
    "suspended com.xiaomi.xmsf: True",
    "suspended com.xiaomi.xmsf: True",
)


def test_changes_are_told_in_words_once_with_root_and_without_any_certificate() -> None:
    words = interventions_in_words(LINES, [ARM, "run"], WORDS)

    assert words == (
        "IPv6 switched off as root",
        "network over USB switched off",
        f"the recorder's CA certificate in the system store, as root (SHA-256 {DIGEST})",
        "global proxy set to the recorder at 127.0.0.1:41809",
    )


def test_a_suspension_belongs_to_the_arms_that_had_it() -> None:
    words = interventions_in_words(LINES, [ARM, SUSPENDED], WORDS)

    assert words[-1] == (
        "com.xiaomi.xmsf suspended in the arm Mi Browser, in incognito mode, "
        "with com.xiaomi.xmsf suspended, with the switch in its default position"
    )
    assert sum("xmsf" in text for text in words) == 1


def test_an_unknown_change_is_told_as_it_stands_and_a_broken_certificate_never() -> None:
    words = interventions_in_words(
        ("setting secure a\x1b: 1\n", "odd", f"other thing: {PEM}", "ca-certificate x: -----BEGIN CERT"),
        (),
        Words(),
    )

    assert words == (
        "setting secure a\\x1b set to 1\\n",
        "odd",
        "other thing",
        "the recorder's CA certificate in the system store, as root (unreadable)",
    )


def test_files_of_the_same_folder_are_told_once() -> None:
    lines = [f"placed-file /sdcard/Music/{name}.mp3: SHA-256 00ff" for name in ("a", "b")]

    words = interventions_in_words(lines, (), Words())

    assert words == ("files placed in /sdcard/Music for acts, removed after each arm",)
