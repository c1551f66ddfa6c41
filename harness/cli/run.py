"""`claims run`: runs the features on the bench's handsets and says what was found."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from harness.bench.config import DeviceEntry, load_file, select
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.publish import publish
from harness.bench.selection import select_claims
from harness.bench.tables import Tables, features_folder
from harness.bench.verdicts import verdicts_of
from harness.cli.devices import DEFAULT_FILE
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.judgement import Origin, Outcome
from harness.report.safe_text import one_line
from harness.report.table import Column, Row, table
from harness.report.verdict import Verdict, exit_code

REPORTS = Path("reports")


def run(
    *,
    device: Annotated[list[str] | None, typer.Option(help="a handset of devices.yaml; repeatable")] = None,
    claims: Annotated[str | None, typer.Option(help="claim ids, for instance 'INC-02 or INC-03'")] = None,
    grade: Annotated[Grade, typer.Option(help="screening or evidence")] = Grade.SCREENING,
    plan: Annotated[bool, typer.Option("--plan", help="print what would be done and changed")] = False,
    file: Annotated[Path, typer.Option("--devices", help="the bench's devices")] = DEFAULT_FILE,
    reports: Annotated[Path, typer.Option(help="where runs and reports go")] = REPORTS,
    behaviours: Annotated[
        list[Path] | None, typer.Option(help="more behaviours for the virtual handsets")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="a folder to keep a rehearsal's ground truth in: emissions, arrivals")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the summary for machines")] = False,
) -> int:
    """Drive every handset through the claims, judge them, and write the reports."""
    tables = Tables.load(features_folder())
    selected = select_claims(tables.ledger, claims)
    bench = load_file(file)
    chosen = select(tuple(bench.devices), tuple(device or ()))
    devices = tuple(_with(item, behaviours or []) for item in chosen)
    console = Console(stderr=as_json, highlight=False)
    if plan:
        _plan(console, tables, selected, devices, grade)
        return 0
    with Invocation(reports, tables, selected, grade.value, bench=bench.bench, keep=keep) as invocation:
        invocation.start(devices)
        interrupted = _watch(console, invocation)
        invocation.settle()
        verdicts = {
            item.job.stand.name: verdicts_of(item.judgements, tables.ledger) for item in invocation.handsets
        }
        judged = [item for item in invocation.handsets if item.judgements]
        code = _code(invocation.handsets, [v for found in verdicts.values() for v in found.values()])
        if interrupted:
            code = 130
        written = publish(invocation, verdicts, code, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        if as_json:
            print(json.dumps(json.loads(written.summary.read_bytes()), indent=1))
        _show(console, invocation.handsets, verdicts, tables)
        for name, path in written.paths:
            console.print(f"{name:12} {path}", soft_wrap=True, markup=False)
        if not judged:
            raise SetupError("; ".join(item.error or "nothing was judged" for item in invocation.handsets))
        return code


def _with(device: DeviceEntry, behaviours: list[Path]) -> DeviceEntry:
    if not behaviours or device.virtual is None:
        return device
    folders = [*device.virtual.behaviours, *(str(path.resolve()) for path in behaviours)]
    return device.model_copy(update={"virtual": device.virtual.model_copy(update={"behaviours": folders})})


def _code(handsets: list[HandsetProcess], verdicts: list[Verdict]) -> int:
    """The exit code; a handset that was asked for and not judged leaves everything unproven at best."""
    code = exit_code(verdicts)
    return 2 if code == 0 and any(item.error for item in handsets) else code


def _watch(console: Console, invocation: Invocation) -> bool:
    """Show where every handset stands until all have ended; whether Ctrl-C ended them."""
    quiet = not console.is_terminal
    last: dict[str, str] = {}

    def picture() -> Table:
        grid = Table.grid(padding=(0, 2))
        for item in invocation.handsets:
            grid.add_row(f"[bold]{item.job.stand.name}[/bold]", one_line(_state(item)).replace("[", "\\["))
        return grid

    def tell() -> None:
        for item in invocation.handsets:
            now = item.progress.arm or item.progress.waiting or ("done" if item.progress.ended else "")
            if now and last.get(item.job.stand.name) != now:
                last[item.job.stand.name] = now
                console.print(
                    f"{item.job.stand.name}: {one_line(_state(item))}", markup=False, soft_wrap=True
                )

    try:
        if quiet:
            invocation.watch(tell)
        else:
            with Live(picture(), console=console, refresh_per_second=4, transient=True) as live:
                invocation.watch(lambda: live.update(picture()))
    except KeyboardInterrupt:
        console.print("interrupted: putting the phones back and keeping the evidence")
        invocation.interrupt()
        return True
    return False


def _state(item: HandsetProcess) -> str:
    return item.progress.line(time.time_ns() // 1000)


def _show(
    console: Console,
    handsets: list[HandsetProcess],
    verdicts: dict[str, dict[str, Verdict]],
    tables: Tables,
) -> None:
    columns = [
        Column(
            item.job.stand.name,
            "",
            item.judgements[0].origin if item.judgements else Origin.REHEARSAL,
        )
        for item in handsets
    ]
    lost = {
        item.job.stand.name: Verdict(Outcome.UNPROVEN, item.error or "not judged")
        for item in handsets
        if not item.judgements
    }
    rows = [
        Row(
            claim.id,
            claim.title,
            {name: found[claim.id] for name, found in verdicts.items() if claim.id in found} | lost,
        )
        for claim in tables.ledger.claims
        if any(claim.id in found for found in verdicts.values())
    ]
    console.print(table(columns, rows))
    for item in handsets:
        if item.error:
            console.print(f"{item.job.stand.name}: {one_line(item.error, 600)}", markup=False, soft_wrap=True)


def _plan(
    console: Console,
    tables: Tables,
    selected: tuple[str, ...],
    devices: tuple[DeviceEntry, ...],
    grade: Grade,
) -> None:
    console.print(f"grade {grade.value}; handsets: {', '.join(item.name for item in devices)}")
    for claim in tables.ledger.claims:
        if claim.id not in selected:
            continue
        console.print(f"{claim.id}  {claim.title}", markup=False)
        for proposition in claim.propositions:
            console.print(f"  {proposition.id}: {proposition.text}", markup=False)
            for need in proposition.needs(grade):
                console.print(f"    arm {need.id}", markup=False)
    console.print(
        "changed on every handset and undone afterwards: global proxy, the recorder's CA in the system "
        "store, mobile data off, Bluetooth off, IPv6 off, USB network off, com.xiaomi.xmsf suspended in "
        "its arms, the browsers' data cleared"
    )
