"""`claims run`: runs the features on the bench's handsets and says what was found."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.bench.config import DEFAULT_FILE, DeviceEntry, load_file, select
from harness.bench.invocation import Invocation
from harness.bench.publish import judged_runs, publish
from harness.bench.selection import select as select_propositions
from harness.bench.stand import in_pack
from harness.cli.checks import check, make
from harness.cli.completion import expression_words, handsets
from harness.cli.entry import INTERRUPTED
from harness.cli.outcome import SENTENCES, FailOn, code_of, errors_of, failing, show
from harness.cli.plan import plan_json, plan_of, show_plan
from harness.cli.terminal import NOT_BACK, say, terminal
from harness.cli.watch import watch
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.report.safe_text import one_line
from harness.ruling.pack import find_pack
from harness.ruling.tables import Study

REPORTS = Path("reports")


def run(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="-- PYTEST_ARGUMENTS", hidden=True),
    ] = None,
    *,
    device: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="a handset of devices.yaml; may be repeated", autocompletion=handsets
        ),
    ] = None,
    claims: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EXPR",
            help="which: ids of claims and propositions, topics, kinds; and, or, not; may be repeated.  For "
            "instance INC-02.search or 'incognito and not presence'",
            autocompletion=expression_words,
        ),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="another vendor's pack: a folder, or the name of an installed one"),
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
        typer.Option(metavar="DIR", help="more behaviours for the virtual handsets; may be repeated"),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="keep a rehearsal's ground truth here: what was sent, what arrived"),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            metavar="VERDICT",
            help="what ends with more than 0: violated, unproven (or violated), never (0 once it is judged)",
        ),
    ] = FailOn.UNPROVEN,
    accept_old_recorder: Annotated[
        bool,
        typer.Option("--accept-old-recorder", help="a recorder with a known hole may listen to a network"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="the summary, or the plan, for machines")] = False,
) -> int:
    """Measure the handsets and judge the claims.

    Drives every handset through the claims, judges them and writes the reports.  Ends with 0: every claim
    holds, 1: something is violated, 2: something is unproven, 3: nothing was judged.  What stands behind --
    goes to pytest, for instance `claims run -- -k search -x`; what is left out so is unproven.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell started us aside
    study = Study.load(find_pack(pack))
    selected = select_propositions(study.tables.ledger, _joined(claims or []))
    bench = load_file(file)
    chosen = select(tuple(bench.devices), tuple(device or ()))
    devices = tuple(_with(in_pack(item, study.pack), behaviours or []) for item in chosen)
    check(devices, behaviours or [], arguments or [])
    console = terminal(stderr=as_json)
    if plan:
        plans = plan_of(study, selected, devices, grade)
        if as_json:
            print(plan_json(study, plans, grade))
        else:
            show_plan(console, study, plans, grade)
        return 0
    make((reports, "--reports"), (keep, "--keep"))
    with Invocation(
        reports,
        study,
        selected,
        grade,
        bench=bench.bench,
        keep=keep,
        arguments=tuple(arguments or ()),
        accept_old_recorder=accept_old_recorder,
    ) as invocation:
        try:
            interrupted = _measure(console, invocation, devices)
            invocation.settle()
        except KeyboardInterrupt:  # the second one
            raise KeyboardInterrupt(NOT_BACK) from None
        return _report(console, invocation, fail_on, interrupted=interrupted, as_json=as_json)


def _measure(console: Console, invocation: Invocation, devices: tuple[DeviceEntry, ...]) -> bool:
    """Start the handsets and show where they stand until all have ended; whether Ctrl-C ended them."""
    try:
        invocation.start(devices, lambda text: say(console, text))
        watch(console, invocation)
    except KeyboardInterrupt:
        console.print("interrupted: putting the phones back and keeping the evidence")
        invocation.interrupt()
        return True
    return False


def _report(
    console: Console, invocation: Invocation, fail_on: FailOn, *, interrupted: bool, as_json: bool
) -> int:
    """Say and write what was found; the exit code."""
    handsets, judged = invocation.handsets, judged_runs(invocation)
    verdicts = {run.handset: run.verdicts for run in judged}
    found = code_of(handsets, [v for by_claim in verdicts.values() for v in by_claim.values()])
    code = INTERRUPTED if interrupted else failing(found, fail_on, handsets)
    if judged:
        show(console, handsets, verdicts, invocation.study.tables)
    written = publish(invocation, judged, code, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    if as_json:
        print(json.dumps(json.loads(written.summary.read_bytes()), indent=1))
    for name, path in written.paths:
        console.print(f"{name:12} {path}", soft_wrap=True)
    if not judged:
        if not interrupted:
            raise SetupError(errors_of(handsets))
        say(console, one_line(errors_of(handsets) or "no handset was started", 1000))
    elif not interrupted:
        say(console, SENTENCES[found])
    if interrupted:
        left = any(item.left for item in handsets)
        say(console, f"interrupted; {NOT_BACK if left else 'every phone was put back'}")
    return code


def _joined(expressions: list[str]) -> str | None:
    """Expressions of several `--claims`: what any of them selects."""
    return (
        " or ".join(f"({item})" for item in expressions)
        if len(expressions) > 1
        else next(iter(expressions), None)
    )


def _with(device: DeviceEntry, behaviours: list[Path]) -> DeviceEntry:
    if not behaviours or device.virtual is None:
        return device
    folders = [*device.virtual.behaviours, *(str(path.resolve()) for path in behaviours)]
    return device.model_copy(update={"virtual": device.virtual.model_copy(update={"behaviours": folders})})
