"""MiStat: the key is in `sid`, or the payload is a gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.decode import DEFAULT
from harness.decode.refusal import Refusal
from harness.decode.vendors import mistat
from harness.model.message import GapReason

SAMPLES = Path(__file__).parents[2] / "samples" / "mistat"


def test_a_key_made_by_the_sender_decrypts() -> None:
    (steps, data), (_, sid) = mistat.unpack((SAMPLES / "self-made-key.bin").read_bytes(), DEFAULT)

    assert steps == ("form:p", "base64", "aes-128-cbc(sid)")
    assert data[:2] == b"\x1f\x8b"
    assert b"_" in sid


def test_a_negotiated_key_is_a_gap() -> None:
    with pytest.raises(Refusal) as refused:
        mistat.unpack((SAMPLES / "negotiated-key.bin").read_bytes(), DEFAULT)

    assert refused.value.reason is GapReason.ENCRYPTED


def test_damaged_forms_raise_value_errors() -> None:
    for form in (b"p=x&sid=y&fc=1", b"p=QUFBQQ&sid=00&fc=1", b"p=&sid=&fc=1"):
        with pytest.raises(ValueError):
            mistat.unpack(form, DEFAULT)
