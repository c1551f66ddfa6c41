"""Every report of an invocation, one line each.  A format is a module with `NAME`, `WHAT` and `write`.

`write(context)` writes the files of one format and says which; it raises HarnessError where it cannot.
They are written in this order, and what stands before is known to what follows (`context.written`):
the page is made from the results, the summary lists everything.
"""

from __future__ import annotations

from typing import Protocol

from harness.report import allure_html, allure_results, junit, summary
from harness.report.context import Context, Written


class Format(Protocol):
    """What a format's module offers: its name, what it is for whom, and its writer."""

    NAME: str
    WHAT: str

    def write(self, context: Context, /) -> tuple[Written, ...]:
        """Write the files of this format.  Raises HarnessError."""


FORMATS: tuple[Format, ...] = (
    allure_results,
    allure_html,
    junit,
    summary,
)
