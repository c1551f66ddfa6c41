"""Payloads of engine.io (protocol revisions 3 and 4): packets apart by U+001E or by their lengths."""

from __future__ import annotations

import binascii
import re

from harness.decode.budget import Budget
from harness.decode.proof import reads_on
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "engine.io"
CERTAIN = True
FIRST = b"0123456b"
_SEPARATOR = b"\x1e"
_KIND = re.compile(rb"\A(b4?|[0-6](?:[0-6](?:\d+-)?(?:/[^,]*,)?\d*)?)(?=[\[{\"A-Za-z+/=]|\Z)", re.DOTALL)
_LENGTH = re.compile(rb"(\d{1,8}):(?=[0-6b])")
_ONE = re.compile(rb"\Ab4?[A-Za-z0-9+/]{8,}={0,2}\Z")
_BINARY = re.compile(
    rb"\Ab(?:4(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?|(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?)\Z"
)


def matches(data: bytes) -> bool:
    """Whether packets of either revision stand one after another, or one of base64 stands alone."""
    if data[:1] == b"b":
        return _ONE.match(data.partition(_SEPARATOR)[0]) is not None
    if _SEPARATOR in data:
        return all(_KIND.match(packet) for packet in data.split(_SEPARATOR, 3)[:3])
    return _packets(data) is not None if _LENGTH.match(data) else False


def _packets(data: bytes) -> list[bytes] | None:
    """The packets of revision 3, whose lengths count UTF-16 units; None where a length does not fit."""
    text = data.decode("utf-8", "surrogateescape")
    found: list[bytes] = []
    at = 0
    while at < len(text):
        end = text.find(":", at, at + 9)
        if end < 0 or not text[at:end].isdecimal() or len(text) < end + 1 + int(text[at:end]):
            return None
        at = end + 1 + int(text[at:end])
        found.append(text[end + 1 : at].encode("utf-8", "surrogateescape"))
    return found


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What each packet carries, `engine.io:[0]`, its kind as `engine.io-kind`.

    Raises ValueError where it is none, Refusal where more are than the budget allows.
    """
    packets = data.split(_SEPARATOR) if _SEPARATOR in data or data[:1] == b"b" else _packets(data)
    if packets is None:
        raise ValueError("no packets")
    if len(packets) > budget.structure:
        raise Refusal(GapReason.BUDGET, f"more than {budget.structure} packets")
    found: list[Part] = []
    for number, packet in enumerate(packets):
        kind = _KIND.match(packet)
        if packet[:1] == b"b" and _BINARY.match(packet):
            found.extend(_binary(number, packet))
        elif kind and packet[:1] != b"b":
            found.append((f"{NAME}-kind:[{number}]", kind[0]))
            found.append((f"{NAME}:[{number}]", packet[kind.end() :]))
        else:
            found.append((f"{NAME}:[{number}]", packet))
    if (
        len(packets) == 1
        and data[:1] == b"b"
        and not any(
            step == f"{NAME}:[0]" and content != data and reads_on(content) for step, content in found
        )
    ):
        raise ValueError("letters that begin with b")
    if len(packets) > 1:
        found.append((f"{NAME}[]", b"%d" % len(packets)))
    return found


def _binary(number: int, packet: bytes) -> list[Part]:
    """What a binary packet carries, and the bits of its last letter that belong to no byte."""
    body = packet[1:].rstrip(b"=")
    padding = len(packet) - 1 - len(body)
    # A 4 is the type in revision 3 or the first letter in revision 4: both where the length allows both.
    spelled = [
        letters
        for letters in dict.fromkeys((body.removeprefix(b"4"), body))
        if len(letters) % 4 != 1 and (not padding or (len(letters) + padding) % 4 == 0)
    ]
    found: list[Part] = []
    for letters in spelled:
        content = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        found.append((f"{NAME}:[{number}]", content))
        if binascii.b2a_base64(content, newline=False).rstrip(b"=") != letters:
            found.append((f"{NAME}-bits:[{number}]", letters[-4:]))
    if body[:1] == b"4":
        found.append((f"{NAME}-kind:[{number}]", b"b4"))
    return found
