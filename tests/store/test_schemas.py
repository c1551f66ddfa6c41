from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from harness.store.adapters import BENCH_FILES, DOCUMENTS, EXCHANGES
from harness.store.schemas import FOLDER, main, schemas

FEATURES = Path(__file__).parents[2] / "features"
TABLES = ("acts", "destinations", "ledger")


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_that_of_the_types(name):
    stored = resources.files("harness").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    assert stored == schemas()[name], "write it anew: make schemas"


def test_every_file_has_a_schema_and_no_other_lies_there():
    names = {*TABLES, *(file.name for file in (*BENCH_FILES, EXCHANGES)), *DOCUMENTS.values()}
    assert set(schemas()) == names
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in names}


def test_a_line_begins_with_its_envelope_and_takes_no_other_field():
    for file in (*BENCH_FILES, EXCHANGES):
        schema = json.loads(schemas()[file.name])
        titles = {kind.__name__ for kind in file.kinds}
        kinds = [kind for kind in (schema, *schema.get("$defs", {}).values()) if kind.get("title") in titles]
        assert len(kinds) == len(titles)
        for kind in kinds:
            assert kind["required"][:2] == ["seq", "t"]
            assert kind["properties"]["t"]["format"] == "date-time"
            assert kind["additionalProperties"] is False
            assert {"what", "event"} & set(kind["properties"]) <= set(kind["required"])


def test_they_are_written_as_they_are_shipped(tmp_path, monkeypatch):
    monkeypatch.setattr("harness.store.schemas.FOLDER", tmp_path / "schemas")
    main()
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "schemas").iterdir()}
    assert written == {f"{name}.schema.json": text for name, text in schemas().items()}


def test_every_table_names_its_schema_for_editors():
    for name in TABLES:
        table = FEATURES / f"{name}.yaml"
        first = table.read_text("utf-8").splitlines()[0]
        place = first.removeprefix("# yaml-language-server: $schema=")
        assert (table.parent / place).resolve() == FOLDER / f"{name}.schema.json"
