"""A stored run, read back: the bench's side as records, the network's side as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from harness.model.arm import ArmKey, SessionKey
from harness.model.documents import PlanDocument, RunDocument, SeedDocument
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ActDone,
    ArmClosed,
    ArmOpened,
    ChannelReading,
    ConditionRead,
    ControlSent,
    CounterSample,
    DialogAnswered,
    Fault,
    IdentifierRead,
    Intervention,
    Line,
    Precondition,
    SessionClosed,
    SessionOpened,
    SocketRow,
    TimelineLine,
)
from harness.model.plan import Plan
from harness.model.planted import Planted
from harness.model.recording import (
    ArmRecord,
    NetworkEvent,
    Package,
    RunFacts,
    SessionRecord,
    SocketOwner,
)
from harness.store.adapters import (
    BENCH_FILES,
    CHANNELS,
    CONSENT,
    COUNTERS,
    DOCUMENTS,
    IDENTIFIERS,
    PLANTED,
    PRECONDITIONS,
    SOCKETS,
    TIMELINE,
    LineFile,
    decode_document,
)
from harness.store.completeness import missing_lines
from harness.store.lines import read_lines
from harness.store.network import NetworkLog

D = TypeVar("D", RunDocument, PlanDocument, SeedDocument)
K = TypeVar("K", ArmKey, SessionKey)
L = TypeVar("L", bound=Line)
UNOWNED_STATES = frozenset({"06", "03"})
"""TIME_WAIT and SYN_RECV in /proc/net/tcp: the kernel shows uid 0 there, whoever owned the socket."""


class StoredRun:
    """Reads the `data/` of a run folder; satisfies `harness.model.recording.Recording`.

    Raises EvidenceError for anything that is missing or does not read: never an empty answer.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "data"
        if not self.data.is_dir():
            raise EvidenceError(f"{path}: wanted a run folder with data/, found none")

    def document(self, kind: type[D]) -> D:
        """One of the run's documents."""
        path = self.data / f"{DOCUMENTS[kind]}.json"
        try:
            return decode_document(kind, path.read_bytes())
        except FileNotFoundError as error:
            raise EvidenceError(f"{path}: wanted a file of the run, found none") from error
        except EvidenceError as error:
            raise EvidenceError(f"{path}: {error}") from error

    def text(self, name: str) -> str:
        """One whole text file of the run."""
        try:
            return (self.data / name).read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise EvidenceError(f"{self.data / name}: wanted a readable file of the run: {error}") from error

    def facts(self) -> RunFacts:
        """The facts that a judgement needs, from `run.json`."""
        run = self.document(RunDocument)
        settings = run.settings
        return RunFacts(
            id=run.id,
            handset=run.handset.name,
            handset_kind=run.handset.kind,
            grade=run.grade,
            date=run.date,
            firmware=run.firmware.fingerprint,
            packages=tuple(Package(item.name, item.uid, item.version, item.signer) for item in run.packages),
            network_mode=settings.network_mode,
            canary_domain=settings.canary_domain,
            proxy_address=settings.proxy,
            services=settings.services,
            calibration_app=settings.calibration_app,
            vendor_accounts=settings.vendor_accounts,
            interventions=tuple(f"{line.change}: {line.new}" for line in self._each(Intervention)),
        )

    def plan(self) -> Plan:
        """What was to be recorded and judged."""
        document = self.document(PlanDocument)
        try:
            return document.plan
        except ValueError as error:
            raise EvidenceError(f"{self.data / 'plan.json'}: {error}") from error

    @cached_property
    def timeline(self) -> tuple[TimelineLine, ...]:
        """Every line of the timeline, in order."""
        return self._file(TIMELINE)

    def _each(self, kind: type[L]) -> tuple[L, ...]:
        return tuple(line for line in self.timeline if isinstance(line, kind))

    def _file(self, file: LineFile[L]) -> tuple[L, ...]:
        return tuple(read_lines(self.data, file, cut_off=[]))

    def planted(self) -> tuple[Planted, ...]:
        """Everything planted, and the identifiers whose value is known."""
        try:
            values = tuple(line.planted for line in self._file(PLANTED))
        except ValueError as error:
            raise EvidenceError(f"{self.data / 'planted.jsonl'}: {error}") from error
        known = (line.planted for line in self.identifiers())
        return values + tuple(item for item in known if item is not None)

    def identifiers(self) -> tuple[IdentifierRead, ...]:
        """Every identifier, known or not."""
        return self._file(IDENTIFIERS)

    def unread_identifiers(self) -> tuple[str, ...]:
        """Identifiers whose value could not be learnt, each with the reason."""
        unread = (line for line in self.identifiers() if not line.value)
        return tuple(f"{line.name}: {line.why_not or 'no reason noted'}" for line in unread)

    def arms(self) -> tuple[ArmRecord, ...]:
        """Every recorded arm in the order of its opening; one never closed has no end."""
        closed = {line.arm: line for line in self._each(ArmClosed)}
        return tuple(self._arm(line, closed.get(line.arm)) for line in self._each(ArmOpened))

    def _arm(self, line: ArmOpened, closed: ArmClosed | None) -> ArmRecord:
        return ArmRecord(
            key=self._parsed(ArmKey, line.arm, line),
            app=line.app,
            opened_us=line.time_us,
            closed_us=closed.time_us if closed else None,
            phone_opened_ms=line.phone_ms,
            phone_closed_ms=closed.phone_ms if closed else None,
            offset_error_ms=line.offset_error_ms,
            aborted=closed.aborted if closed else "the arm was never closed",
        )

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Every session: one app, one consent vector, from cleared data to the end of its window."""
        closed = {line.session: line for line in self._each(SessionClosed)}
        return tuple(self._session(line, closed.get(line.session)) for line in self._each(SessionOpened))

    def _session(self, line: SessionOpened, closed: SessionClosed | None) -> SessionRecord:
        return SessionRecord(
            key=self._parsed(SessionKey, line.session, line),
            app=line.app,
            cleared=line.cleared,
            opened_us=line.time_us,
            closed_us=closed.time_us if closed else None,
            phone_opened_ms=line.phone_ms,
            phone_closed_ms=closed.phone_ms if closed else None,
            window_s=closed.window_s if closed else 0,
        )

    def _parsed(self, kind: type[K], text: str, line: Line) -> K:
        try:
            return kind.parse(text)
        except ValueError as error:
            raise EvidenceError(
                f"{self.data / 'timeline.jsonl'}: the line with seq {line.sequence}: {error}"
            ) from error

    def acts(self) -> tuple[ActDone, ...]:
        """Every act with its outcome."""
        return self._each(ActDone)

    def controls(self) -> tuple[ControlSent, ...]:
        """Every control that was sent."""
        return self._each(ControlSent)

    def conditions(self) -> tuple[ConditionRead, ...]:
        """Every condition that was read from a screen."""
        return tuple(line for line in self._file(CONSENT) if isinstance(line, ConditionRead))

    def dialogs(self) -> tuple[DialogAnswered, ...]:
        """Every dialog with the answer given."""
        return tuple(line for line in self._file(CONSENT) if isinstance(line, DialogAnswered))

    def preconditions(self) -> tuple[Precondition, ...]:
        """Every signal for an arm's condition."""
        return self._file(PRECONDITIONS)

    def faults(self) -> tuple[Fault, ...]:
        """Everything that broke while measuring on the bench's side, and lines that are not there."""
        missing = missing_lines(self.data, [file.name for file in BENCH_FILES])
        return self._each(Fault) + tuple(Fault(fault="lines-missing", detail=text) for text in missing)

    def counters(self) -> tuple[CounterSample, ...]:
        """The phone's byte counters at both ends of arms."""
        return self._file(COUNTERS)

    def channels(self) -> tuple[ChannelReading, ...]:
        """The channel inventory at both ends of arms and at the close of sessions."""
        return self._file(CHANNELS)

    def sockets(self) -> Iterator[SocketOwner]:
        """Every socket that was seen open, with its owner's uid and the times it was seen between."""
        first: dict[tuple[object, ...], tuple[SocketRow, int]] = {}
        last = 0
        for line in read_lines(self.data, SOCKETS, cut_off=[]):
            last = line.time_us
            for row in line.opened:
                if row[-1] not in UNOWNED_STATES:
                    first.setdefault(row[:-1], (row, last))
            for row in line.closed:
                if (seen := first.pop(row[:-1], None)) is not None:
                    yield _owner(*seen, last)
        for row, start in first.values():
            yield _owner(row, start, last)

    def events(self) -> Iterator[NetworkEvent]:
        """The network's side, streamed."""
        return NetworkLog(self.data).events()


def _owner(row: SocketRow, start: int, end: int) -> SocketOwner:
    protocol, local, local_port, remote, remote_port, uid, _ = row
    return SocketOwner((local, local_port), (remote, remote_port), protocol, uid, start, end)
