from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from rich.console import Console

from harness.model.judgement import Origin, Outcome
from harness.report.table import ClaimTable, Column, Row
from harness.report.verdict import Verdict

COLUMNS = (
    Column("april-2020", "Xiaomi/dipper/dipper:9/PKQ1/V11.0.3.0:user/release-keys", Origin.REHEARSAL),
    Column("pixel [red]", "\x1b[2Jgoogle/x\u202e", Origin.MEASUREMENT),
)
ROWS = (
    Row(
        "INC-02",
        "Incognito mode sends no browsing data",
        {
            "april-2020": Verdict(
                Outcome.VIOLATED,
                "sa.api.intl.miui.com (controlled by the vendor) received path of page 1, from Mi Browser",
                "sa.api.intl.miui.com received path of page 1",
            ),
            "pixel [red]": Verdict(Outcome.UNPROVEN, "control not seen \x1b[31m[blink]x[/blink]"),
        },
    ),
    Row("INC-03", "The switch stops it", {"april-2020": Verdict(Outcome.NOT_APPLICABLE, "no switch")}),
    Row("ENC-01", "TLS", {"pixel [red]": Verdict(Outcome.HOLDS, "because " * 100)}),
)


def plain(columns: Sequence[Column], rows: Sequence[Row], width: int = 140, untested: int = 0) -> str:
    """The table as text without colours."""
    console = Console(width=width, color_system=None, force_terminal=False, emoji=False, markup=False)
    with console.capture() as capture:
        console.print(ClaimTable(columns, rows, untested))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def test_the_table_says_claim_by_handset(golden: Callable[[str, str], None]) -> None:
    golden("table.txt", plain(COLUMNS, ROWS))


def test_a_narrow_terminal_gets_paragraphs(golden: Callable[[str, str], None]) -> None:
    golden("table-60.txt", plain(COLUMNS, ROWS, 60, untested=2))


@pytest.mark.parametrize("width", [30, 60, 80, 140])
def test_no_host_is_cut_however_narrow_it_is(width: int) -> None:
    text = plain(COLUMNS[:1], ROWS, width)

    assert "sa.api.intl.miui.com" in "".join(text.split())
    assert "…" not in text


def test_captured_text_moves_no_cursor_and_is_no_markup() -> None:
    text = plain(COLUMNS, ROWS)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[blink]" in text


def test_a_table_of_phones_alone_has_no_rehearsal_line() -> None:
    assert "ehearsal" not in plain(COLUMNS[1:], ROWS)


def test_a_long_reason_is_cut_between_words_and_not_counted() -> None:
    (cell,) = [line for line in plain(COLUMNS[1:], ROWS[2:], 600).splitlines() if "ENC-01" in line]

    assert cell.endswith(" because…")
    assert "more characters" not in plain(COLUMNS, ROWS)


def test_a_handset_without_a_firmware_has_one_line_of_heading() -> None:
    bare = plain((Column("desk", "", Origin.MEASUREMENT),), ROWS).splitlines()

    assert bare[1].split() == ["claim", "what", "it", "says", "desk"]


@pytest.mark.parametrize(
    ("untested", "foot"),
    [
        (0, None),
        (1, "1 more claim is not in this run: see `claims list`."),
        (24, "24 more claims are not in this run: see `claims list`."),
    ],
)
def test_the_foot_counts_what_was_not_tested(untested: int, foot: str | None) -> None:
    lines = plain(COLUMNS[1:], ROWS, untested=untested).splitlines()

    assert (foot in lines) == bool(foot)
    assert any("not in this run" in line for line in lines) == bool(foot)


def test_no_reason_becomes_an_emoji() -> None:
    row = Row("INC-02", "t", {"pixel [red]": Verdict(Outcome.UNPROVEN, "to :smile:/a:bug:b")})

    assert ":smile:/a:bug:b" in plain(COLUMNS[1:], (row,))
