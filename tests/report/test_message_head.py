from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.judgement import Judgement, Origin
from harness.report.message_head import message_head
from tests.judge.honest import tables
from tests.report.record import ARM, PARTS, background, value, witness


def test_the_head_is_three_sentences_of_a_claim(violated: Judgement, unproven: Judgement) -> None:
    found = witness(*(value(part) for part in PARTS))
    other = witness(value("search-term"), exchange="e1.75")
    facts = background(found)

    first, second, third = message_head(replace(violated, witnesses=(found, other)), facts).splitlines()
    words = "Mi Browser will never know what you browse in incognito mode"
    assert first == f"INC-02: “{words}” (proposition INC-02.address)."
    assert second == (
        "Violated: sa.api.intl.miui.com (controlled by the vendor) received host name, path, query and "
        "fragment of page 1, visited in incognito mode, from Mi Browser 12.1.4-g (com.mi.globalbrowser) "
        "(and 1 more exchange)."
    )
    assert third == "This was a REHEARSAL: it says nothing about any real phone."
    long = replace(unproven.reasons[0], detail=f"{ARM}: " + "tls\nrefused " * 60 + "END")
    head = message_head(replace(unproven, reasons=(long, long, unproven.reasons[0])), facts)
    assert len(head.splitlines()) == 3
    assert "\\n" not in head
    assert "END) (and 1 more reason)." in head
    assert "Unproven: some traffic could not be read (Mi Browser, in incognito mode, " in head


@pytest.mark.parametrize("outcome", ["holding", "not_applicable", "violated", "unproven"])
def test_every_outcome_has_its_three_sentences(outcome: str, request: pytest.FixtureRequest) -> None:
    judgement: Judgement = request.getfixturevalue(outcome)
    lines = message_head(judgement, background()).splitlines()

    assert len(lines) == 3
    assert lines[1].partition(":")[0].lower() == judgement.outcome.value.replace("-", " ")
    assert all(line.endswith(".") for line in lines)
    measured = message_head(replace(judgement, origin=Origin.MEASUREMENT), background())
    assert measured.splitlines()[2] == "This was measured on a phone."


def test_a_claim_without_quoted_words_is_told_in_ours(holding: Judgement) -> None:
    claim = tables().ledger.claim("INC-03")

    assert claim.words is None
    assert message_head(holding, background()).startswith(f"INC-03, in our words: {claim.paraphrase[:-1]} (")
    press = replace(holding, claim="INC-01")
    assert message_head(press, background()).startswith("INC-01, as the press tells it: ")
