"""The handsets of a plain `pytest steps`: those of a job, or of `devices.yaml`, each with its own bench."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.bench import alone
from harness.bench.alone import Handsets
from harness.bench.stand import Stand
from harness.model.claim import Grade
from harness.model.errors import SetupError
from tests.bench.recorded_run import made

DEVICES = {
    "schema": "claims/devices/v1",
    "bench": {"operator": "Ann"},
    "devices": [
        {"name": "one", "virtual": {"firmware": "as-reported-2020-04"}},
        {"name": "two", "adb": {"serial": "s", "bench_address": "192.0.2.1", "canary_domain": "example.org"}},
    ],
}


@pytest.fixture
def handsets(tmp_path: Path):
    path = tmp_path / "devices.yaml"
    path.write_text(json.dumps(DEVICES))

    def read(*names: str, **more: Any) -> Handsets:
        words = {"grade": Grade.EVIDENCE, "pack": None, "reports": tmp_path / "reports", **more}
        return Handsets.of_devices(path, names, **words)

    return read


def test_a_job_has_one_handset_and_says_what_is_selected(tmp_path: Path) -> None:
    job = made(tmp_path, "run")
    handsets = Handsets.of_job(job)

    assert handsets.names == ("desk",)
    assert handsets.propositions == frozenset()
    with handsets.job("desk") as given:
        assert given is job


def test_of_a_file_all_are_measured_or_the_named_ones(handsets) -> None:
    assert handsets().names == ("one", "two")
    assert handsets("two").names == ("two",)
    assert handsets().propositions is None


def test_a_name_that_is_not_there_or_a_file_that_does_not_read_is_refused(handsets, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="found 'three'"):
        handsets("three")
    (tmp_path / "devices.yaml").write_text("schema: other\n")
    with pytest.raises(SetupError, match=r"devices\.yaml:1"):
        handsets()


class FakeServer:
    port = 5038
    pid = 1
    stopped = False

    def stop(self) -> None:
        type(self).stopped = True


@pytest.mark.parametrize("name", ["one", "two"])
def test_a_job_of_its_own_with_a_bench_that_ends_with_it(
    handsets, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[bool] = []
    closed: list[Path] = []

    class FakeBench:
        def __init__(self, folder: Path, hosts: tuple[Path, ...]) -> None:
            assert hosts == (), "the built-in pack needs no further hosts"
            self._folder = folder

        def handset(self, device: Any, number: int) -> Stand:
            return Stand(device.name, f"127.0.1.{number}:1", "127.0.0.1", "claims.test", True, "/z", "/c")

        def close(self) -> None:
            closed.append(self._folder)

    def server(_: object, *, usb: bool) -> FakeServer:
        asked.append(usb)
        return FakeServer()

    monkeypatch.setattr(alone, "VirtualBench", FakeBench)
    monkeypatch.setattr(alone.Work, "adb_server", server)
    with handsets().job(name) as job:
        work = Path(job.work)
        assert work.is_dir()
        assert (job.stand.name, job.stand.simulated) == (name, name == "one")
        assert (job.grade, job.server_port, job.folder.parent) == ("evidence", 5038, tmp_path / "reports")
        assert job.record["bench"]["operator"] == "Ann"

    assert asked == [name == "two"], "USB is looked at for a phone alone"
    assert FakeServer.stopped
    assert closed == [work]
    assert not work.exists()
