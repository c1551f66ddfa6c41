from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import pytest

from harness.ledger import (
    Acts,
    Contracts,
    Destinations,
    Ledger,
    RuleContract,
    load_acts,
    load_destinations,
    load_ledger,
    read_scenarios,
)
from harness.ledger.contract import CONDITION
from harness.ledger.validation import Entry
from harness.model.arm import ArmKind
from harness.model.claim import Kind
from harness.model.scenario import Scenario

FEATURES = Path(__file__).parents[2] / "features"


class SomeParameters(Entry):
    within: str | None = None
    senders: str | None = None
    lowest: str | None = None
    condition: Annotated[str | None, CONDITION] = None


def shipped_contracts() -> Contracts:
    """The rules' own contracts; until they are declared, ones that take what the shipped ledger gives."""
    text = (FEATURES / "ledger.yaml").read_text("utf-8")
    entries = re.findall(r"kind: (\w+)\n +rule: ([a-z-]+)\n", text)
    kinds = {rule: Kind(kind) for kind, rule in entries}
    reading = {"content-absence", "silent-position"}
    return {
        rule: RuleContract(rule, kind, frozenset(ArmKind), parts=rule in reading, parameters=SomeParameters)
        for rule, kind in kinds.items()
    }


@pytest.fixture(scope="session")
def features() -> Path:
    return FEATURES


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return shipped_contracts()


@pytest.fixture(scope="session")
def ledger(contracts: Contracts) -> Ledger:
    return load_ledger((FEATURES / "ledger.yaml").read_text("utf-8"), "features/ledger.yaml", contracts)


@pytest.fixture(scope="session")
def acts() -> Acts:
    return load_acts((FEATURES / "acts.yaml").read_text("utf-8"), "features/acts.yaml")


@pytest.fixture(scope="session")
def feature_texts() -> dict[str, str]:
    return {
        path.relative_to(FEATURES).as_posix(): path.read_text("utf-8")
        for path in FEATURES.glob("*/*.feature")
    }


@pytest.fixture(scope="session")
def scenarios(
    feature_texts: dict[str, str], ledger: Ledger, acts: Acts, contracts: Contracts
) -> tuple[Scenario, ...]:
    return read_scenarios(feature_texts, ledger, acts, contracts)


@pytest.fixture(scope="session")
def destinations() -> Destinations:
    return load_destinations(
        (FEATURES / "destinations.yaml").read_text("utf-8"), "features/destinations.yaml"
    )
