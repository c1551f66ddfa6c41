"""What `claims run` hands to the process that measures one handset: one JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.bench.stand import Stand
from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Job:
    """One handset's part of an invocation.

    `claims` are the ids to run (empty: all that are tested), `features` and `reports` folders, `seed` the
    hexadecimal seed of the run's tokens, `record` what `devices.yaml` tells of bench and handset (§12).
    `accept_old_recorder` lets a recorder with a known hole listen to a network (`capture.old_proxy`).
    """

    stand: Stand
    run: str
    grade: str
    claims: tuple[str, ...]
    features: str
    reports: str
    work: str
    server_port: int
    seed: str
    record: dict[str, Any]
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

    def write(self, path: Path) -> None:
        """Write it for the child."""
        path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Job:
        """Read it in the child.  Raises SetupError."""
        try:
            content: dict[str, Any] = dict(json.loads(path.read_text("utf-8")))
            stand = Stand(**content.pop("stand"))
            return cls(stand=stand, claims=tuple(content.pop("claims")), **content)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SetupError(f"{path}: wanted the job that `claims run` wrote, found {error!r}") from error
