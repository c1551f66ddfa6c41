"""The one way to change a phone, and the way back (law 3).

`Changes.change` does, in this order: (1) read the old value, (2) journal it on the phone, (3) journal
it on the bench, durably, (4) change, (5) read back, (6) report the intervention.  `restore` undoes in
the reverse order of the changes; it may be repeated, interrupted and continued from another host.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from harness.device.journal import Entry, Journal, Value
from harness.device.shell import Shell
from harness.model.errors import HarnessError, SetupError
from harness.store.lines import stamp


class What(Protocol):
    """Something on a phone that has a value: it is read, and written with a value it once had.

    `kind` names its class in the journal; `describe` gives what the class is built from again.
    """

    kind: ClassVar[str]

    def describe(self) -> dict[str, Any]:
        """The arguments of the class, as JSON."""
        ...

    def read(self, shell: Shell) -> Value:
        """The value now.  Raises SetupError where it cannot be read."""
        ...

    def write(self, shell: Shell, value: Value) -> None:
        """Set it.  Raises SetupError where the phone refuses.  Writing what is already there is harmless."""
        ...


@runtime_checkable
class Brief(Protocol):
    """A What whose values are too long for the record of a change; the journal keeps them whole."""

    def brief(self, value: Value) -> Value:
        """What stands for the value in that record."""
        ...


@dataclass(frozen=True, slots=True)
class Intervention:
    """A change made to the phone (method §10), or its undoing; times are bench UTC, ISO 8601."""

    change: str
    old: Value
    new: Value
    time: str
    undone: bool = False


Report = Callable[[Intervention], None]
Kinds = Mapping[str, Callable[..., What]]


def name_of(what: What) -> str:
    """A change's name for people: `setting global http_proxy`."""
    return " ".join([what.kind, *(str(part) for part in what.describe().values())])


class Changes:
    """The changes of one phone.  `kinds` builds a What from the journal, by its kind.

    `report` is called after each change and each undoing.
    """

    def __init__(
        self, shell: Shell, kinds: Kinds, report: Report = lambda _: None, *, folder: Path | None = None
    ) -> None:
        self._shell = shell
        self._kinds = kinds
        self._report = report
        self.journal = Journal(shell, folder)

    def change(self, what: What, new: Value) -> Value:
        """Set `what` to `new` and return the value it had; nothing is done where it has it already.

        Raises SetupError, MeasurementLost.
        """
        if what.kind not in self._kinds:
            raise SetupError(f"wanted a change that can be undone, found the unknown kind {what.kind!r}")
        old = what.read(self._shell)
        if old == new:
            return old
        now = stamp(time.time_ns())
        entry = Entry(
            id=secrets.token_hex(8),
            number=self.journal.next_number(),
            time=now,
            host=socket.gethostname(),
            what={"kind": what.kind, **what.describe()},
            old=old,
            new=new,
        )
        self.journal.add(entry)
        what.write(self._shell, new)
        if (found := what.read(self._shell)) != new:
            raise SetupError(
                f"wanted {name_of(what)} = {new!r} on {self._shell.serial}, found {found!r} after the change"
            )
        self._report(_intervention(what, old, new, now))
        return old

    def pending(self) -> tuple[Entry, ...]:
        """Changes that stand, oldest first.  Raises SetupError for a journal that does not read."""
        return self.journal.pending()

    def restore(self) -> tuple[Entry, ...]:
        """Undo everything that stands, newest first, and return what was undone.

        What cannot be undone does not keep the rest from being undone; then SetupError names it all.
        """
        undone, failed = [], []
        for entry in reversed(self.pending()):
            try:
                self._undo(entry)
            except (SetupError, OSError) as error:  # a full disk of the bench is none of the phone's
                failed.append(f"{entry.what}: {error}")
            else:
                undone.append(entry)
        if failed:
            raise SetupError(
                f"wanted {self._shell.serial} put back, "
                f"found {len(failed)} change(s) that stand: {'; '.join(failed)}"
            )
        return tuple(undone)

    def undo(self, what: What) -> bool:
        """Undo the newest change of `what` that stands; whether there was one."""
        wanted = {"kind": what.kind, **what.describe()}
        for entry in reversed(self.pending()):
            if entry.what == wanted:
                self._undo(entry)
                return True
        return False

    def _undo(self, entry: Entry) -> None:
        arguments = dict(entry.what)
        kind = str(arguments.pop("kind", ""))
        if kind not in self._kinds:
            raise SetupError(f"wanted a known kind of change, found {kind!r}; use the version that made it")
        try:
            what = self._kinds[kind](**arguments)
        except TypeError as error:
            raise SetupError(
                f"wanted the arguments of {kind}, found {arguments!r}; use the version that made it"
            ) from error
        if what.read(self._shell) != entry.old:
            what.write(self._shell, entry.old)
            if (found := what.read(self._shell)) != entry.old:
                raise SetupError(
                    f"wanted {name_of(what)} = {entry.old!r} again, found {found!r}; set it by hand"
                )
        now = stamp(time.time_ns())
        self.journal.mark_undone(entry, now, socket.gethostname())
        self._report(_intervention(what, entry.new, entry.old, now, undone=True))


def _intervention(what: What, old: Value, new: Value, time: str, *, undone: bool = False) -> Intervention:
    if isinstance(what, Brief):
        old, new = what.brief(old), what.brief(new)
    return Intervention(name_of(what), old, new, time, undone)


def opened(changes: Changes) -> tuple[Entry, ...]:
    """Undo what a dead run left, as the first thing done to a phone.  Raises HarnessError: do not open it."""
    try:
        return changes.restore()
    except HarnessError as error:
        raise SetupError(f"wanted a phone as its owner left it: {error}") from error
