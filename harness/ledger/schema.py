"""The published shapes of the files as JSON Schema, so that an editor can check them while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from harness.ledger.acts import ActsFile
from harness.ledger.destinations import DestinationsFile
from harness.ledger.ledger_file import LedgerFile
from harness.ledger.validation import Entry

_FILES: Mapping[str, type[Entry]] = {
    "acts": ActsFile,
    "destinations": DestinationsFile,
    "ledger": LedgerFile,
}


def schemas() -> Mapping[str, str]:
    """The text of `schemas/<name>.schema.json` by name, as it should be."""
    return {
        name: json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, model in _FILES.items()
    }
