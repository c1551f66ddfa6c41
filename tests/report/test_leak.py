from __future__ import annotations

from harness.report.background import Background
from harness.report.leak import destination_in_words, leaked
from tests.report.record import background, value


def test_what_leaked_is_named_by_part_act_and_mode() -> None:
    facts = background()
    event = value("host", planted="", form="event", value="page_load (10 x)")

    assert leaked([value("fragment")], facts) == "fragment of page 1, visited in incognito"
    assert leaked([value("search-term")], facts) == "term of search 1, searched in incognito"
    assert leaked([value("feed-title")], facts) == "title of news item 1, opened in incognito"
    assert leaked([value("serial")], facts) == "the handset's serial"
    assert leaked([event, event], facts) == "the usage event page_load (10 x)"
    assert leaked([value("host")], Background()) == "canary:host"


def test_a_destination_is_told_with_who_controls_and_who_operates_it() -> None:
    assert destination_in_words("sa.api.intl.miui.com", "vendor", background()) == (
        "sa.api.intl.miui.com (controlled by the vendor; operated by Alibaba; usage statistics; SG)"
    )
    assert destination_in_words("x\x1b", "unknown", Background()) == ("x\\x1b (nobody knows who controls it)")
