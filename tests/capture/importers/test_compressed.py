"""Compressed recordings: several streams, nested, cut off, damaged, bombs, and other encodings of text."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable

import pytest
import zstandard

from harness.capture.importers import compressed
from harness.capture.importers.compressed import Layer, layer_of
from harness.capture.importers.stream import Stream
from harness.model.account import Account, Unread
from harness.model.message import GapReason
from tests.capture.importers.reading import Trickle

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "Zstandard": zstandard.ZstdCompressor(write_checksum=True).compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
TEXT = bytes(range(256)) * 3000 + b"end"


def unpacked(data: bytes) -> tuple[bytes, list[Unread], Layer]:
    layer = layer_of(Stream(Trickle(data)))
    assert layer is not None
    out = bytearray()
    while piece := layer.read(1 << 16):
        out += piece
    account = Account()
    gaps = layer.settle(account)
    assert account.lost == 0
    return bytes(out), gaps, layer


@pytest.mark.parametrize("name", PACKERS)
def test_several_streams_are_read_one_after_another(name: str) -> None:
    out, gaps, layer = unpacked(PACKERS[name](TEXT) + PACKERS[name](b"second"))

    assert (out, gaps, layer.name) == (TEXT + b"second", [], name)


@pytest.mark.parametrize("name", PACKERS)
def test_a_file_that_is_cut_off_keeps_what_was_read(name: str) -> None:
    packed = PACKERS[name](TEXT * 4)
    for end in (len(packed) - 1, len(packed) // 2, 12):
        out, gaps, _ = unpacked(packed[:end])

        assert TEXT.startswith(out[: len(TEXT)])
        assert [gap.reason for gap in gaps] == [GapReason.TRUNCATED]


@pytest.mark.parametrize("name", PACKERS)
def test_what_follows_is_a_gap_of_its_size(name: str) -> None:
    out, gaps, _ = unpacked(PACKERS[name](TEXT) + b"something else")

    assert out == TEXT
    assert [(gap.reason, gap.size) for gap in gaps] == [(GapReason.DAMAGED, 14)]


def test_a_wrong_checksum_is_named() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1

    out, gaps, _ = unpacked(bytes(packed))

    assert TEXT.startswith(out)
    assert [gap.reason for gap in gaps] == [GapReason.CHECKSUM]


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_a_gap(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "FREE", 1 << 20)
    packed = PACKERS[name](bytes(1 << 25))

    out, gaps, _ = unpacked(packed)

    assert len(out) < 1 << 24
    assert [gap.reason for gap in gaps] == [GapReason.BUDGET]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_text_of_other_encodings_becomes_utf_8(encoding: str) -> None:
    out, gaps, _ = unpacked('{"ä": "😀"}'.encode(encoding))

    assert out.decode("utf-8-sig") == '{"ä": "😀"}'
    assert not gaps


def test_half_a_character_at_the_end_is_a_gap() -> None:
    out, gaps, _ = unpacked('{"a": 1}'.encode("utf-16-le") + b"x")

    assert out == b'{"a": 1}'
    assert [(gap.reason, gap.size) for gap in gaps] == [(GapReason.DAMAGED, 1)]


def test_other_files_have_no_layer() -> None:
    assert layer_of(Stream(Trickle(b"GIF89a"))) is None
