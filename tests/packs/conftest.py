"""The claims of a vendor that does not exist, judged on its own virtual phones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chain.suite import Run

LUMORA = Path(__file__).parent / "lumora"


@pytest.fixture(scope="session")
def lumora(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`claims run --pack` on its two phones: `honest`, and `leaking`, whose notes leave whatever it says."""
    run = Run(tmp_path_factory.mktemp("lumora"), "--pack", LUMORA, "--devices", LUMORA / "devices.yaml")
    try:
        assert run.code == 1, run.output[-3000:]
        yield run
    finally:
        run.end()
