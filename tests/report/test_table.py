from __future__ import annotations

from collections.abc import Callable

from harness.model.judgement import Origin, Outcome
from harness.report.table import Column, Row, plain
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
            "april-2020": Verdict(Outcome.VIOLATED, "the address reached sa.api.intl.miui.com"),
            "pixel [red]": Verdict(Outcome.UNPROVEN, "control not seen \x1b[31m[blink]x[/blink]"),
        },
    ),
    Row("INC-03", "The switch stops it", {"april-2020": Verdict(Outcome.NOT_APPLICABLE, "no switch")}),
    Row("ENC-01", "TLS", {"pixel [red]": Verdict(Outcome.HOLDS, "because " * 100)}),
)


def test_the_table_says_claim_by_handset(golden: Callable[[str, str], None]) -> None:
    golden("table.txt", plain(COLUMNS, ROWS))


def test_captured_text_moves_no_cursor_and_is_no_markup() -> None:
    text = plain(COLUMNS, ROWS)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[blink]" in text


def test_a_table_of_phones_alone_has_no_rehearsal_line() -> None:
    assert "ehearsal" not in plain(COLUMNS[1:], ROWS)
