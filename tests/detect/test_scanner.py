"""One pass over many texts: every hit with its text."""

from __future__ import annotations

import hashlib

from harness.detect.matcher import AhoCorasickMatcher, matcher
from harness.detect.scanner import Scanner
from harness.model.planted import Planted, PlantedId, PlantedKind

VALUES = [Planted(PlantedId("i"), PlantedKind.IDENTIFIER, "9774d56d682e549c", "android_id")]


def test_hits_are_told_by_text_and_never_reach_over_two() -> None:
    for engine in (matcher, AhoCorasickMatcher):
        scanner = Scanner(VALUES, (), engine)
        best = scanner.scan([b"nothing", b"x 9774d56d682e549c", b"9774d56", b"d682e549", b"c"], None)

        assert [(hit.node, hit.form) for hit in best.values()] == [(1, "plain")]


def test_digests_in_hex_are_found_anywhere_in_a_run() -> None:
    hashed = hashlib.sha1(b"9774d56d682e549c").hexdigest()
    needles: dict[int, set[bytes]] = {}

    best = Scanner(VALUES, (), matcher).scan([f"x{'0' * 7}{hashed.upper()}1".encode()], None, needles)

    assert [hit.form for hit in best.values()] == ["sha1"]
    assert needles == {0: {f"{'0' * 7}{hashed.upper()}1".encode()}}


def test_bytes_that_begin_with_a_digest_are_known() -> None:
    scanner = Scanner(VALUES, ("salt",), matcher)

    assert scanner.knows_any([hashlib.md5(b"9774d56d682e549csalt").digest()])
    assert not scanner.knows_any([hashlib.md5(b"9774d56d682e549cpepper").digest()])
