"""A run that is recorded already, in the place of one that drives a phone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.bench.job import Job
from harness.bench.stand import Stand
from harness.ledger import Selection, sessions
from harness.model.arm import ArmKey
from harness.model.claim import Grade
from tests.judge.honest import VERSIONS, tables
from tests.judge.stored import Desk

STAND = Stand("desk", "127.0.0.1:1", "127.0.0.1", "claims.test", True, None, None)


class RecordedRun:
    """Says which arms were asked for, and takes notes as a run does."""

    firmware = "xiaomi/desk"

    def __init__(self, folder: Path, desk: Desk, claims: tuple[str, ...] | None = ("INC-03",)) -> None:
        self.desk = desk
        desk.write(folder)
        self.job = Job(STAND, folder.name, "screening", (), "", str(folder.parent), "", 1, "00", {})
        planned = sessions(tables().ledger, VERSIONS, Selection(Grade.SCREENING, claims))
        self.keys = tuple(key for session in planned for key in session.arms)
        self.notes = self
        self.advanced: list[ArmKey] = []
        self.recorded = 0
        self.ticks = 0

    def advance(self, key: ArmKey) -> bool:
        self.advanced.append(key)
        return False

    def tick(self) -> None:
        self.ticks += 1

    def timeline(self, what: str, **facts: Any) -> int:
        line = self.desk.timeline(what, **facts)
        with (self.job.folder / "data" / "timeline.jsonl").open("a") as file:
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
        return int(line["seq"])
