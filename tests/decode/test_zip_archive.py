"""zip: names and contents, in streamed and damaged archives too."""

from __future__ import annotations

import io
import zipfile

import pytest

from harness.decode import DEFAULT, zip_archive
from harness.decode.refusal import Refusal
from harness.model.message import GapReason
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize(
    "encoder", ["zip stored", "zip deflated", "zip bzip2", "zip lzma", "zip name", "zip streamed"]
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(zip_archive, encoder, value)


def test_every_byte_behind_the_members_is_a_part() -> None:
    body = ENCODERS["zip deflated"](WORDS) + b"behind"

    assert zip_archive.unpack(body, DEFAULT)[-1][1].endswith(b"behind")


def test_an_archive_that_is_cut_off_is_refused_with_what_was_read() -> None:
    body = ENCODERS["zip stored"](WORDS)[:50]

    with pytest.raises(Refusal) as refused:
        zip_archive.unpack(body, DEFAULT)
    assert any(b"alice" in part for _, part in refused.value.parts)


def test_a_damaged_member_is_refused() -> None:
    body = ENCODERS["zip stored"](WORDS).replace(b"alice", b"alibi", 1)

    with pytest.raises(Refusal) as refused:
        zip_archive.unpack(body, DEFAULT)
    assert refused.value.reason is GapReason.CHECKSUM


def test_an_encrypted_member_is_a_gap_beside_its_bytes_and_the_later_ones_are_read() -> None:
    first = bytearray(ENCODERS["zip stored"](b"secret"))
    first[6] |= 1
    body = bytes(first[: first.index(b"PK\x01\x02")]) + ENCODERS["zip deflated"](WORDS)

    with pytest.raises(Refusal) as refused:
        zip_archive.unpack(body, DEFAULT)
    assert refused.value.reason is GapReason.ENCRYPTED
    assert {b"secret", WORDS} <= {part for _, part in refused.value.parts}


def test_comments_extra_fields_and_names_of_the_directory_are_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        member = zipfile.ZipInfo("a.txt")
        member.comment, member.extra = b"of the member", b"\x99\x99\x05\x00extra"
        file.writestr(member, WORDS)
        file.comment = b"of the archive"

    parts = {part for _, part in zip_archive.unpack(out.getvalue(), DEFAULT)}

    assert {b"a.txt", WORDS, b"of the member", b"of the archive", b"extra"} <= parts
