"""Runs that are measured once for all tests of the chain, in the background while other tests run.

The tests of the chain come last; what they judge was started when the session began.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from tests.chain.suite import BOTH, END_S, ENOUGH_S, ROOT, Run, devices, one_browser

HERE = Path(__file__).parent
WAIT_S = 2 * ENOUGH_S + END_S
SIM = '[properties]\n"gsm.sim.state" = "LOADED,ABSENT"\n'
"""A SIM in the phone: what it sends as SMS nobody sees."""


class Background:
    """The measured runs, one after the other so that they do not starve the tests beside them."""

    def __init__(self, folder: Path, wanted: tuple[str, ...]) -> None:
        self._folder = folder
        self._wanted = wanted
        self._runs: dict[str, Run] = {}
        self._done = {name: threading.Event() for name in wanted}
        self._ending = False
        self._thread = threading.Thread(target=self._measure, name="measured runs")
        self._thread.start()

    def _measure(self) -> None:
        for name in self._wanted:
            if not self._ending:
                run = self._runs[name] = START[name](self._folder / name)
                with contextlib.suppress(Exception):
                    _ = run.code
            self._done[name].set()

    def get(self, name: str) -> Run:
        assert self._done[name].wait(WAIT_S)
        return self._runs[name]

    def end(self) -> None:
        self._ending = True
        for run in tuple(self._runs.values()):
            run.end()
        self._thread.join()


def _measured(folder: Path) -> Run:
    return Run(folder, "--devices", ROOT / "devices.yaml", *(f"--device={name}" for name in BOTH))


def _switched(folder: Path) -> Run:
    entries = {
        "kept": one_browser(folder / "kept", "as-updated-2020-05"),
        "broken": one_browser(folder / "broken", "breaks-switch-does-nothing"),
    }
    return Run(folder, "--devices", devices(folder, entries), "--claims", "INC-03")


def _with_sim(folder: Path) -> Run:
    entries = {"with-sim": one_browser(folder / "with-sim", "as-updated-2020-05", SIM)}
    return Run(folder, "--devices", devices(folder, entries), "--claims", "INC-03")


START = {"switched": _switched, "measured": _measured, "with_sim": _with_sim}
BACKGROUND = pytest.StashKey[Background]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    used = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if wanted := tuple(name for name in START if name in used):
        folder = session.config._tmp_path_factory.mktemp("chain")
        session.config.stash[BACKGROUND] = Background(folder, wanted)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if background := session.config.stash.get(BACKGROUND, None):
        background.end()


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.path.is_relative_to(HERE) and item.get_closest_marker("timeout") is None:
        item.add_marker(pytest.mark.timeout(WAIT_S + ENOUGH_S))


@pytest.fixture(scope="session")
def measured(request: pytest.FixtureRequest) -> Run:
    """Both shipped firmwares, every claim: what `make run` does."""
    return request.config.stash[BACKGROUND].get("measured")


@pytest.fixture(scope="session")
def switched(request: pytest.FixtureRequest) -> Run:
    """INC-03 on two phones with one browser: `kept`, and `broken`, whose switch does nothing."""
    return request.config.stash[BACKGROUND].get("switched")


@pytest.fixture(scope="session")
def with_sim(request: pytest.FixtureRequest) -> Run:
    """INC-03 on a phone with one browser, `with-sim`: one way out is not observed."""
    return request.config.stash[BACKGROUND].get("with_sim")
