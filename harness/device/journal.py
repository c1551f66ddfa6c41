"""What was changed on a phone and not yet undone, in two copies: on the phone and on the bench.

One JSON object per line.  A *change* line (`{"id","number","t","host","what","old","new"}`) is written
to the phone, then to the bench, before anything is changed; an *undone* line (`{"undone","t","host"}`)
after it was put back and read back.  The union of both copies counts, so that any host can finish what
another began.  Lines are only ever added.

A line that a kill cut off was never followed by its change; the next writer closes it with `#cut`.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from harness.device.shell import Shell, text
from harness.device.state_home import state_home
from harness.model.errors import SetupError

ON_PHONE = "/data/local/tmp/claims-journal.jsonl"
CUT = "#cut"
END = "#end"
"""Printed after the phone's copy: without it the copy was not read to its end."""

Value = str | int | bool | dict[str, Any] | list[Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what (as JSON, see `change.What`), its value before and after, who made it when."""

    id: str
    number: int
    time: str
    host: str
    what: dict[str, Any]
    old: Value
    new: Value

    def line(self) -> str:
        """As it stands in both copies."""
        return _line(
            {
                "id": self.id,
                "number": self.number,
                "t": self.time,
                "host": self.host,
                "what": self.what,
                "old": self.old,
                "new": self.new,
            }
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as read: its changes, the ids that are undone, and whether its last line is cut off."""

    entries: tuple[Entry, ...]
    undone: frozenset[str]
    cut_off: bool


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def parse(content: str, where: str) -> Copy:
    """A copy.  Raises SetupError for a line that does not read: nobody knows then what to put back."""
    complete, _, rest = content.rpartition("\n")
    entries, undone = [], set()
    for number, line in enumerate(complete.splitlines(), 1):
        if not line.strip() or line.endswith(CUT):
            continue
        try:
            record = json.loads(line)
            if "undone" in record:
                undone.add(str(record["undone"]))
            else:
                entries.append(
                    Entry(
                        str(record["id"]),
                        int(record["number"]),
                        str(record["t"]),
                        str(record["host"]),
                        dict(record["what"]),
                        record["old"],
                        record["new"],
                    )
                )
        except (ValueError, KeyError, TypeError) as error:
            raise SetupError(
                f"wanted a readable journal, found {line[:60]!r} in {where} line {number}; "
                "put the phone back by hand as far as the lines tell, then remove that line"
            ) from error
    return Copy(tuple(entries), frozenset(undone), bool(rest))


def bench_folder() -> Path:
    """Where the bench's copies lie: `$XDG_STATE_HOME/claims/journal`."""
    return state_home() / "journal"


class Journal:
    """Both copies of one phone's journal.

    Reading raises SetupError where a copy is unreadable, MeasurementLost where the phone is lost; such
    a phone is not to be opened.
    """

    def __init__(self, shell: Shell, folder: Path | None = None) -> None:
        self._shell = shell
        self.path = (folder or bench_folder()) / f"{quote(shell.serial, safe='')}.jsonl"

    def _phone(self) -> Copy:
        command = f"if [ -e {ON_PHONE} ]; then cat {ON_PHONE}; fi && echo '{END}'"
        content = text(self._shell, command)
        if not content.endswith(f"{END}\n"):
            raise SetupError(
                f"wanted {ON_PHONE} of {self._shell.serial} to its end, found {content[-60:]!r}; try again"
            )
        return parse(content.removesuffix(f"{END}\n"), f"{self._shell.serial}:{ON_PHONE}")

    def _bench(self) -> Copy:
        try:
            content = self.path.read_text("utf-8") if self.path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"wanted the journal {self.path}, found {error}; make it readable") from error
        return parse(content, str(self.path))

    def pending(self) -> tuple[Entry, ...]:
        """Every change not yet undone in either copy, oldest first."""
        phone, bench = self._phone(), self._bench()
        undone = phone.undone | bench.undone
        union = {entry.id: entry for entry in (*bench.entries, *phone.entries)}
        return tuple(sorted((e for e in union.values() if e.id not in undone), key=_order))

    def next_number(self) -> int:
        """One more than any number in either copy."""
        entries = (*self._phone().entries, *self._bench().entries)
        return 1 + max((entry.number for entry in entries), default=0)

    def add(self, entry: Entry) -> None:
        """Write a change to the phone, then durably to the bench.  Raises before anything may be changed."""
        self._append(entry.line())

    def mark_undone(self, entry: Entry, time: str, host: str) -> None:
        """Write that a change is undone, to both copies."""
        self._append(_line({"undone": entry.id, "t": time, "host": host}))

    def _append(self, line: str) -> None:
        phone, bench = self._phone(), self._bench()
        repair = f"{CUT}\n" if phone.cut_off else ""
        added = shlex.quote(repair + line)
        text(self._shell, f"printf '%s\\n' {added} >> {ON_PHONE} && sync")
        if not self._holds(self._phone(), line):
            raise SetupError(
                f"wanted a line in {ON_PHONE} of {self._shell.serial}, found it missing; free some space"
            )
        self._append_bench((f"{CUT}\n" if bench.cut_off else "") + line + "\n")

    @staticmethod
    def _holds(copy: Copy, line: str) -> bool:
        record = json.loads(line)
        if "undone" in record:
            return record["undone"] in copy.undone
        return any(entry.id == record["id"] for entry in copy.entries)

    def _append_bench(self, content: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, content.encode())
            os.fsync(file)
        finally:
            os.close(file)
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _order(entry: Entry) -> tuple[int, str, str]:
    return (entry.number, entry.time, entry.id)


def kinds(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The kinds of change that stand in these entries."""
    return tuple(sorted({str(entry.what.get("kind")) for entry in entries}))
