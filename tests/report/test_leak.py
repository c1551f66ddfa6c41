from __future__ import annotations

from harness.report.background import Background
from harness.report.leak import destination_in_words, leaked
from tests.report.record import APP, background, value


def test_what_leaked_is_named_by_part_act_and_mode() -> None:
    facts = background()
    event = value("host", planted="", form="event", value="page_load (10 x)")

    assert leaked([value("fragment")], facts) == "fragment of page 1, visited in incognito mode"
    assert leaked([value("search-term")], facts) == "term of search 1, searched in incognito mode"
    assert leaked([value("feed-title")], facts) == "title of news item 1, opened in incognito mode"
    assert leaked([value("serial")], facts) == "the handset's serial"
    assert leaked([value(f"android_id:{APP}")], facts) == "the handset's android_id as Mi Browser has it"
    assert leaked([value("query"), value("host")], facts).startswith("host name and query of page 1, ")
    other = value("host", planted="", form="event", value="click (1 x)")
    assert leaked([event, other], facts) == "the usage events page_load (10 x) and click (1 x)"
    assert leaked([event, event], facts) == "the usage event page_load (10 x)"
    assert leaked([value("host")], Background()) == "canary:host"


def test_several_pages_in_one_exchange_are_told_together() -> None:
    facts = background()
    first, second = ([value(part, number) for part in ("fragment", "path", "host")] for number in (1, 2))

    assert leaked([*second, *first], facts) == (
        "host name, path and fragment of page 1 and 2, visited in incognito mode"
    )
    assert leaked([*first, second[0]], facts) == (
        "host name, path and fragment of page 1, visited in incognito mode; "
        "fragment of page 2, visited in incognito mode"
    )


def test_a_destination_is_told_with_who_controls_and_who_operates_it() -> None:
    assert destination_in_words("sa.api.intl.miui.com", "vendor", background()) == (
        "sa.api.intl.miui.com (controlled by the vendor; operated by Alibaba; usage statistics; SG)"
    )
    assert destination_in_words("x\x1b", "unknown", Background()) == ("x\\x1b (nobody knows who controls it)")
