"""The published shapes of all files as JSON Schema, made from their types.

`python -m harness.store.schemas` writes them to `harness/schemas/`: those of a run's files let somebody
else read a run, those of `features/*.yaml` let an editor check them while typing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from harness.ledger.acts import ActsFile
from harness.ledger.destinations import DestinationsFile
from harness.ledger.ledger_file import LedgerFile
from harness.ledger.validation import Entry
from harness.store.adapters import BENCH_FILES, DOCUMENTS, EXCHANGES, adapter_of

FOLDER = Path(__file__).parents[1] / "schemas"
"""Where they are shipped."""
_TABLES: Mapping[str, type[Entry]] = {
    "acts": ActsFile,
    "destinations": DestinationsFile,
    "ledger": LedgerFile,
}
_ENVELOPE = {
    "seq": {"type": "integer", "minimum": 1, "description": "The line's number among all lines of the run."},
    "t": {"type": "string", "format": "date-time", "description": "When it was written, UTC of the bench."},
}


def schemas() -> Mapping[str, str]:
    """The text of `<name>.schema.json` by name, as it should be."""
    lines = {file.name: _line(file.adapter) for file in (*BENCH_FILES, EXCHANGES)}
    documents = {name: _closed(adapter_of(kind).json_schema()) for kind, name in DOCUMENTS.items()}
    tables = {name: table.model_json_schema() for name, table in _TABLES.items()}
    return {
        name: json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for name, content in (lines | documents | tables).items()
    }


def _line(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The schema of one line of a file, with its envelope as it is written."""
    schema = _closed(adapter.json_schema())
    for kind in (schema, *schema.get("$defs", {}).values()):
        if "seq" in kind.get("properties", {}):
            tag = [name for name, field in kind["properties"].items() if "const" in field]
            kind["properties"] |= _ENVELOPE
            kind["required"] = [*_ENVELOPE, *tag, *kind.get("required", ())]
    return schema


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema where no object takes a field that its type does not have."""
    for kind in (schema, *schema.get("$defs", {}).values()):
        if "properties" in kind:
            kind["additionalProperties"] = False
    return schema


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / f"{name}.schema.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
