from __future__ import annotations

from collections.abc import Mapping

import pytest

from harness.judge.rules import BY_ID, CONTRACTS, RULES
from harness.ledger import load_ledger
from harness.model.errors import SetupError
from tests.judge.cases import case_of
from tests.judge.honest import MI, tables, told

CLAIMS = ("INC-02", "INC-03", "INC-04", "ANON-01", "ANON-02", "ENC-01", "ENC-02", "ENC-03")
PROPOSITIONS = [proposition for claim in CLAIMS for proposition in tables().ledger.claim(claim).propositions]


def test_each_rule_has_an_id_of_its_own_and_stands_in_the_ledger():
    assert len(BY_ID) == len(RULES)
    assert {proposition.rule for proposition in PROPOSITIONS} == set(CONTRACTS)
    assert all(contract.id == name for name, contract in CONTRACTS.items())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"rule":"token-random"', '"rule":"token-randomm"', "found 'token-randomm'"),
        ('"within":"usage-statistics"', '"wihtin":"usage-statistics"', "wihtin"),
        ('"within":"usage-statistics"', '"within":"statistics"', "'usage-statistics'"),
        ('"lowest":"TLSv1.2"', '"lowest":"TLSv1.1"', "TLSv1.2"),
        ('"senders":"vendor"', '"senders":"everybody"', "'app' or 'vendor'"),
        ('"parameters":{"condition":"switch"}', '"parameters":{}', "condition"),
        ('"parameters":{"baseline":"running=no"}', '"parameters":{}', "baseline"),
    ],
)
def test_what_a_rule_cannot_read_does_not_load(old, new, message):
    text = tables().ledger.canonical
    assert old in text
    with pytest.raises(SetupError, match=message):
        load_ledger(text.replace(old, new), "ledger", CONTRACTS)


@pytest.mark.parametrize("proposition", PROPOSITIONS, ids=lambda item: item.id)
def test_every_parameter_is_read_by_its_rule(proposition, tmp_path):
    rule = BY_ID[proposition.rule]
    read: set[str] = set()

    class Asked:
        def __init__(self, given: Mapping[str, str]) -> None:
            self._parsed = rule.contract.parse(given)

        def __getattr__(self, name: str) -> object:
            read.add(name)
            return getattr(self._parsed, name)

    claim = proposition.id.partition(".")[0]
    case = case_of(told(claims=(claim,)), tmp_path, proposition.id, MI)
    rule.judge(case, Asked(proposition.parameters))
    assert read == set(rule.contract.parameters.model_fields)
