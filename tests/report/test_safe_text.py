from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harness.report.safe_text import block, one_line

FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(st.text(alphabet=st.characters()) | st.binary())
def test_no_captured_character_controls_a_terminal(value: str | bytes) -> None:
    assert not [c for c in one_line(value) if unicodedata.category(c) in FORBIDDEN]
    assert not [c for c in block(value) if unicodedata.category(c) in FORBIDDEN and c not in "\n\t"]


def test_what_was_there_stays_visible() -> None:
    assert one_line("a\x1b[31mb\u202ec\nd\x7f") == "a\\x1b[31mb\\u202ec\\nd\\x7f"
    assert one_line(b"\xff\x00ok") == "\\xff\\x00ok"
    assert one_line("\udc80\U000e0001") == "\\udc80\\U000e0001"
    assert one_line("小米 ünïcode") == "小米 ünïcode"


def test_a_block_keeps_its_lines() -> None:
    assert block("one\n\ttwo\r") == "one\n\ttwo\\r"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert one_line("x" * 12, most=10) == "x" * 10 + "… (2 more characters)"
    assert one_line(b"x" * 12, most=10) == "x" * 10 + "… (of 12 bytes)"
    assert one_line("x" * 10, most=10) == "x" * 10


def test_a_huge_body_costs_no_more_than_what_is_shown() -> None:
    assert len(one_line(b"\x00" * 50_000_000)) < 2000
