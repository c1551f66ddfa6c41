from __future__ import annotations

from pathlib import Path

import pytest

from harness.judge.rules import CONTRACTS
from harness.ledger import (
    Acts,
    Contracts,
    Destinations,
    Ledger,
    load_acts,
    load_destinations,
    load_ledger,
    read_scenarios,
)
from harness.model.scenario import Scenario

FEATURES = Path(__file__).parents[2] / "features"


@pytest.fixture(scope="session")
def features() -> Path:
    return FEATURES


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return CONTRACTS


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
