"""One handset's run: opened, measured, put back (law 3).

The order is that of the method: what a dead run left is undone first; the plan is sealed before the
first act (§12); every change goes through the journal; only after the last closing window are proxy and
CA removed (§4).
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from types import TracebackType
from typing import Self

from harness.apps.registry import Drivers
from harness.bench.ending import Ending
from harness.bench.job import Job
from harness.bench.opening import OpenPhone, open_phone
from harness.model.arm import ArmKey, SessionKey
from harness.model.errors import HarnessError, SetupError
from harness.model.lines import Fault, Refused
from harness.model.plan import Plan
from harness.ruling.tables import Study
from harness.store.adapters import BenchLine

INTERRUPTED = "interrupted"


class HandsetRun:
    """A run in progress: a context manager that opens the phone, and puts it back when it is left.

    Entering raises SetupError where the bench or the phone is not as it must be; the phone is put back
    then.  What is read of the phone exists once it is entered.
    """

    _phone: OpenPhone

    def __init__(self, job: Job, study: Study, drivers: Drivers) -> None:
        self.job = job
        self.study = study
        self.lost: str | None = None
        self._drivers = drivers
        self._ending = Ending()
        self._recorded: set[SessionKey] = set()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as failing:
            failing.callback(self._ending.close)
            try:
                self._heed()
                self._phone = open_phone(self.job, self.study, self._drivers, self._ending)
            except (HarnessError, OSError) as error:
                self._ending.note(Refused(reason=str(error)))
                raise
            except KeyboardInterrupt:
                self._interrupted()
                raise
            failing.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the last windows, put the phone back and end the recording."""
        with contextlib.closing(self._ending):
            if isinstance(error, KeyboardInterrupt) or self.lost == INTERRUPTED:
                self._interrupted()
            elif not self.lost:
                try:
                    self._measuring(self._phone.sessions.close_all)
                except KeyboardInterrupt:
                    self._interrupted()
                    raise

    def _heed(self) -> None:
        """Raise KeyboardInterrupt where Ctrl-C was pressed and its signal was lost."""
        if self.job.interrupted.exists():
            raise KeyboardInterrupt

    def _interrupted(self) -> None:
        self.lost = INTERRUPTED
        self._ending.note(Fault(fault=INTERRUPTED, detail="ended by Ctrl-C"))

    @property
    def plan(self) -> Plan:
        """The sealed plan."""
        return self._phone.plan

    @property
    def firmware(self) -> str:
        """The fingerprint of the phone's build."""
        return self._phone.firmware

    @property
    def recorded(self) -> int:
        """How many sessions were recorded so far."""
        return len(self._recorded)

    def write(self, line: BenchLine) -> None:
        """One line of the run's record."""
        self._phone.folder.write(line)

    def advance(self, key: ArmKey) -> bool:
        """Record up to the session that holds this arm; whether it was recorded just now.

        Raises MeasurementLost where the run is lost.
        """
        if self.lost:
            raise SetupError(f"the run is lost: {self.lost}")
        fresh = False
        for session in self.plan.sessions:
            if session.key not in self._recorded:
                self._heed()
                self._recorded.add(session.key)
                fresh = True
                record = functools.partial(self._phone.sessions.record, session)
                if (error := self._measuring(record)) is not None:
                    raise error
            if session.key == key.session:
                return fresh
        raise SetupError(f"wanted a planned arm, found {key.id}")

    def tick(self) -> None:
        """Between arms: keep reading the counters.  A phone that is lost meanwhile is the run's end."""
        if not self.lost and self._recorded:
            self._measuring(self._phone.sessions.tick)

    def _measuring(self, do: Callable[[], object]) -> HarnessError | OSError | None:
        """Do something on the phone; what it raises is the run's end, on record, and returned."""
        try:
            do()
        except (HarnessError, OSError) as error:
            self.lost = str(error)
            self._ending.note(Fault(fault=type(error).__name__, detail=str(error)))
            return error
        return None
