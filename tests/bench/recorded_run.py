"""A run that is recorded already, in the place of one that drives a phone."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from harness.apps.registry import Drivers, built_in
from harness.bench.job import Job
from harness.bench.stand import Stand
from harness.ledger import Selection, plan
from harness.model.arm import ArmKey
from harness.model.claim import Grade
from harness.model.documents import PlanDocument
from harness.ruling import pack
from harness.ruling.tables import Study
from harness.store.adapters import BenchLine, encode_document
from tests.judge.honest import VERSIONS
from tests.judge.stored import Desk

STAND = Stand("desk", "127.0.0.1:1", "127.0.0.1", "claims.test", True, None, None)


@cache
def study() -> Study:
    return Study.load(pack.built_in())


def made(folder: Path, run: str) -> Job:
    """The job of that run in a folder of reports."""
    return Job(
        stand=STAND,
        run=run,
        grade="screening",
        propositions=(),
        pack=None,
        reports=str(folder),
        work=str(folder),
        server_port=1,
        seed="00",
        record={},
    )


class RecordedRun:
    """Says which arms were asked for, and takes notes as a run does.  The plan is that of the features."""

    firmware = "xiaomi/desk"

    def __init__(
        self,
        folder: Path,
        desk: Desk,
        versions: dict[str, str] | None = None,
        parts: frozenset[tuple[str, str]] | None = None,
    ) -> None:
        self.desk, self.study, self.lost = desk, study(), None
        drivers = Drivers(built_in())
        tables = self.study.tables
        self.plan = plan(
            tables.ledger,
            tables.acts,
            self.study.scenarios,
            VERSIONS if versions is None else versions,
            Selection(Grade.SCREENING, parts),
            drivers,
        )
        written = PlanDocument.of(self.plan, self.study.scenarios, seed_commitment="", ruleset={})
        desk.documents["plan.json"] = json.loads(encode_document(written))
        desk.write(folder)
        screens = folder / "data" / "screens"
        screens.mkdir(exist_ok=True)
        Image.new("RGB", (9, 16)).save(screens / "0001.jpg")
        self.job = made(folder.parent, folder.name)
        self.advanced: list[ArmKey] = []
        self.written: list[BenchLine] = []
        self.recorded = 0
        self.ticks = 0

    def advance(self, key: ArmKey) -> bool:
        self.advanced.append(key)
        return False

    def tick(self) -> None:
        self.ticks += 1

    def write(self, line: BenchLine) -> None:
        self.written.append(line)
        names = {field.name for field in dataclasses.fields(line)} - {"sequence", "time_us"}
        self.add(**{name: getattr(line, name) for name in names})

    def add(self, **fields: Any) -> None:
        """One more line of the stored timeline."""
        line = self.desk.timeline(fields.pop("what"), **fields)
        with (self.job.folder / "data" / "timeline.jsonl").open("a") as file:
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
