"""One Allure result for a handset that was not measured: nobody shall have to miss it to see that."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from harness.report.allure_scenario import RUN_LABEL
from harness.report.safe_text import one_line

FEATURE = "Not measured"


def write_unmeasured(results: Path, handset: str, run: str, reason: str, milliseconds: int) -> Path:
    """Write the only result of a run and return its path; `milliseconds` is when, UTC since 1970.

    Its status is *broken*, as of everything that is unproven.
    """
    name = f"{one_line(handset)} was not measured"
    labels = {"feature": FEATURE, "story": one_line(handset), RUN_LABEL: run}
    result = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, run)),
        "historyId": name,
        "name": name,
        "fullName": name,
        "status": "broken",
        "statusDetails": {"message": one_line(reason, 1000)},
        "stage": "finished",
        "start": milliseconds,
        "stop": milliseconds,
        "labels": [{"name": label, "value": value} for label, value in labels.items()],
        "steps": [],
        "attachments": [],
        "parameters": [],
    }
    results.mkdir(parents=True, exist_ok=True)
    path = results / f"{result['uuid']}-result.json"
    path.write_text(json.dumps(result), "utf-8")
    return path
