"""The handsets of a plain `pytest steps`: the same jobs that `claims run` makes, made in this process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.bench.config import DeviceEntry, load_file, select
from harness.bench.job import Job, new_job
from harness.bench.record import BenchRecord
from harness.bench.stand import VirtualBench, in_pack, real
from harness.bench.work import Work
from harness.model.claim import Grade
from harness.ruling.pack import Pack, built_in, find_pack


@dataclass(frozen=True, slots=True)
class Handsets:
    """Which handsets this process measures: the one of a job, or some of `devices.yaml`."""

    given: Job | None = None
    devices: tuple[DeviceEntry, ...] = ()
    bench: BenchRecord | None = None
    grade: Grade = Grade.SCREENING
    pack: Pack = field(default_factory=built_in)
    reports: Path = Path("reports")

    @classmethod
    def of_job(cls, job: Job) -> Handsets:
        """The handset of a job that `claims run` wrote."""
        return cls(given=job)

    @classmethod
    def of_devices(
        cls, path: Path, names: tuple[str, ...], *, grade: Grade, pack: str | None, reports: Path
    ) -> Handsets:
        """The named handsets of a file, all where none is named.  Raises SetupError with file and line."""
        file = load_file(path)
        found = find_pack(pack)
        chosen = tuple(in_pack(item, found) for item in select(tuple(file.devices), names))
        return cls(devices=chosen, bench=file.bench, grade=grade, pack=found, reports=reports)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the handsets, in order."""
        return (self.given.stand.name,) if self.given else tuple(device.name for device in self.devices)

    @property
    def propositions(self) -> frozenset[str] | None:
        """The propositions that the job selects; None where nobody selected before pytest."""
        return frozenset(self.given.propositions) if self.given else None

    @contextlib.contextmanager
    def job(self, name: str) -> Iterator[Job]:
        """The job of a handset, with its adb server and whatever stands behind a virtual one.

        Raises SetupError.
        """
        if self.given is not None:
            yield self.given
            return
        number, device = next(
            (place, entry) for place, entry in enumerate(self.devices, 1) if entry.name == name
        )
        self.reports.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            work = stack.enter_context(Work("steps"))
            server = work.adb_server(usb=device.adb is not None)
            stack.callback(server.stop)
            virtual = VirtualBench(work.path, self.pack.hosts)
            stack.callback(virtual.close)
            stand = virtual.handset(device, number) if device.virtual else real(device)
            yield new_job(
                stand,
                device,
                self.bench,
                grade=self.grade,
                pack=self.pack.place,
                reports=self.reports,
                work=work.path,
                server_port=server.port,
            )
