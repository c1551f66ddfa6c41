"""A measurement goes on only while everything it rests on is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from harness.bench import health
from harness.bench.health import Health
from harness.model.errors import MeasurementLost


@dataclass
class Parts:
    """Recorder, sampler and phone as far as their signs of life go."""

    running: bool = True
    sampling: bool = True
    phone: str = "device"
    asked: int = 0

    def alive(self) -> bool:
        self.asked += 1
        return self.running

    def check(self) -> None:
        if not self.sampling:
            raise MeasurementLost("no sample for 6 s")

    def state(self) -> str:
        return self.phone


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def watched(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Health:
    monkeypatch.setattr(health, "STEP_SECONDS", 0.01)
    return Health(parts, parts, parts)


LOSSES: list[tuple[str, object, str]] = [
    ("running", False, "recorder is gone"),
    ("sampling", False, "no sample for 6 s"),
    ("phone", "offline", "handset is offline"),
    ("phone", "unauthorized", "handset is unauthorized"),
]


def test_all_there_is_no_error(watched: Health) -> None:
    watched.check()


@pytest.mark.parametrize(("part", "state", "why"), LOSSES)
def test_each_loss_alone_ends_the_measurement(
    watched: Health, parts: Parts, part: str, state: object, why: str
) -> None:
    setattr(parts, part, state)

    with pytest.raises(MeasurementLost, match=why):
        watched.check()
    with pytest.raises(MeasurementLost, match=why):
        watched.wait(60)


@pytest.mark.parametrize(("part", "state", "why"), LOSSES)
def test_a_loss_in_the_middle_ends_the_waiting(
    watched: Health, parts: Parts, part: str, state: object, why: str
) -> None:
    ticks: list[float] = []

    def tick(left: float) -> None:
        ticks.append(left)
        if len(ticks) == 3:
            setattr(parts, part, state)

    with pytest.raises(MeasurementLost, match=why):
        watched.wait(60, tick)
    assert len(ticks) == 3


def test_waiting_takes_its_time_and_checks_all_along(watched: Health, parts: Parts) -> None:
    left: list[float] = []
    add: Callable[[float], None] = left.append
    started = time.monotonic()
    watched.wait(0.1, add)

    assert time.monotonic() - started >= 0.1
    assert parts.asked == len(left) >= 3
    assert left == sorted(left, reverse=True)
    assert left[0] <= 0.1


def test_waiting_for_no_time_returns_at_once(watched: Health, parts: Parts) -> None:
    watched.wait(0)
    watched.wait(-5)

    assert parts.asked == 0
