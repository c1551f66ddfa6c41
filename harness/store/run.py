"""A stored run, read back: the bench's side as records, the network's side as a stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from harness.model.errors import EvidenceError
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import (
    Act,
    ArmRecord,
    ChannelReading,
    Control,
    CounterSample,
    Fault,
    NetworkEvent,
    Package,
    Precondition,
    RunFacts,
    SessionRecord,
    SocketOwner,
    SwitchReading,
    UidCount,
)
from harness.store.completeness import missing_lines
from harness.store.folder import LINE_FILES, SCHEMA
from harness.store.lines import microseconds, read_lines
from harness.store.network import NetworkLog

T = TypeVar("T")
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

    def document(self, name: str) -> dict[str, Any]:
        """One whole JSON file of the run."""
        try:
            content = json.loads((self.data / name).read_bytes())
        except FileNotFoundError as error:
            raise EvidenceError(f"{self.data / name}: wanted a file of the run, found none") from error
        except ValueError as error:
            raise EvidenceError(f"{self.data / name}: wanted JSON, found something else: {error}") from error
        if not isinstance(content, dict):
            raise EvidenceError(f"{self.data / name}: wanted a JSON object")
        return content

    def text(self, name: str) -> str:
        """One whole text file of the run."""
        try:
            return (self.data / name).read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise EvidenceError(f"{self.data / name}: wanted a readable file of the run: {error}") from error

    def facts(self) -> RunFacts:
        """The facts that a judgement needs, from `run.json`."""
        content = self.document("run.json")
        if content.get("schema") != SCHEMA:
            raise EvidenceError(f"{self.path}: wanted schema {SCHEMA}, found {content.get('schema')!r}")
        try:
            return RunFacts(
                id=content["id"],
                handset=content["handset"]["name"],
                handset_kind=content["handset"]["kind"],
                grade=content["grade"],
                date=content["date"],
                firmware=content["firmware"]["fingerprint"],
                packages=tuple(
                    Package(item["name"], int(item["uid"]), item["version"] or "", item["signer"] or "")
                    for item in content["packages"]
                ),
                network_mode=content["settings"]["network_mode"],
                canary_domain=content["settings"]["canary_domain"],
                proxy_address=(content["settings"]["proxy"][0], int(content["settings"]["proxy"][1])),
                interventions=tuple(
                    f"{line['change']}: {line['new']}"
                    for line in self._timeline
                    if line["what"] == "intervention"
                ),
                settings={key: str(value) for key, value in content["settings"].items()},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise EvidenceError(f"{self.path}/data/run.json does not read: {error!r}") from error

    @cached_property
    def _timeline(self) -> tuple[dict[str, Any], ...]:
        cut: list[bytes] = []
        return tuple(read_lines(self.data / "timeline.jsonl", cut_off=cut))

    def _each(self, what: str, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
        try:
            return tuple(make(line) for line in self._timeline if line["what"] == what)
        except (LookupError, TypeError, ValueError) as error:
            raise EvidenceError(f"{self.data}/timeline.jsonl: {what} does not read: {error!r}") from error

    def _file(self, name: str, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
        cut: list[bytes] = []
        path = self.data / f"{name}.jsonl"
        try:
            return tuple(make(line) for line in read_lines(path, cut_off=cut))
        except (LookupError, TypeError, ValueError) as error:
            raise EvidenceError(f"{path} does not read: {error!r}") from error

    def planted(self) -> tuple[Planted, ...]:
        """Everything planted, and the identifiers whose value is known."""
        values = self._file("planted", _planted)
        known = self._file("identifiers", lambda line: _identifier(line) if line.get("value") else None)
        return values + tuple(item for item in known if item is not None)

    def unread_identifiers(self) -> tuple[str, ...]:
        """Identifiers whose value could not be learnt, each with the reason."""
        lines = self._file("identifiers", lambda line: line)
        return tuple(
            f"{line['name']}: {line.get('why_not') or 'no reason noted'}"
            for line in lines
            if not line.get("value")
        )

    def arms(self) -> tuple[ArmRecord, ...]:
        """Every recorded arm in the order of its opening; one never closed has no end."""
        closed = dict(self._each("arm-closed", lambda line: (line["arm"], line)))
        return self._each("arm-opened", lambda line: _arm(line, closed.get(line["arm"])))

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Every session: one app, one consent vector, from cleared data to the end of its window."""
        closed = dict(self._each("session-closed", lambda line: (line["session"], line)))
        return self._each("session-opened", lambda line: _session(line, closed.get(line["session"])))

    def acts(self) -> tuple[Act, ...]:
        """Every act with its outcome."""
        return self._each(
            "act",
            lambda line: Act(
                int(line["seq"]),
                line["arm"],
                line["act"],
                int(line["number"]),
                line["outcome"],
                line.get("detail") or "",
                microseconds(line["t"]),
            ),
        )

    def controls(self) -> tuple[Control, ...]:
        """Every control that was sent."""
        return self._each(
            "control",
            lambda line: Control(
                int(line["seq"]), line["arm"], line["control"], line["at"], line["by"], line["planted"]
            ),
        )

    def switches(self) -> tuple[SwitchReading, ...]:
        """Every reading of an app's incognito switch."""
        return self._each(
            "switch",
            lambda line: SwitchReading(
                line["session"],
                bool(line["exists"]),
                line.get("summary") or "",
                line.get("position"),
                line.get("silent_position"),
                line.get("screen") or "",
            ),
        )

    def preconditions(self) -> tuple[Precondition, ...]:
        """Every second signal for an arm's condition."""
        return self._file(
            "preconditions",
            lambda line: Precondition(
                line["arm"], line["signal"], line["wanted"], line["found"], bool(line["met"])
            ),
        )

    def faults(self) -> tuple[Fault, ...]:
        """Everything that broke while measuring on the bench's side, and lines that are not there."""
        noted = self._each(
            "fault",
            lambda line: Fault(
                int(line["seq"]), microseconds(line["t"]), line["fault"], line["detail"], line.get("arm")
            ),
        )
        return noted + tuple(
            Fault(0, 0, "lines-missing", text, None) for text in missing_lines(self.data, LINE_FILES)
        )

    def counters(self) -> tuple[CounterSample, ...]:
        """The phone's byte counters at both ends of arms."""
        return self._file(
            "counters",
            lambda line: CounterSample(
                int(line["seq"]),
                microseconds(line["t"]),
                line["arm"],
                line["at"],
                line["source"],
                (line["marks"][0], line["marks"][1]),
                {
                    int(uid): UidCount(
                        *(int(figure) for figure in row[:4]),
                        *(None if figure is None else int(figure) for figure in row[4:6]),
                    )
                    for uid, row in line["uids"].items()
                },
            ),
        )

    def channels(self) -> tuple[ChannelReading, ...]:
        """The channel inventory at both ends of arms and at the close of sessions."""
        return self._file(
            "channels",
            lambda line: ChannelReading(
                int(line["seq"]), line["arm"], line["at"], line["channel"], line["state"], line["read"]
            ),
        )

    def sockets(self) -> Iterator[SocketOwner]:
        """Every socket that was seen open, with its owner's uid and the times it was seen between."""
        first: dict[tuple[Any, ...], int] = {}
        last = 0
        cut: list[bytes] = []
        path = self.data / "sockets.jsonl"
        try:
            for line in read_lines(path, cut_off=cut):
                last = microseconds(line["t"])
                for row in line["opened"]:
                    if str(row[6]) not in UNOWNED_STATES:
                        first.setdefault(tuple(row[:6]), last)
                for row in line["closed"]:
                    start = first.pop(tuple(row[:6]), None)
                    if start is not None:
                        yield _owner(tuple(row[:6]), start, last)
            for key, start in first.items():
                yield _owner(key, start, last)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise EvidenceError(f"{path} does not read: {error!r}") from error

    def events(self) -> Iterator[NetworkEvent]:
        """The network's side, streamed."""
        return NetworkLog(self.data).events()


