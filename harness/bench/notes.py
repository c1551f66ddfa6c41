"""The bench's notes of a run: one method per kind of line, so that writer and reader meet in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from harness.device.change import Intervention
from harness.device.channels import Channel
from harness.device.clock import ClockReading
from harness.device.counters import Counters
from harness.device.identifiers import Identifier
from harness.device.sockets import Sample
from harness.model.arm import ArmKey
from harness.model.planted import Planted
from harness.store.folder import RunFolder


class Notes:
    """Writes the lines that `harness.store.run` reads back."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    def timeline(self, what: str, **facts: Any) -> int:
        """One line of the timeline."""
        return self._folder.line("timeline", {"what": what, **facts})

    def planted(self, value: Planted) -> None:
        """A planted value, before it is used."""
        self._folder.line(
            "planted",
            {
                "id": value.id,
                "kind": value.kind.value,
                "value": value.value,
                "part": value.part,
                "arm": value.arm,
                "act": value.act,
                "number": value.number,
                "wrapping": value.wrapping,
            },
        )

    def identifier(self, found: Identifier) -> None:
        """An identifier of the handset, or why it could not be learnt."""
        self._folder.line(
            "identifiers",
            {
                "id": f"identifier:{found.name}",
                "name": found.name,
                "value": found.value,
                "route": found.route,
                "why_not": found.why_not,
                "registry_prefix": found.registry_prefix,
            },
        )

    def arm_opened(self, key: ArmKey, session: str, clock: ClockReading) -> None:
        """An arm begins: its key and the phone's time."""
        need = key.need
        self.timeline(
            "arm-opened",
            arm=key.id,
            session=session,
            key={
                "app": key.app,
                "kind": need.kind.value,
                "mode": need.mode.value,
                "consent": dict(need.consent),
                "acts": [list(act) for act in need.acts],
                "repeat": need.repeat,
                "suspended": list(need.suspended),
            },
            phone_ms=clock.phone_ms,
            offset_ms=clock.offset_ms,
            offset_error_ms=clock.error_ms,
        )

    def arm_closed(self, arm: str, clock: ClockReading | None, aborted: str | None) -> None:
        """An arm ends, complete or not."""
        self.timeline(
            "arm-closed",
            arm=arm,
            phone_ms=clock.phone_ms if clock else None,
            offset_ms=clock.offset_ms if clock else None,
            aborted=aborted,
        )

    def counters(self, arm: str, at: str, read: Counters, marks: tuple[str, str]) -> None:
        """The phone's counters between two traffic marks."""
        self._folder.line(
            "counters",
            {
                "arm": arm,
                "at": at,
                "source": read.source,
                "marks": list(marks),
                "uids": {str(uid): counter.row() for uid, counter in read.uids.items()},
                "interfaces": {name: list(row) for name, row in read.interfaces.items()},
            },
        )

    def channels(self, arm: str, at: str, found: tuple[Channel, ...]) -> None:
        """Every way out, read back."""
        for channel in found:
            self._folder.line(
                "channels",
                {
                    "arm": arm,
                    "at": at,
                    "channel": channel.name,
                    "state": channel.state.value,
                    "read": channel.read,
                },
            )

    def sockets(self, sample: Sample) -> None:
        """What changed in the phone's socket tables."""
        self._folder.line(
            "sockets",
            {
                "phone_ms": sample.phone_ms,
                "opened": [socket.row() for socket in sample.opened],
                "closed": [socket.row() for socket in sample.closed],
            },
        )

    def consent(self, record: Mapping[str, Any]) -> None:
        """Dialogs with their answers, and switches as read back."""
        self._folder.line("consent", record)

    def precondition(self, arm: str, signal: str, wanted: str, found: str) -> None:
        """A second signal for an arm's condition."""
        self._folder.line(
            "preconditions",
            {"arm": arm, "signal": signal, "wanted": wanted, "found": found, "met": wanted == found},
        )

    def intervention(self, made: Intervention) -> None:
        """A change of the phone, or its undoing (method §10)."""
        facts = asdict(made)
        facts["change_time"] = facts.pop("time")
        self.timeline("restored" if made.undone else "intervention", **facts)
