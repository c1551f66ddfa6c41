"""The page that the generator made, closed: nothing in it loads anything, and nothing in it is a score.

The generator embeds a remote analytics script which no option removes (measured, ALLURE_NO_ANALYTICS
included): it is cut out here, and a content security policy forbids every remote load.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from harness.model.judgement import Origin
from harness.report.allure_environment import BANNER
from harness.report.safe_text import one_line
from harness.report.untested import Untested
from harness.report.verdict import Verdict

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data:; img-src data: blob:; media-src data: blob:; font-src data:; "
    "connect-src data: blob:; frame-src data: blob:; form-action 'none'; base-uri 'none'"
)
"""Scripts and styles of the page are inline or data URLs; no host is named at all."""

_STYLE = """<style>
article[class*="styles_chart"], [data-testid="nav-tab-qualityGate"], [data-testid="nav-tab-globalErrors"],
[data-testid="nav-tab-globalAttachments"], [data-testid="test-result-tab-history"],
[data-testid="test-result-tab-retries"], [data-testid="test-result-tab-environments"] {
  display: none !important}
[data-testid="metadata-list"] {grid-template-columns: 1fr !important}
[data-testid="metadata-list"] * {max-width: none !important; white-space: normal !important}
[data-testid="metadata-item-key"] {min-width: 24em}
[data-testid="base-layout"] {padding-bottom: 4em}
#claims-bar {position: fixed; bottom: 0; left: 0; right: 0; z-index: 99999; padding: 4px 12px;
  text-align: center; font: 13px sans-serif; background: #44475a; color: #fff}
#claims-bar.rehearsal {background: #7a1f1f}
#claims-bar summary {cursor: pointer}
#claims-bar ul {max-height: 60vh; overflow: auto; text-align: left; margin: 4px auto; max-width: 70em}
#claims-bar li {margin: 5px 0}
#claims-bar b {font-weight: bold}
</style>"""
"""Hides the rate of passed tests, which reads as a score of the phone, and tabs that are always empty."""

_REMOTE_SCRIPT = re.compile(
    r"<script\b[^>]{0,500}\bsrc\s*=\s*[\"']?(?:https?:)?//[^>]{0,500}>\s*</script>", re.IGNORECASE
)
_ANALYTICS = re.compile(
    r"<script>(?:(?!</script>).){0,200}\bdataLayer\b(?:(?!</script>).){0,1000}</script>", re.DOTALL
)
_LOADING = {"script", "img", "link", "iframe", "source", "video", "audio", "object", "embed", "input"}
_ADDRESS = {"src", "href", "data", "srcset", "poster"}


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A line of the page: one claim on one handset."""

    claim: str
    title: str
    handset: str
    verdict: Verdict


def closed(
    page: str, origin: Origin, untested: Sequence[Untested] = (), verdicts: Sequence[ClaimVerdict] = ()
) -> str:
    """The page without remote scripts and rates, with the policy, its origin, verdicts and untested claims.

    The generator counts scenarios; what a claim comes to is ours to say.
    """
    page = _ANALYTICS.sub("", _REMOTE_SCRIPT.sub("", page))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    page = re.sub(r"<head\b[^>]*>", lambda found: f"{found.group()}{policy}{_STYLE}", page, count=1)
    bar = _bar(origin, untested, verdicts)
    return re.sub(r"<body\b[^>]*>", lambda found: found.group() + bar, page, count=1)


def _bar(origin: Origin, untested: Sequence[Untested], verdicts: Sequence[ClaimVerdict]) -> str:
    """The lines at the bottom of the page: its origin, and lists that open without any script."""
    parts = [f"<div>{escape(BANNER[origin])}</div>"] if origin is Origin.REHEARSAL else []
    if verdicts:
        found = Counter(item.verdict.outcome.value for item in verdicts)
        counts = ", ".join(f"{number} {name}" for name, number in sorted(found.items()))
        rows = "".join(
            f"<li><b>{escape(one_line(item.claim))}</b> {escape(one_line(item.title))} "
            f"({escape(one_line(item.handset))}): <b>{escape(item.verdict.outcome.value)}</b>, "
            f"{escape(one_line(item.verdict.because, 1000))}</li>"
            for item in verdicts
        )
        parts.append(f"<details><summary>Verdicts on claims: {counts}</summary><ul>{rows}</ul></details>")
    if untested:
        claims = len({item.claim for item in untested})
        rows = "".join(
            f"<li><b>{escape(one_line(item.claim))}</b> {escape(one_line(item.title))}: "
            f"{escape(one_line(item.said, 1000))}</li>"
            for item in untested
        )
        what = "claim is" if claims == 1 else "claims are"
        summary = f"<summary>{claims} {what} not tested, or not as a whole: show why</summary>"
        parts.append(f"<details>{summary}<ul>{rows}</ul></details>")
    kind = "rehearsal" if origin is Origin.REHEARSAL else "measurement"
    return f'<div id="claims-bar" class="{kind}">{"".join(parts)}</div>' if parts else ""


def remote_loads(page: str) -> tuple[str, ...]:
    """Every element of the page that would load something from another host."""
    finder = _RemoteFinder()
    finder.feed(page)
    finder.close()
    return tuple(finder.found)


class _RemoteFinder(HTMLParser):
    """Collects loading elements whose address is not a data or blob URL or inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _LOADING:
            return
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name in _ADDRESS and address and not address.startswith(("data:", "blob:", "#")):
                self.found.append(one_line(f"<{tag} {name}={value}>"))
