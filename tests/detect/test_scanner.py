"""One pass over many texts: every hit with its text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from harness.decode import Tree
from harness.detect.matcher import AhoCorasickMatcher, matcher
from harness.detect.scanner import Scanner
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.messages import sent

VALUES = [Planted(PlantedId("i"), PlantedKind.IDENTIFIER, "9774d56d682e549c", "android_id")]


def tree(*texts: bytes) -> Tree:
    """A message whose headers are some texts."""
    return Tree(sent(b"", headers=tuple((b"x", text) for text in texts)))


def forms_by_text(texts: Sequence[bytes], scanner: Scanner) -> list[tuple[bytes, str]]:
    read = tree(*texts)
    return [(read.blobs[hit.node], hit.form) for hit in scanner.scan(read.blobs, read).values()]


def test_hits_are_told_by_text_and_never_reach_over_two() -> None:
    for engine in (matcher, AhoCorasickMatcher):
        scanner = Scanner(VALUES, (), engine)
        texts = [b"nothing", b"x 9774d56d682e549c", b"9774d56", b"d682e549", b"c"]

        assert forms_by_text(texts, scanner) == [(b"x 9774d56d682e549c", "plain")]


def test_digests_in_hex_are_found_anywhere_in_a_run() -> None:
    run = f"x{'0' * 7}{hashlib.sha1(b'9774d56d682e549c').hexdigest().upper()}1".encode()

    assert forms_by_text([run], Scanner(VALUES, (), matcher)) == [(run, "sha1")]


def test_a_digest_with_another_salt_is_not_known() -> None:
    scanner = Scanner(VALUES, ("salt",), matcher)
    salted = [
        hashlib.md5(f"9774d56d682e549c{salt}".encode()).hexdigest().encode() for salt in ("salt", "pepper")
    ]

    assert [text for text, _ in forms_by_text(salted, scanner) if len(text) > 16] == salted[:1]
