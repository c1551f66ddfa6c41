"""What was changed on the phone for a measurement, in words: the run's set-up and an arm's suspensions."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Collection, Iterator, Sequence

from harness.model.arm import ArmKey
from harness.report.safe_text import one_line
from harness.report.words import Words

_OFF = {
    "ipv6": "IPv6 switched off as root",
    "mobile-data": "mobile data switched off",
    "bluetooth": "Bluetooth switched off",
    "usb-network": "network over USB switched off",
}
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def interventions_in_words(
    interventions: Sequence[str], arms: Collection[str], words: Words
) -> tuple[str, ...]:
    """Each change once, without those that other arms alone had.

    `interventions` are `change: value` lines of the run, `arms` the arms that a judgement rests on.
    """
    return tuple(dict.fromkeys(_told(interventions, arms, words)))


def _told(interventions: Sequence[str], arms: Collection[str], words: Words) -> Iterator[str]:
    for line in interventions:
        change, said, value = line.partition(": ")
        kind, _, name = change.partition(" ")
        if not said:
            yield one_line(line)
        elif kind == "suspended":
            during = [arm for arm in arms if _fixes(arm, name)]
            yield from (one_line(f"{name} suspended in the arm {words.arm(arm)}") for arm in during)
        elif kind == "ca-certificate":
            yield f"the recorder's CA certificate in the system store, as root ({_fingerprint(value)})"
        elif kind == "proxy":
            yield one_line(f"global proxy set to the recorder at {value}")
        elif kind == "placed-file":
            yield one_line(f"files placed in {name.rpartition('/')[0]} for acts, removed after each arm")
        elif kind in _OFF and value in {"False", "", "None"}:
            yield _OFF[kind]
        else:
            yield one_line(f"{change} set to {value}") if _BEGIN not in value else one_line(change)


def _fixes(arm: str, value: str) -> bool:
    """Whether an arm has a condition of that value; False for anything that is no arm."""
    try:
        return value in ArmKey.parse(arm).every.values()
    except ValueError:
        return False


def _fingerprint(value: str) -> str:
    """The certificate's SHA-256 over its DER form, never its text."""
    start, end = value.find(_BEGIN), value.find(_END)
    if start < 0 or end < start:
        return "unreadable"
    try:
        der = ssl.PEM_cert_to_DER_cert(value[start : end + len(_END)])
    except ValueError:
        return "unreadable"
    return f"SHA-256 {hashlib.sha256(der).hexdigest()}"
