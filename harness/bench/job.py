"""What `claims run` hands to the process that measures one handset: one JSON file."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.bench.config import DeviceEntry
from harness.bench.record import BenchRecord
from harness.bench.stand import Stand
from harness.model.claim import Grade
from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Job:
    """One handset's part of an invocation.

    `propositions` are the ids to run, `pack` names whose (None: the built-in one's); `parts`, where given,
    are (proposition, app) that pytest's own options left over.  `seed` is the hexadecimal seed of the run's
    tokens, `record` what `devices.yaml` tells of bench and handset (§12).  `accept_old_recorder` lets a
    recorder with a known hole listen to a network (`capture.old_proxy`).
    """

    stand: Stand
    run: str
    grade: str
    propositions: tuple[str, ...]
    pack: str | None
    reports: str
    work: str
    server_port: int
    seed: str
    record: dict[str, Any]
    parts: tuple[tuple[str, str], ...] | None = None
    accept_old_recorder: bool = False

    @property
    def folder(self) -> Path:
        """The run folder."""
        return Path(self.reports) / self.run

    @property
    def derived(self) -> Path:
        """What is derived from the run and lies outside its bag."""
        return Path(self.reports) / f"{self.run}.derived"

    @property
    def refusal(self) -> Path:
        """Where the measuring process says why it could not begin."""
        return Path(self.work) / f"{self.stand.name}.error"

    @property
    def interrupted(self) -> Path:
        """What is there once somebody pressed Ctrl-C.

        A signal alone can be lost: Python drops one that comes while a callback of its own runs, and the
        loading of a test session is full of these.
        """
        return Path(self.work) / f"{self.stand.name}.interrupted"

    @property
    def selected(self) -> frozenset[tuple[str, str]] | None:
        """The parts to plan, None for every part."""
        return None if self.parts is None else frozenset(self.parts)

    def write(self, path: Path) -> None:
        """Write it for the child."""
        path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Job:
        """Read it in the child.  Raises SetupError."""
        try:
            content: dict[str, Any] = dict(json.loads(path.read_text("utf-8")))
            stand = Stand(**content.pop("stand"))
            parts = content.pop("parts")
            return cls(
                stand=stand,
                propositions=tuple(content.pop("propositions")),
                parts=None if parts is None else tuple((str(one), str(app)) for one, app in parts),
                **content,
            )
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SetupError(f"{path}: wanted the job that `claims run` wrote, found {error!r}") from error


def new_job(
    stand: Stand,
    device: DeviceEntry,
    bench: BenchRecord | None,
    *,
    grade: Grade,
    pack: str | None,
    reports: Path,
    work: Path,
    server_port: int,
    propositions: tuple[str, ...] = (),
    accept_old_recorder: bool = False,
) -> Job:
    """The job of a handset, with a run id and a seed of 256 bits of its own."""
    return Job(
        stand=stand,
        run=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{device.name}-{secrets.token_hex(3)}",
        grade=grade.value,
        propositions=propositions,
        pack=pack,
        reports=str(reports.resolve()),
        work=str(work),
        server_port=server_port,
        seed=secrets.token_hex(32),
        record=_record(bench, device),
        accept_old_recorder=accept_old_recorder,
    )


def _record(bench: BenchRecord | None, device: DeviceEntry) -> dict[str, Any]:
    """What is known of bench and handset; what nobody filled in is left out."""
    parts = {"bench": bench, "item": device.item}
    return {name: part.model_dump(exclude_none=True) for name, part in parts.items() if part is not None}
