from __future__ import annotations

import pytest

from harness.model.judgement import Origin, Outcome
from harness.report.allure_page import ClaimVerdict, closed, remote_loads
from harness.report.untested import Untested
from harness.report.verdict import Verdict

ANALYTICS = """<!DOCTYPE html><html><head lang="en"><title>t</title></head><body class="x">
<script async src="https://www.googletagmanager.com/gtag/js?id=G-X"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  gtag('js', new Date());
</script><script>window.keep = 1</script><a href="https://example.org/source">source</a></body></html>"""


def test_the_analytics_script_is_cut_out_and_nothing_else() -> None:
    page = closed(ANALYTICS, Origin.MEASUREMENT)

    assert "googletagmanager" not in page
    assert "dataLayer" not in page
    assert "window.keep = 1" in page
    assert "https://example.org/source" in page
    assert remote_loads(page) == ()


def test_the_page_forbids_every_remote_load() -> None:
    page = closed(ANALYTICS, Origin.MEASUREMENT)

    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "http" not in page.split('content="', 1)[1].split('"', 1)[0]


def test_a_rehearsal_carries_its_banner() -> None:
    assert "REHEARSAL" in closed(ANALYTICS, Origin.REHEARSAL)
    assert "REHEARSAL" not in closed(ANALYTICS, Origin.MEASUREMENT)


@pytest.mark.parametrize(
    "element",
    [
        "<script src=//evil.test/x.js>",
        "<img src='http://evil.test/p'>",
        '<link rel=stylesheet href="https://evil.test/s">',
        "<img srcset=https://evil.test/2x>",
        "<iframe src=https://evil.test>",
    ],
)
def test_a_remote_load_is_found(element: str) -> None:
    assert len(remote_loads(ANALYTICS.split("<script", 1)[0] + element)) == 1


def test_the_verdict_on_each_claim_is_listed_by_handset() -> None:
    verdicts = [
        ClaimVerdict("INC-02", "Never knows", name, Verdict(outcome, f"<i>{name}</i> told"))
        for name, outcome in (("desk", Outcome.VIOLATED), ("shelf", Outcome.UNPROVEN))
    ]
    page = closed(ANALYTICS, Origin.MEASUREMENT, verdicts=verdicts)

    assert "Verdicts on claims: 1 unproven, 1 violated" in page
    assert "<b>INC-02</b> Never knows (desk): <b>violated</b>, &lt;i&gt;desk&lt;/i&gt; told" in page


def test_claims_that_were_not_tested_are_listed_with_their_reason() -> None:
    untested = (
        Untested("CON-01", "Data <b>only</b> with consent", "Not yet: it needs a\x1b factory reset"),
        Untested("CERT-01", "Certified", "Never on a phone"),
    )
    for origin in Origin:
        page = closed(ANALYTICS, origin, untested)

        assert "2 claims are not tested, or not as a whole" in page
        assert "<li><b>CON-01</b> Data &lt;b&gt;only&lt;/b&gt; with consent: not tested: Not yet: " in page
        assert "it needs a\\x1b factory reset" in page
        assert page.index("<body") < page.index("<details>") < page.index("window.keep")
    assert "<details>" not in closed(ANALYTICS, Origin.REHEARSAL)


def test_no_rate_and_no_empty_tab_is_shown() -> None:
    page = closed(ANALYTICS, Origin.MEASUREMENT)
    style = page.partition("<style>")[2].partition("display: none")[0]

    for hidden in ("styles_chart", "nav-tab-qualityGate", "nav-tab-globalErrors", "test-result-tab-history"):
        assert hidden in style
