from __future__ import annotations

from harness.report.untested import untested
from tests.judge.honest import tables


def test_what_no_judgement_speaks_of_is_listed_with_its_reason() -> None:
    ledger = tables().ledger
    found = {item.claim: item.why for item in untested(ledger.claims, {"INC-03", "ANON-01"})}

    assert "INC-03" not in found
    assert found["ANON-01"].startswith("in part: ")
    assert found["INC-02"].startswith("not judged in this run")
    assert found["INC-01"] == ledger.claim("INC-01").untested
