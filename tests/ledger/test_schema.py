from __future__ import annotations

import json
from pathlib import Path

import pytest

import harness.ledger
from harness.ledger import schemas

FOLDER = Path(harness.ledger.__file__).parent / "schemas"
COMMAND = (
    'python -c "from harness.ledger import schemas; import sys; sys.stdout.write(schemas()[sys.argv[1]])" '
    "{name} > harness/ledger/schemas/{name}.schema.json"
)


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_that_of_the_code(name):
    stored = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    assert stored == json.loads(schemas()[name]), "write it anew: " + COMMAND.format(name=name)


def test_every_file_names_its_schema_for_editors(features):
    for name in schemas():
        first = (features / f"{name}.yaml").read_text("utf-8").splitlines()[0]
        assert first.endswith(f"../harness/ledger/schemas/{name}.schema.json")
