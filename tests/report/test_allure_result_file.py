from __future__ import annotations

import pytest

from harness.model.errors import EvidenceError
from harness.report.allure_result_file import attach, labels, parameters, read_result


def test_an_attachment_is_referred_to_once_and_taken_away_with_an_empty_text(tmp_path) -> None:
    path, holder = tmp_path / "u-result.json", {}
    for text in ("one", "two"):
        attach(path, holder, "-x.txt", ("name", "text/plain", text))

    assert holder["attachments"] == [{"name": "name", "source": "u-x.txt", "type": "text/plain"}]
    assert (tmp_path / "u-x.txt").read_text() == "two"
    attach(path, holder, "-x.txt", ("name", "text/plain", ""))
    assert holder["attachments"] == []


@pytest.mark.parametrize("value", ["{'a': 'b\x1b'}", "[1]", "(", "{}"])
def test_an_example_never_vanishes_with_what_tells_it_apart(value: str) -> None:
    shown = list(parameters({"name": "_pytest_bdd_example", "value": value}))

    assert shown == {
        "{'a': 'b\x1b'}": [{"name": "a", "value": "b\\x1b"}],
        "{}": [],
    }.get(value, [{"name": "example", "value": value}])


def test_labels_and_files_that_are_none(tmp_path) -> None:
    assert labels({}, "tag") == ()
    (tmp_path / "x").write_bytes(b"[]")
    with pytest.raises(EvidenceError, match="found list"):
        read_result(tmp_path / "x")
