from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bench import arms, health
from tests.bench.opened import Bench
from tests.bench.stage import Stage, proxy
from tests.virtual.box import Box


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    box = Box(tmp_path_factory.mktemp("phone"))
    yield box
    box.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with proxy() as server:
        yield server.server_port


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting takes next to no time."""
    monkeypatch.setattr(health, "STEP_SECONDS", 0.005)
    monkeypatch.setattr(arms, "BLANK_SECONDS", 0.02)


@pytest.fixture
def stage(tmp_path: Path, box: Box, port: int, hasty: None) -> Iterator[Stage]:
    """A phone, a recorder and a browser to record arms with; waiting takes next to no time."""
    stage = Stage(tmp_path, box, port)
    yield stage
    stage.close()


@pytest.fixture
def bench(tmp_path: Path, box: Box, port: int, hasty: None, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A phone that a run opens for itself."""
    return Bench(tmp_path, box, port, monkeypatch)
