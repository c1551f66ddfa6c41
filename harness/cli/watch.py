"""Where every handset of a run stands, while it runs."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.text import Text

from harness.bench.invocation import Invocation
from harness.report.safe_text import one_line


def watch(console: Console, invocation: Invocation) -> None:
    """Show it until all have ended: a picture on a terminal, a line for each arm in a file or a pipe."""
    last: dict[str, str] = {}

    def picture() -> Group:
        now = time.time_ns() // 1000
        return states([(item.job.stand.name, item.progress.parts(now)) for item in invocation.handsets])

    def tell() -> None:
        for item in invocation.handsets:
            now = item.progress.arm or item.progress.waiting or ("done" if item.progress.ended else "")
            if now and last.get(item.job.stand.name) != now:
                last[item.job.stand.name] = now
                line = one_line(item.progress.line(time.time_ns() // 1000))
                console.print(f"{item.job.stand.name}: {line}", soft_wrap=True)

    if not console.is_terminal:
        invocation.watch(tell)
        return
    with Live(picture(), console=console, refresh_per_second=4, transient=True) as live:
        invocation.watch(lambda: live.update(picture()))


def states(handsets: Sequence[tuple[str, Sequence[str]]]) -> Group:
    """The handsets under one another: name and counts, and indented below what each is doing, wrapped."""
    lines: list[RenderableType] = []
    for name, (first, *more) in handsets:
        lines.append(Text.assemble((name, "bold"), "  ", one_line(first)))
        lines += [Padding(Text(one_line(part)), (0, 0, 0, 2)) for part in more]
    return Group(*lines)
