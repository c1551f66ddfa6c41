from __future__ import annotations

from pathlib import Path

import pytest

from harness.ledger import Acts, Destinations, Ledger, load_acts, load_destinations, load_ledger

FEATURES = Path(__file__).parents[2] / "features"


@pytest.fixture(scope="session")
def features() -> Path:
    return FEATURES


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return load_ledger((FEATURES / "ledger.yaml").read_text("utf-8"), "features/ledger.yaml")


@pytest.fixture(scope="session")
def acts() -> Acts:
    return load_acts((FEATURES / "acts.yaml").read_text("utf-8"), "features/acts.yaml")


@pytest.fixture(scope="session")
def destinations() -> Destinations:
    return load_destinations(
        (FEATURES / "destinations.yaml").read_text("utf-8"), "features/destinations.yaml"
    )
