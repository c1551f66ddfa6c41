"""What reports are made from: the judged runs of one invocation, the ledger, and where files go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.ledger import Ledger
from harness.model.judgement import Judgement, Origin
from harness.model.recording import RunFacts
from harness.report.background import Background
from harness.report.verdict import Verdict
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """One handset's run with its final judgements, at least one.

    `derived` is the folder for what is made from the run and lies outside its seal; `seal` is the SHA-256 of
    its manifest, None where it is not sealed; `verdicts` by claim id.
    """

    handset: str
    recording: StoredRun
    facts: RunFacts
    derived: Path
    seal: str | None
    judgements: tuple[Judgement, ...]
    verdicts: Mapping[str, Verdict]
    background: Background

    def __post_init__(self) -> None:
        if not self.judgements:
            raise ValueError(f"a judged run has judgements, found none of {self.handset}")

    @property
    def id(self) -> str:
        """The run's id, which is the name of its folder."""
        return self.recording.path.name

    @property
    def origin(self) -> Origin:
        """Whether a phone or a rehearsal was recorded."""
        return self.judgements[0].origin


@dataclass(frozen=True, slots=True)
class UnmeasuredRun:
    """A handset that was asked for and not judged, with the reason."""

    handset: str
    id: str
    derived: Path
    simulated: bool
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written; `run` is empty where it is about all of them.

    Without a path `missing` says why there is none.
    """

    name: str
    path: Path | None
    run: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """One `claims run`.  Times are UTC, ISO 8601; `exit_code` is what the command ends with.

    `reports` is the folder for reports; `generator` names the generator of the page, where somebody said it,
    else it is looked for in `generators`.
    `errors` says by handset why it was not judged, or not put back.  `written` are the reports of the
    formats that stand before in the registry.
    """

    invocation: str
    started: str
    ended: str
    exit_code: int
    reports: Path
    generators: tuple[Path, ...]
    generator: str | None
    ledger: Ledger
    runs: tuple[JudgedRun, ...]
    unmeasured: tuple[UnmeasuredRun, ...]
    errors: Mapping[str, str]
    written: tuple[Written, ...] = ()

    @property
    def origin(self) -> Origin:
        """Rehearsal as soon as one of the runs is one."""
        rehearsed = any(run.origin is Origin.REHEARSAL for run in self.runs)
        rehearsed = rehearsed or any(run.simulated for run in self.unmeasured)
        return Origin.REHEARSAL if rehearsed else Origin.MEASUREMENT
