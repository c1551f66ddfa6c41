"""`claims run`: runs the features on the bench's handsets and says what was found."""

from __future__ import annotations

import json
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from harness.bench.config import DeviceEntry, load_file, select
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.publish import publish
from harness.bench.selection import select_claims
from harness.bench.stand import app_versions
from harness.bench.tables import Tables, features_folder
from harness.bench.verdicts import verdicts_of
from harness.cli.devices import DEFAULT_FILE
from harness.cli.plan import show_plan
from harness.cli.terminal import say, terminal
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.judgement import Origin
from harness.report.safe_text import one_line
from harness.report.table import Column, Row, table
from harness.report.verdict import Verdict, exit_code

REPORTS = Path("reports")


def run(
    *,
    device: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="a handset of devices.yaml; may be repeated")
    ] = None,
    claims: Annotated[
        str | None, typer.Option(metavar="EXPR", help="claim ids, for instance 'INC-02 or INC-03'")
    ] = None,
    grade: Annotated[
        Grade,
        typer.Option(
            metavar="GRADE",
            help="screening (quick) or evidence (more acts, more repeats, longer windows)",
        ),
    ] = Grade.SCREENING,
    plan: Annotated[
        bool, typer.Option("--plan", help="only print what would be recorded and changed")
    ] = False,
    file: Annotated[
        Path, typer.Option("--devices", metavar="FILE", help="the bench's handsets")
    ] = DEFAULT_FILE,
    reports: Annotated[Path, typer.Option(metavar="DIR", help="where runs and reports go")] = REPORTS,
    behaviours: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="more behaviours for the virtual handsets; may be repeated",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="keep a rehearsal's ground truth here: what was sent, what arrived"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the summary for machines")] = False,
) -> int:
    """Measure the handsets and judge the claims.

    Drives every handset through the claims, judges them and writes the reports.  Ends with 0: every claim
    holds, 1: something is violated, 2: something is unproven, 3: nothing was judged.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell started us aside
    tables = Tables.load(features_folder())
    selected = select_claims(tables.ledger, claims)
    bench = load_file(file)
    chosen = select(tuple(bench.devices), tuple(device or ()))
    devices = tuple(_with(item, behaviours or []) for item in chosen)
    console = terminal(stderr=as_json)
    if plan:
        show_plan(console, tables, selected, devices, grade)
        return 0
    _check(devices, reports, keep)
    with Invocation(reports, tables, selected, grade.value, bench=bench.bench, keep=keep) as invocation:
        invocation.start(devices, terminal(stderr=True).print)
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
        if judged:
            _show(console, invocation.handsets, verdicts, tables)
        for name, path in written.paths:
            console.print(f"{name:12} {path}", soft_wrap=True)
        if not judged:
            if not interrupted:
                raise SetupError(errors_of(invocation.handsets))
            say(console, one_line(errors_of(invocation.handsets), 1000))
        return code


def errors_of(handsets: list[HandsetProcess]) -> str:
    """Why nothing was judged, handset by handset."""
    return "; ".join(_said(item) for item in handsets)


def _said(item: HandsetProcess) -> str:
    name, error = item.job.stand.name, item.error or "nothing was judged"
    return error if error.startswith(f"{name}:") else f"{name}: {error}"


def _check(devices: tuple[DeviceEntry, ...], reports: Path, keep: Path | None) -> None:
    """Raise SetupError for what would fail later: an unknown firmware, folders that cannot be written."""
    for item in devices:
        if item.virtual:
            app_versions(item.virtual)
    for folder, option in ((reports, "--reports"), (keep, "--keep")):
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            found = f"found that {folder} cannot be made ({error.strerror})"
            raise SetupError(f"wanted a folder to write in, {found}; give another {option}") from error


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

    def picture() -> Group:
        return states([(item.job.stand.name, one_line(_state(item))) for item in invocation.handsets])

    def tell() -> None:
        for item in invocation.handsets:
            now = item.progress.arm or item.progress.waiting or ("done" if item.progress.ended else "")
            if now and last.get(item.job.stand.name) != now:
                last[item.job.stand.name] = now
                console.print(f"{item.job.stand.name}: {one_line(_state(item))}", soft_wrap=True)

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


def states(handsets: list[tuple[str, str]]) -> Group:
    """A line for each handset, cut at the width of the terminal: its name is always whole."""
    widest = max((len(name) for name, _ in handsets), default=0)
    lines = [Text(name.ljust(widest), "bold", no_wrap=True, overflow="ellipsis") for name, _ in handsets]
    return Group(
        *(line.append(f"  {state}", "not bold") for line, (_, state) in zip(lines, handsets, strict=True))
    )


def _state(item: HandsetProcess) -> str:
    return item.progress.line(time.time_ns() // 1000)


def _show(
    console: Console,
    handsets: list[HandsetProcess],
    verdicts: dict[str, dict[str, Verdict]],
    tables: Tables,
) -> None:
    columns = [Column(item.job.stand.name, "", _origin(item)) for item in handsets]
    rows = [
        Row(
            claim.id,
            claim.title,
            {name: found[claim.id] for name, found in verdicts.items() if claim.id in found},
        )
        for claim in tables.ledger.claims
        if any(claim.id in found for found in verdicts.values())
    ]
    console.print(table(columns, rows, untested=len(tables.ledger.claims) - len(rows)))
    for item in handsets:
        if item.error:
            say(console, one_line(_said(item), 600), 2)


def _origin(item: HandsetProcess) -> Origin:
    if item.judgements:
        return item.judgements[0].origin
    return Origin.REHEARSAL if item.job.stand.simulated else Origin.MEASUREMENT
