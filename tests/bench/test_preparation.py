"""What is made ready: a recorder with no way out for a rehearsal, every other way out closed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench import preparation
from harness.bench.preparation import lead_through, plug_in, start_recorder
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.setting import Proxy
from harness.model.errors import SetupError
from tests.bench.opened import STAND, Bench


@pytest.mark.parametrize(("zone", "ca"), [(None, "/ca.pem"), ("/zone.json", None)])
def test_a_rehearsal_needs_zone_and_ca(bench: Bench, zone: str | None, ca: str | None) -> None:
    job = replace(bench.job, stand=replace(STAND, zone=zone, upstream_ca=ca))

    with pytest.raises(SetupError, match="zone and CA"):
        start_recorder(job, Path("sequence"))


@pytest.mark.parametrize("simulated", [True, False])
def test_a_virtual_handset_gets_a_recorder_that_reaches_its_cloud_alone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, *, simulated: bool
) -> None:
    asked: dict[str, object] = {}

    def start(*_: object, **words: object) -> str:
        asked.update(words)
        return "recorder"

    monkeypatch.setattr(preparation.Recorder, "start", start)
    stand = replace(STAND, simulated=simulated, zone="/z.json", upstream_ca="/ca.pem")
    assert start_recorder(replace(bench.job, stand=stand), Path("sequence")) == "recorder"

    assert (asked["rehearsal"] is not None) == simulated
    assert (asked["listen"], asked["accept_old"]) == ("127.0.0.1:0", False)


def test_the_recorders_path_comes_last_and_what_is_so_already_is_no_change(bench: Bench) -> None:
    made: list[str] = []
    changes = Changes(bench.phone, KINDS, lambda change: made.append(change.change))
    proxy = f"127.0.0.1:{bench.recorder.port}"
    try:
        lead_through(changes, bench.recorder.ca, proxy)
        assert made[-1].startswith("proxy") or "proxy" in made[-1]
        assert len(made) == len(set(made)) >= 3
        assert Proxy().read(bench.phone) == proxy
        count = len(made)
        lead_through(changes, bench.recorder.ca, proxy)
        assert len(made) == count
    finally:
        changes.restore()


def test_behind_a_router_the_phone_is_set_to_no_proxy(bench: Bench) -> None:
    made: list[str] = []
    changes = Changes(bench.phone, KINDS, lambda change: made.append(change.change))
    try:
        lead_through(changes, bench.recorder.ca, None)
        assert made
        assert not [change for change in made if "proxy" in change or "ipv6" in change.lower()]
        assert Proxy().read(bench.phone) is None
    finally:
        changes.restore()


def test_a_cable_is_plugged_in_while_there_is_a_recorder(bench: Bench, tmp_path: Path) -> None:
    cable = tmp_path / "phone.cable"
    pull = plug_in(replace(STAND, network="wire", cable=str(cable)), bench.recorder)
    assert json.loads(cable.read_text()) == {"host": STAND.bench_address, "port": bench.recorder.port}
    pull()
    assert not cable.exists()
    pull()
    plug_in(STAND, bench.recorder)()


def test_the_recorder_of_a_router_is_told_its_interface(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr(preparation.Recorder, "start", lambda *_, **words: asked.update(words))
    stand = replace(STAND, simulated=False, network="kernel", interface="phone0")
    start_recorder(replace(bench.job, stand=stand), Path("sequence"))

    assert (asked["network"], asked["interface"], asked["listen"]) == ("kernel", "phone0", "0.0.0.0:8080")
