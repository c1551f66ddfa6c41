from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from harness.model.errors import EvidenceError
from harness.model.message import BodyReference
from harness.store.bodies import BodyReader, BodyWriter


def test_bodies_come_back_as_they_were(tmp_path):
    writer, reader = BodyWriter(tmp_path / "bodies"), BodyReader(tmp_path / "bodies")
    bodies = [b"one", b"", bytes(range(256)) * 1000, b"one"]
    references = [writer.add(body) for body in bodies]
    assert [reader.load(reference) for reference in references] == bodies
    assert [reference.offset for reference in references] == [0, 3, 3, 256003]
    assert references[0].sha256 == hashlib.sha256(b"one").hexdigest()
    writer.close()
    writer.close()


def test_a_segment_never_grows_beyond_its_limit(tmp_path):
    writer = BodyWriter(tmp_path, segment_bytes=10)
    places = [(writer.add(b"x" * size).segment, size) for size in (6, 4, 1, 10, 9)]
    assert places == [(1, 6), (1, 4), (2, 1), (3, 10), (4, 9)]
    assert all(path.stat().st_size <= 10 for path in tmp_path.iterdir())
    with pytest.raises(ValueError, match="at most 10"):
        writer.add(b"x" * 11)


def test_a_second_writer_starts_a_segment_of_its_own(tmp_path):
    first = BodyWriter(tmp_path)
    kept = first.add(b"first")
    with (tmp_path / "000001.seg").open("ab") as torn:
        torn.write(b"half a bo")
    second = BodyWriter(tmp_path)
    reference = second.add(b"second")
    assert (reference.segment, reference.offset) == (2, 0)
    assert BodyReader(tmp_path).load(kept) == b"first"


def test_what_does_not_verify_is_never_handed_out(tmp_path):
    writer, reader = BodyWriter(tmp_path), BodyReader(tmp_path)
    good = writer.add(b"evidence")
    writer.add(b"more")
    wrong = [
        replace(good, segment=9),
        replace(good, offset=1),
        replace(good, length=4),
        replace(good, offset=10, length=8),
        replace(good, length=-1),
        replace(good, offset=-1),
        replace(good, length=1 << 40),
        replace(good, sha256="0" * 64),
        BodyReference(1, 0, 0, "0" * 64),
    ]
    for reference in wrong:
        with pytest.raises(EvidenceError):
            reader.load(reference)
    path = tmp_path / "000001.seg"
    path.write_bytes(b"Evidence" + path.read_bytes()[8:])
    with pytest.raises(EvidenceError, match="sha256"):
        reader.load(good)
