from __future__ import annotations

import pytest
from pydantic import ValidationError

from harness.ledger.ledger_file import AppEntry, LedgerFile


def test_unknown_keys_and_silent_conversions_are_refused():
    with pytest.raises(ValidationError):
        AppEntry.model_validate({"name": "a", "title": "A", "colour": "red"})
    with pytest.raises(ValidationError):
        AppEntry.model_validate({"name": 1, "title": "A"})


def test_the_file_names_its_own_version():
    assert LedgerFile.model_json_schema()["properties"]["schema"]["const"] == "claims/ledger/v2"
