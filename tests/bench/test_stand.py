"""What a handset stands on, and that nothing else is taken for it."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench.config import AdbHandset, DeviceEntry, Rehearsal, VirtualHandset
from harness.bench.stand import Stand, VirtualBench, admit, app_versions, in_pack, real
from harness.device.identity import HandsetKind
from harness.model.errors import SetupError
from harness.ruling.pack import built_in, find_pack

PACK = Path(__file__).parents[1] / "packs" / "lumora"
VIRTUAL = DeviceEntry(name="rehearsal", virtual=VirtualHandset(firmware="as-updated-2020-05"))
PHONE = DeviceEntry(
    name="desk", adb=AdbHandset(serial="8a1b2c3d", bench_address="192.0.2.10", canary_domain="example.org")
)


def test_a_phone_stands_on_nothing_but_its_own_network() -> None:
    assert real(PHONE) == Stand("desk", "8a1b2c3d", "192.0.2.10", "example.org", False, None, None)


def test_a_virtual_handset_started_by_hand_stands_on_its_cloud() -> None:
    assert PHONE.adb is not None
    adb = PHONE.adb.model_copy(update={"rehearsal": Rehearsal(zone="/z.json", upstream_ca="/ca.pem")})
    stand = real(PHONE.model_copy(update={"adb": adb}))

    assert (stand.simulated, stand.zone, stand.upstream_ca) == (True, "/z.json", "/ca.pem")


def test_neither_is_taken_for_the_other(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="rehearsal is no phone on adb"):
        real(VIRTUAL)
    bench = VirtualBench(tmp_path)
    with pytest.raises(SetupError, match="desk is no virtual handset"):
        bench.handset(PHONE, 1)
    assert list(tmp_path.iterdir()) == []


REAL_STAND = real(PHONE)
SIMULATED_STAND = replace(REAL_STAND, simulated=True, zone="/z.json", upstream_ca="/ca.pem")


def test_a_rehearsal_is_never_given_a_way_out_and_a_phone_never_a_zone() -> None:
    for kind in HandsetKind:
        simulated = kind is HandsetKind.SIMULATED
        admit(SIMULATED_STAND if simulated else REAL_STAND, kind)
        with pytest.raises(SetupError, match="found a virtual handset" if simulated else "wanted a virtual"):
            admit(REAL_STAND if simulated else SIMULATED_STAND, kind)


def ended(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_the_cloud_is_started_once_and_ended_with_the_bench(tmp_path: Path) -> None:
    bench = VirtualBench(tmp_path)
    try:
        cloud = bench.cloud()

        assert bench.cloud() is cloud
        assert json.loads(Path(cloud.ready["zone"]).read_bytes())["hosts"]
        assert Path(cloud.ready["ca"]).read_text().startswith("-----BEGIN CERTIFICATE-----")
        assert cloud.alive()
    finally:
        bench.close()
    assert ended(cloud.pid)
    bench.close()


def test_a_handset_that_does_not_come_up_says_why_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bench = VirtualBench(tmp_path)
    try:
        with pytest.raises(SetupError, match="as-never-shipped"):
            bench.handset(DeviceEntry(name="odd", virtual=VirtualHandset(firmware="as-never-shipped")), 90)
        cloud = bench.cloud()
    finally:
        bench.close()
    assert ended(cloud.pid)
    with pytest.raises(KeyError):
        bench.pid("odd")


def test_a_plan_knows_what_the_handset_has_installed(tmp_path: Path) -> None:
    versions = app_versions(VirtualHandset(firmware="as-updated-2020-05"))
    assert versions["com.mi.globalbrowser"].startswith("12.1.4")
    (tmp_path / "own.toml").write_text(
        'extends = "as-promised"\nname = "own"\nwithout = ["com.miui.player"]\n'
    )
    assert "com.miui.player" not in app_versions(VirtualHandset(firmware="own", firmwares=[str(tmp_path)]))
    with pytest.raises(SetupError, match=r"named as-dreamt-of; there are .*as-reported-2020-04"):
        app_versions(VirtualHandset(firmware="as-dreamt-of"))


def test_the_cloud_answers_for_more_hosts(tmp_path: Path) -> None:
    (tmp_path / "more.toml").write_text('[hosts."up.vendor.test"]\naddress = "192.0.2.9"\ncountry = "NL"\n')
    bench = VirtualBench(tmp_path, [tmp_path / "more.toml"])
    try:
        assert "up.vendor.test" in json.loads(Path(bench.cloud().ready["zone"]).read_bytes())["hosts"]
    finally:
        bench.close()


def test_a_virtual_handset_has_what_the_pack_brings_and_no_behaviour_that_nobody_named() -> None:
    found = in_pack(VIRTUAL, find_pack(str(PACK)))

    assert found.virtual is not None
    assert (found.virtual.apps, found.virtual.firmwares) == (
        [str(PACK / "virtual")],
        [str(PACK / "firmwares")],
    )
    assert found.virtual.behaviours == []
    assert in_pack(VIRTUAL, built_in()) == VIRTUAL
    assert in_pack(PHONE, find_pack(str(PACK))) == PHONE
    own = VirtualHandset(firmware="lumora-honest", firmwares=found.virtual.firmwares, apps=found.virtual.apps)
    assert app_versions(own)["com.lumora.notes"] == "1.4.0"


def test_the_cloud_answers_for_the_hosts_of_a_pack_too(tmp_path: Path) -> None:
    bench = VirtualBench(tmp_path, find_pack(str(PACK)).hosts)
    try:
        hosts = json.loads(Path(bench.cloud().ready["zone"]).read_bytes())["hosts"]
    finally:
        bench.close()
    assert {"collect.lumora.example", "sa.api.intl.miui.com"} <= set(hosts)


def test_a_phone_behind_the_benchs_router_stands_on_its_interface() -> None:
    assert PHONE.adb is not None
    adb = PHONE.adb.model_copy(update={"interface": "phone0"})
    stand = real(PHONE.model_copy(update={"adb": adb, "network": "gateway"}))

    assert (stand.network, stand.interface, stand.routed) == ("kernel", "phone0", True)
    assert real(PHONE.model_copy(update={"adb": adb})).interface is None


def test_a_virtual_handset_started_by_hand_may_be_on_a_wire() -> None:
    assert PHONE.adb is not None
    wire = Rehearsal(zone="/z.json", upstream_ca="/ca.pem", gateway="/w")
    stand = real(PHONE.model_copy(update={"adb": PHONE.adb.model_copy(update={"rehearsal": wire})}))

    assert (stand.network, stand.cable, stand.routed) == ("wire", "/w", True)


def test_a_virtual_handset_behind_a_router_has_a_cable(tmp_path: Path) -> None:
    bench = VirtualBench(tmp_path)
    try:
        stand = bench.handset(VIRTUAL.model_copy(update={"network": "gateway"}), 1)
        proxied = bench.handset(VIRTUAL.model_copy(update={"name": "other"}), 2)
    finally:
        bench.close()

    assert (stand.network, stand.cable) == ("wire", str(tmp_path / "rehearsal.cable"))
    assert (proxied.network, proxied.cable) == ("proxy", None)