def _owner(key: tuple[Any, ...], start: int, end: int) -> SocketOwner:
    return SocketOwner((key[1], int(key[2])), (key[3], int(key[4])), key[0], int(key[5]), start, end)


def _planted(line: dict[str, Any]) -> Planted:
    return Planted(
        PlantedId(line["id"]),
        PlantedKind(line["kind"]),
        line["value"],
        line["part"],
        line.get("arm"),
        line.get("act"),
        line.get("number"),
        line.get("wrapping"),
    )


def _identifier(line: dict[str, Any]) -> Planted:
    return Planted(
        PlantedId(line["id"]),
        PlantedKind.IDENTIFIER,
        line["value"],
        line["name"],
        registry_prefix=int(line.get("registry_prefix") or 0),
    )


def _consent(pairs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(name), str(value)) for name, value in pairs.items()))


def _arm(line: dict[str, Any], closed: dict[str, Any] | None) -> ArmRecord:
    key = line["key"]
    return ArmRecord(
        id=line["arm"],
        session=line["session"],
        app=key["app"],
        kind=key["kind"],
        mode=key["mode"],
        consent=_consent(key["consent"]),
        acts=tuple((str(act), int(count)) for act, count in key["acts"]),
        repeat=int(key["repeat"]),
        suspended=tuple(key["suspended"]),
        opened_us=microseconds(line["t"]),
        closed_us=microseconds(closed["t"]) if closed else None,
        phone_opened_ms=int(line["phone_ms"]),
        phone_closed_ms=int(closed["phone_ms"]) if closed and closed.get("phone_ms") is not None else None,
        offset_error_ms=int(line.get("offset_error_ms") or 0),
        aborted=(closed.get("aborted") if closed else "the arm was never closed"),
    )


def _session(line: dict[str, Any], closed: dict[str, Any] | None) -> SessionRecord:
    return SessionRecord(
        id=line["session"],
        app=line["app"],
        consent=_consent(line["consent"]),
        repeat=int(line["repeat"]),
        cleared=bool(line["cleared"]),
        opened_us=microseconds(line["t"]),
        closed_us=microseconds(closed["t"]) if closed else None,
        phone_opened_ms=int(line["phone_ms"]),
        phone_closed_ms=int(closed["phone_ms"]) if closed and closed.get("phone_ms") is not None else None,
        window_s=int(closed["window_s"]) if closed else 0,
    )
