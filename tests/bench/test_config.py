"""`devices.yaml`: what is read, and where a mistake is."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.config import load_devices, select
from harness.model.errors import SetupError

ROOT = Path(__file__).parents[2]
GOOD = """schema: claims/devices/v1
devices:
  - name: rehearsal
    virtual:
      firmware: as-reported-2020-04
      behaviours: [one, two]
  - name: desk
    adb:
      serial: 8a1b2c3d
      bench_address: 192.0.2.10
      canary_domain: example.org
"""


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)


def written(folder: Path, text: str) -> Path:
    path = folder / "devices.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_gives_every_handset(tmp_path: Path) -> None:
    virtual, phone = load_devices(written(tmp_path, GOOD))

    assert virtual.name == "rehearsal"
    assert virtual.adb is None
    assert virtual.virtual is not None
    assert virtual.virtual.firmware == "as-reported-2020-04"
    assert virtual.virtual.behaviours == ["one", "two"]
    assert (virtual.virtual.time_scale, virtual.virtual.ambient) == (240, True)
    assert phone.virtual is None
    assert phone.adb is not None
    assert (phone.adb.serial, phone.adb.bench_address) == ("8a1b2c3d", "192.0.2.10")
    assert (phone.adb.canary_domain, phone.adb.rehearsal) == ("example.org", None)


def test_the_shipped_file_reads() -> None:
    names = [device.name for device in load_devices(ROOT / "devices.yaml")]

    assert names == ["as-reported-2020-04", "as-updated-2020-05"]


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("firmware:", "firmwear:", 5, "firmwear"),
        ("    virtual:\n", "    colour: red\n    virtual:\n", 4, "colour"),
        ("serial: 8a1b2c3d", "serial: [1]", 9, "serial"),
        ("behaviours: [one, two]", "time_scale: 0", 6, "time_scale"),
        (
            "behaviours: [one, two]",
            "behaviours: [one, nowhere]",
            6,
            'wanted a folder that is there, found "nowhere"',
        ),
        ("behaviours: [one, two]", "apps: [devices.yaml]", 6, "wanted a folder that is there"),
        ("name: desk", "name: Desk of Ann", 7, "name"),
        ("name: desk", "name: rehearsal", 7, "rehearsal again"),
        ("devices/v1", "devices/v2", 1, "schema"),
        ("    adb:\n", "    virtual: {firmware: x}\n    adb:\n", 7, "exactly one of virtual and adb"),
        ("serial: 8a1b2c3d", "serial: *nobody", 9, "alias"),
        ("canary_domain: example.org", "canary_domain: claims.test", 8, "no phone finds .test"),
        ("canary_domain: example.org", "canary_domain: Claims.TEST.", 8, "no phone finds .test"),
        ("canary_domain: example.org", "canary_domain: localhost", 8, "no phone finds .localhost"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, why: str
) -> None:
    assert GOOD.count(old) == 1
    path = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(SetupError) as caught:
        load_devices(path)
    assert f"{path}:{line}" in str(caught.value)
    assert why in str(caught.value)


def test_an_entry_with_neither_virtual_nor_adb_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "schema: claims/devices/v1\ndevices:\n  - name: lonely\n")

    with pytest.raises(SetupError, match=r"devices\.yaml:3.*exactly one of virtual and adb"):
        load_devices(path)


def test_no_device_at_all_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(
        SetupError, match=r"devices\.yaml:2: wanted at least one entry in devices, found none"
    ):
        load_devices(written(tmp_path, "schema: claims/devices/v1\ndevices: []\n"))


def test_a_file_that_is_not_there_or_no_text_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="found no such file; give --devices FILE"):
        load_devices(tmp_path / "none.yaml")
    with pytest.raises(SetupError, match="found a folder"):
        load_devices(tmp_path)
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetupError, match=r"binary\.yaml: .*no UTF-8 text"):
        load_devices(tmp_path / "binary.yaml")


def test_selected_are_the_named_ones_each_once_and_all_where_none_is_named(tmp_path: Path) -> None:
    devices = load_devices(written(tmp_path, GOOD))

    assert [item.name for item in select(devices, ("desk", "rehearsal", "desk"))] == ["desk", "rehearsal"]
    assert [item.name for item in select(devices, ("desk",))] == ["desk"]
    assert select(devices, ()) == devices


def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    devices = load_devices(written(tmp_path, GOOD))

    with pytest.raises(SetupError, match=r"rehearsal, desk.*'dekc'"):
        select(devices, ("desk", "dekc"))


def test_a_rehearsal_over_adb_has_the_domain_of_rehearsals(tmp_path: Path) -> None:
    own = "claims.test\n      rehearsal: {zone: zone.json, upstream_ca: ca.pem}"
    *_, phone = load_devices(written(tmp_path, GOOD.replace("example.org", own)))

    assert phone.adb is not None
    assert phone.adb.canary_domain == "claims.test"


def test_how_the_traffic_comes_is_said_or_by_the_phones_proxy_setting(tmp_path: Path) -> None:
    routed = GOOD.replace("rehearsal\n", "rehearsal\n    network: gateway\n")
    virtual, phone = load_devices(written(tmp_path, routed))

    assert (virtual.mode, phone.mode) == ("gateway", "proxy")


@pytest.mark.parametrize(
    ("more", "network", "wanted"),
    [
        ("", "gateway", "adb.interface"),
        ("      rehearsal: {zone: /z, upstream_ca: /c}\n", "gateway", "rehearsal.gateway"),
        ("      rehearsal: {zone: /z, upstream_ca: /c, gateway: /g}\n", "proxy", "network: gateway"),
        ("", "tunnel", "gateway"),
    ],
)
def test_a_router_needs_a_way_to_it(tmp_path: Path, more: str, network: str, wanted: str) -> None:
    with pytest.raises(SetupError, match=wanted):
        load_devices(written(tmp_path, f"{GOOD}{more}    network: {network}\n"))


def test_a_phone_may_be_behind_an_interface_of_the_bench(tmp_path: Path) -> None:
    _, phone = load_devices(written(tmp_path, f"{GOOD}      interface: phone0\n    network: gateway\n"))

    assert phone.mode == "gateway"
